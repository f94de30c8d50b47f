import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { columnOf, diagnose } from "../../src/toolchain/diagnostics.js";
import { unpack } from "../../src/toolchain/pack.js";
import { weight } from "../../src/toolchain/weight.js";

describe("the compiler's messages become places in the source", () => {
  const source = "package main\n\nfunc main() {\n\tprintln(“x” + 1)\n}\n";
  const cases: [name: string, output: string, want: ReturnType<typeof diagnose>][] = [
    ["nothing", "\n", []],
    ["a line and a column", "/src/main.go:3:6: undefined: x\n", [{ line: 3, column: 6, message: "undefined: x" }]],
    ["a trimmed path", "./main.go:3:6: undefined: x\n", [{ line: 3, column: 6, message: "undefined: x" }]],
    ["no column", "main.go:3: late\n", [{ line: 3, column: 1, message: "late" }]],
    ["gofmt's, without a file", "5:2: expected '}'\n", [{ line: 5, column: 2, message: "expected '}'" }]],
    [
      "a message of several lines",
      "./main.go:3:1: bad call\n\thave ()\n\twant (int)\n",
      [{ line: 3, column: 1, message: "bad call\nhave ()\nwant (int)" }],
    ],
    ["a line beyond the source", "./main.go:99:1: syntax error\n", [{ line: 6, column: 1, message: "syntax error" }]],
    ["no place", "too many errors\n", [{ line: 1, column: 1, message: "too many errors" }]],
  ];
  for (const [name, output, want] of cases) test(name, () => assert.deepEqual(diagnose(output, source), want));

  test("a column counts bytes of UTF-8 and becomes one of UTF-16", () => {
    assert.equal(columnOf("\tprintln(“x” + 1)", 18), 14);
    assert.equal(columnOf("short", 99), 6);
  });

  test("a package that is not offered is named as that", () => {
    const [said] = diagnose("./main.go:3:8: could not import net/http (open : no such file)\n", source);
    assert.match(said?.message ?? "", /^package net\/http cannot be imported here/);
  });
});

describe("a pack of archives is taken apart, or refused", () => {
  function pack(header: unknown, data: readonly number[]): Uint8Array {
    const text = new TextEncoder().encode(JSON.stringify(header));
    const out = new Uint8Array(4 + text.length + data.length);
    new DataView(out.buffer).setUint32(0, text.length, true);
    out.set(text, 4);
    out.set(data, 4 + text.length);
    return out;
  }

  test("each archive lies where the header says", () => {
    const archives = unpack(
      pack(
        [
          ["fmt", 2],
          ["a/b", 0],
          ["io", 1],
        ],
        [1, 2, 3],
      ),
    );
    assert.deepEqual(
      archives.map(([path, data]) => [path, ...data]),
      [["fmt", 1, 2], ["a/b"], ["io", 3]],
    );
  });

  const bad: [name: string, data: Uint8Array][] = [
    ["no bytes", new Uint8Array(0)],
    ["a header longer than the file", Uint8Array.of(9, 0, 0, 0, 1)],
    ["a header that is no list", pack({}, [])],
    ["an entry that is no pair", pack([["fmt"]], [])],
    ["a negative size", pack([["fmt", -1]], [])],
    ["fewer bytes than it says", pack([["fmt", 3]], [1, 2])],
    ["more bytes than it says", pack([["fmt", 1]], [1, 2])],
  ];
  for (const [name, data] of bad) test(name, () => assert.throws(() => unpack(data)));
});

test("a file that serves under two names is loaded once", () => {
  const info = (file: string, bytes: number) => ({ file, bytes, sent: bytes / 2 });
  const both = info("both", 10);
  const files = { compile: both, link: both, finish: info("f", 4), std: info("s", 6), own: info("o", 2) };
  assert.equal(weight(files, "bytes"), 22);
  assert.equal(weight(files, "sent"), 11);
});
