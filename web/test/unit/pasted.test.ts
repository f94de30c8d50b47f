// What mail, chats and trackers do to a link, held to the same cases as the engine.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import cases from "../../../wasm/link/testdata/pasted.json" with { type: "json" };
import { decodeSource, encodeSource, isSourceLink } from "../../src/own/source-link.js";
import { wantedIn } from "../../src/share/address.js";
import { pasted } from "../../src/share/pasted.js";

describe("a link survives what is done to it, as the engine has it", () => {
  for (const { says, pasted: text, fragment } of cases) test(says, () => assert.equal(pasted(text), fragment));

  for (const text of ["", "#about", "#v1", "hello. there", "#v1.Ab/9", "%", "%zz#v1.%zz"])
    test(`and nothing is made up of ${JSON.stringify(text)}`, () => assert.doesNotMatch(pasted(text), /^v1\.Ab$/));
});

describe("so does one that carries a program's source", () => {
  const around: [string, string][] = [
    ["", "."],
    ["", ")."],
    ["<", ">"],
    ["[a program](", ")"],
    ["", "&utm_source=mail"],
    ['"', '"'],
    ["", " — see there"],
  ];
  for (const [before, after] of around) {
    test(`${before}…${after}`, async () => {
      const source = "package main\n\nfunc main() {}\n";
      const link = `${before}https://example.org/edit/#${await encodeSource(source)}${after}`;
      assert.ok(isSourceLink(link));
      assert.equal(await decodeSource(link), source);
      const coded = link.replace(/[.#_-]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
      assert.equal(await decodeSource(coded), source);
    });
  }
});

describe("so does the address of a stored run", () => {
  const at = (path: string) => wantedIn(new URL(path, "https://example.org"));
  for (const path of [
    "/r/Ab_9-x",
    "/r/Ab_9-x/",
    "/r/Ab_9-x.",
    "/r/Ab_9-x)",
    "/r/Ab_9-x%3E",
    "/#r/Ab_9-x",
    "/#r/Ab_9-x,",
    "/#r/Ab_9-x&utm_source=x",
  ])
    test(path, () => assert.deepEqual(at(path), { kind: "stored", id: "Ab_9-x" }));
  for (const path of ["/", "/embed/", "/embed/index.html", "/#results", "/r/"])
    test(`and ${path} is none`, () => assert.equal(at(path), null));
});
