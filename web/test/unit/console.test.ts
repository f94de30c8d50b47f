import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { endOf, SHOWN_CHARACTERS, SHOWN_LINES } from "../../src/editor/console.js";

describe("of what a program printed there is never more in the page than its end", () => {
  const cases: [name: string, output: string][] = [
    ["short", "a\nb\n"],
    ["many lines", "x\n".repeat(5000)],
    ["empty lines", "\n".repeat(50_000)],
    ["one line", "x".repeat(1_000_000)],
    ["long lines", `${"x".repeat(9000)}\n`.repeat(10)],
    ["pairs", "🎉".repeat(20_000)],
  ];
  for (const [name, output] of cases)
    test(name, () => {
      const { before, text } = endOf(output);
      assert.equal(output.slice(before), text);
      assert.ok(text.length <= SHOWN_CHARACTERS);
      assert.ok(text.split("\n").length - 1 <= SHOWN_LINES);
      assert.ok(text.length > 0);
      assert.doesNotThrow(() => encodeURIComponent(text)); // no half of a pair
    });

  test("from the beginning of a line, where there is one", () => {
    assert.equal(endOf("a\nb\n").before, 0);
    assert.ok(endOf("0123456789\n".repeat(5000)).text.startsWith("0123456789\n"));
  });
});
