import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { decodeSource, encodeSource, isSourceLink, MAX_BYTES } from "../../src/own/source-link.js";

const linkOf = (data: Uint8Array) => `s1.${Buffer.from(deflateRawSync(data)).toString("base64url")}`;

describe("a link carries a program's source", () => {
  for (const source of ["", "package main\n", "“ünïcode”\n\t🙂", "x".repeat(MAX_BYTES)]) {
    test(`${source.slice(0, 12)} … of ${source.length}`, async () => {
      const link = await encodeSource(source);
      assert.match(link, /^s1\.[\w-]*$/);
      assert.ok(isSourceLink(`#${link}`));
      assert.equal(await decodeSource(`#${link}`), source);
    });
  }

  test("but for one that is too long", async () => {
    await assert.rejects(encodeSource("x".repeat(MAX_BYTES + 1)));
    const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString("base64");
    await assert.rejects(encodeSource(noise), /KiB at most/);
  });
});

describe("what is no such link is refused", () => {
  const bad: [name: string, link: string][] = [
    ["a link of a newer kind", "s2.AAAA"],
    ["characters that are none", "s1.!!!!"],
    ["bytes that are not deflated", "s1.AAAAAAAA"],
    ["one that was cut", linkOf(new TextEncoder().encode("package main // of some length")).slice(0, -6)],
    ["one that inflates to more than a program", linkOf(new Uint8Array(50_000_000))],
    ["bytes that are no text", linkOf(Uint8Array.of(0xff, 0xfe))],
    ["more characters than a link has", `s1.${"A".repeat(70_000)}`],
  ];
  for (const [name, link] of bad) test(name, () => assert.rejects(decodeSource(link), /link/));
  test("and a link of a measurement is another kind", () => assert.ok(!isSourceLink("#v1.AAAA")));
});
