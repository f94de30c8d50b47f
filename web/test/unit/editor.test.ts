import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { changeBetween } from "../../src/editor/change.js";
import { DEFAULT_SECONDS, loadDraft, MAX_SOURCE, saveDraft } from "../../src/editor/store.js";

describe("the smallest change makes one text of another", () => {
  const cases: [before: string, after: string][] = [
    ["", "x"],
    ["x", ""],
    ["a b c", "a  b c"],
    ["aaa", "aa"],
    ["aa", "aaa"],
    ["one\ntwo\n", "one\n\ttwo\n"],
    ["abc", "xyz"],
  ];
  for (const [before, after] of cases) {
    test(JSON.stringify([before, after]), () => {
      const change = changeBetween(before, after);
      assert.ok(change !== null);
      assert.equal(before.slice(0, change.from) + change.insert + before.slice(change.to), after);
      assert.ok(change.from <= change.to);
    });
  }
  test("and the same text is none", () => assert.equal(changeBetween("same", "same"), null));
});

describe("a draft is kept in this browser", () => {
  function storage(content: string | null): Storage {
    let kept = content;
    return {
      getItem: () => kept,
      setItem: (_key: string, value: string) => {
        kept = value;
      },
    } as unknown as Storage;
  }

  test("and comes back", () => {
    const here = storage(null);
    saveDraft(() => here, { source: "package main", seconds: 30 });
    assert.deepEqual(
      loadDraft(() => here),
      { source: "package main", seconds: 30 },
    );
  });

  const none: [name: string, content: string | null][] = [
    ["nothing", null],
    ["no JSON", "{"],
    ["null", "null"],
    ["no source", '{"seconds":1}'],
    ["a source that is no text", '{"source":1,"seconds":1}'],
    ["a source that is too long", JSON.stringify({ source: "x".repeat(MAX_SOURCE + 1), seconds: 1 })],
  ];
  for (const [name, content] of none)
    test(`${name} is no draft`, () => {
      assert.equal(
        loadDraft(() => storage(content)),
        null,
      );
    });

  test("a limit that makes no sense becomes the usual one", () => {
    const draft = loadDraft(() => storage('{"source":"x","seconds":-1}'));
    assert.equal(draft?.seconds, DEFAULT_SECONDS);
  });

  test("a browser that keeps nothing is no error", () => {
    const refuse = (): Storage => {
      throw new Error("denied");
    };
    assert.equal(loadDraft(refuse), null);
    saveDraft(refuse, { source: "", seconds: 1 });
  });
});
