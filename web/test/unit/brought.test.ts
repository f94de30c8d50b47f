import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Brought, brings, brought, type Carrier, codeIn } from "../../src/embed/brought.js";
import { MAX_BYTES } from "../../src/own/source-link.js";

const GO = "package main\n\nfunc main() {}\n";

interface Written {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** What its <pre> and <code> elements hold, in order. */
  readonly blocks?: readonly string[];
}

const element = ({ attributes = {}, blocks = [], text = blocks.join("") }: Written): Carrier => ({
  getAttribute: (name) => attributes[name] ?? null,
  querySelectorAll: () => blocks.map((textContent) => ({ textContent })),
  textContent: text,
  baseURI: "https://author.example/lesson/one.html",
});

describe("an element brings a program", () => {
  const cases: [says: string, written: Written, code: string | null][] = [
    ["as a fenced block", { blocks: [GO, GO] }, GO],
    ["with line numbers in a block before it", { blocks: ["1\n2\n3\n", GO] }, GO],
    ["as its own text", { text: `\n  \n${GO}\n\n` }, GO],
    ["with its first line's indent", { blocks: ["\n\tpackage main\n"] }, "\tpackage main\n"],
    ["and none, where its text is a remark", { text: "This page needs scripts." }, null],
    ["and none, where it is empty", { text: " \n " }, null],
    ["and none, where its block is empty", { blocks: [" \n"], text: GO }, null],
  ];
  for (const [says, written, code] of cases) {
    test(says, () => {
      assert.equal(codeIn(element(written)), code);
      assert.equal(brings(element(written)), code !== null);
    });
  }

  test("but never where it names one of the playground's, or a run", () => {
    for (const attributes of [{ program: "primes" }, { link: "abc" }, { program: "primes", src: "a.go" }])
      assert.equal(brings(element({ attributes, text: GO })), false);
  });
});

describe("a file is fetched from where src says, seen from its page", () => {
  const answers = (body: BodyInit, status = 200): [typeof fetch, string[]] => {
    const asked: string[] = [];
    const load = async (url: RequestInfo | URL) => {
      asked.push(String(url));
      return new Response(body, { status });
    };
    return [load, asked];
  };
  const from = (src: string, load: typeof fetch) => brought(element({ attributes: { src }, text: "not this" }), load);
  const message = (found: Brought) => (found.kind === "missing" ? `${found.fault.code} ${found.fault.message}` : "");

  test("and is what it holds, under its name", async () => {
    const [load, asked] = answers(GO);
    assert.deepEqual(await from("../go/primes.go?v=2", load), { kind: "here", source: GO, name: "primes.go" });
    assert.deepEqual(asked, ["https://author.example/go/primes.go?v=2"]);
  });

  const refused: [says: string, src: string, answer: [BodyInit, number?], message: RegExp][] = [
    ["an answer that is none", "a.go", ["gone", 404], /source-unavailable .*answered 404/],
    [
      "another page in its place",
      "a.go",
      ["<!doctype html><title>Not found</title>"],
      /bad-argument a\.go is no Go program/,
    ],
    ["one that is too long", "a.go", [`${GO}//${"x".repeat(MAX_BYTES)}`], /source-too-long .*256 KiB/],
    ["bytes that are no text", "a.go", [Uint8Array.of(0xff, 0xfe, 0x70)], /source-unavailable .*UTF-8/],
    ["a zero byte", "a.go", [`${GO}\0`], /bad-argument/],
    ["an address of another kind", "javascript:alert(1)", [GO], /bad-argument src must be the address/],
    ["a file of the reader's own disk", "file:///etc/passwd", [GO], /bad-argument/],
    ["what is no address", "https://", [GO], /bad-argument/],
  ];
  for (const [says, src, [body, status], expected] of refused) {
    test(`but not ${says}`, async () => {
      const [load, asked] = answers(body, status);
      assert.match(message(await from(src, load)), expected);
      if (expected.source.includes("address")) assert.deepEqual(asked, []);
    });
  }

  test("and says that the other site must allow it, where it does not", async () => {
    const refuses = () => Promise.reject(new TypeError("Failed to fetch"));
    assert.match(message(await from("https://other.example/a.go", refuses)), /other\.example.*must allow.*CORS/);
  });
});
