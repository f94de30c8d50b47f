import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { describe as ending } from "../../src/own/ending.js";
import { limitMemory } from "../../src/sandbox/memory.js";
import { ended } from "../../src/sandbox/messages.js";
import { parse } from "../../src/sandbox/parse.js";

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const module = (...sections: number[][]) => Uint8Array.from([...HEADER, ...sections.flat()]);

describe("a module's memory gets a limit", () => {
  test("where it has none, and everything else stays as it is", () => {
    const custom = [0, 3, 1, 0x78, 7];
    const limited = limitMemory(module(custom, [5, 3, 1, 0, 2], custom), 200);
    assert.deepEqual([...limited], [...module(custom, [5, 5, 1, 1, 2, 0xc8, 1], custom)]);
    assert.ok(WebAssembly.validate(limited as BufferSource));
  });

  test("where it has another", () => {
    assert.deepEqual([...limitMemory(module([5, 4, 1, 1, 2, 9]), 3)], [...module([5, 4, 1, 1, 2, 3])]);
  });

  test("which is never below what it begins with", () => {
    assert.deepEqual([...limitMemory(module([5, 3, 1, 0, 7]), 3)], [...module([5, 4, 1, 1, 7, 7])]);
  });

  const bad: [name: string, data: Uint8Array][] = [
    ["no memory", module([0, 3, 1, 0x78, 7])],
    ["two memories", module([5, 5, 2, 0, 1, 0, 1])],
    ["a shared memory", module([5, 4, 1, 3, 1, 2])],
    ["the end in the midst of a number", module([5, 0xff])],
    ["no module at all", Uint8Array.of(1, 2, 3)],
  ];
  for (const [name, data] of bad) test(`${name} is refused`, () => assert.throws(() => limitMemory(data, 10)));
});

describe("nothing from the frame is taken on trust", () => {
  const good: unknown[] = [
    { type: "ready" },
    { type: "printed", text: "x" },
    { type: "message", data: new Uint8Array(1) },
    { type: "exited", code: 2, output: "" },
  ];
  for (const message of good) test(JSON.stringify(message), () => assert.deepEqual(parse(message), message));
  const bad: unknown[] = [
    null,
    1,
    "ready",
    [],
    {},
    { type: "start" },
    { type: "printed", text: 1 },
    { type: "message", data: [1] },
    { type: "message", data: new ArrayBuffer(1) },
    { type: "exited", code: "0", output: "" },
    { type: "exited", code: 0.5, output: "" },
    { type: "exited", code: 0 },
  ];
  for (const message of bad) test(`${JSON.stringify(message)} is none`, () => assert.equal(parse(message), null));

  test("and what is not asked for is left out", () => {
    assert.deepEqual(parse({ type: "ready", more: 1 }), { type: "ready" });
  });
});

describe("how a program ended is said in words", () => {
  const limits = { timeMs: 4000, memoryBytes: 512 * 2 ** 20, outputBytes: 2 ** 18, workers: 64 };
  const exit = (code: number, output = "") => ({ kind: "exited", code, output }) as const;
  const cases: [name: string, got: ReturnType<typeof ending>, code: string, exit: number | null, words: RegExp][] = [
    ["well", ending(exit(0), limits), "exited", 0, /exit code 0/],
    ["by os.Exit", ending(exit(3), limits), "exited", 3, /exit code 3/],
    ["by a panic", ending(exit(2, "panic: oh no\n\ngoroutine 1"), limits), "panic", 2, /panicked: oh no/],
    [
      "by a deadlock",
      ending(exit(2, "fatal error: all goroutines are asleep - deadlock!"), limits),
      "deadlock",
      2,
      /Deadlock/,
    ],
    [
      "for its memory",
      ending(exit(2, "runtime: out of memory: cannot allocate\nfatal error: out of memory"), limits),
      "memory-limit",
      2,
      /512 MiB/,
    ],
    ["for its time", ending({ kind: "time" }, limits), "time-limit", null, /4 seconds/],
    ["for its output", ending(exit(ended.output), limits), "output-limit", null, /256 KiB/],
    ["for its workers", ending(exit(ended.workers), limits), "worker-limit", null, /64/],
    ["for its messages", ending(exit(ended.messages), limits), "message-limit", null, /more to the page/],
    ["by the user", ending({ kind: "stopped" }, limits), "stopped", null, /Stopped/],
    ["with its worker", ending(exit(-1), limits), "crashed", null, /ended from outside/],
  ];
  for (const [name, got, code, exitCode, words] of cases) {
    test(name, () => {
      assert.equal(got.code, code);
      assert.equal(got.exit, exitCode);
      assert.match(got.message, words);
    });
  }
});
