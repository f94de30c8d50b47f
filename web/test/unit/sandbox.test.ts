import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { faultWords } from "../../src/engine/fault.js";
import { describe as ending } from "../../src/own/ending.js";
import { limitsOf } from "../../src/sandbox/limits.js";
import { limitMemory } from "../../src/sandbox/memory.js";
import { type Item, most } from "../../src/sandbox/messages.js";
import { Outbox } from "../../src/sandbox/outbox.js";
import { Tally } from "../../src/sandbox/tally.js";

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

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const tally = (outputBytes = 100) => new Tally({ outputBytes, workers: 4 }, () => 0);

describe("what a program sends is counted by what arrives, whatever its kind", () => {
  test("text beyond the limit is not handed on, in one piece or in many", () => {
    assert.deepEqual(tally().count({ type: "printed", text: "x".repeat(101) }), { kind: "over", limit: "output" });
    const one = tally();
    for (let i = 0; i < 10; i++) assert.equal(one.count({ type: "printed", text: "0123456789" }).kind, "printed");
    assert.equal(one.count({ type: "printed", text: "x" }).kind, "over");
  });

  test("messages beyond their number end it, of whatever kind, and in time there may be more", () => {
    for (const message of [{ type: "printed", text: "" }, { type: "started" }, { type: "pong" }]) {
      let now = 0;
      const one = new Tally({ outputBytes: 100, workers: 4 }, () => now);
      let sent = 0;
      while (one.count(message).kind !== "over") sent++;
      assert.equal(sent, 20_000);
      now = 60_000;
      assert.notEqual(one.count(message).kind, "over");
    }
  });

  test("an ending is told with a text that is short, and an exit code that has eight bits", () => {
    const words = "x".repeat(20_000_000);
    assert.deepEqual(tally().count({ type: "exited", code: 1001, output: words, words }), {
      kind: "ended",
      how: { kind: "exited", code: 1001 & 255, words: "x".repeat(most.words) },
    });
  });

  test("bytes are looked at as they are, and not as their sender calls them", () => {
    const lying = structuredClone(Object.defineProperty(bytes({ type: "nothing" }), "byteLength", { value: 0 }));
    assert.deepEqual(tally().count(lying), { kind: "over", limit: "protocol" });
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    assert.deepEqual(tally().count(shared), { kind: "over", limit: "protocol" });
  });

  for (const strange of [
    null,
    1,
    "printed",
    [],
    {},
    { type: "start" },
    { type: "printed", text: 1 },
    { type: "exited" },
  ])
    test(`${JSON.stringify(strange)} is no message`, () =>
      assert.deepEqual(tally().count(strange), { kind: "over", limit: "protocol" }));
});

describe("the page is handed one parcel at a time", () => {
  const sent: Item[][] = [];
  const outbox = () => {
    sent.length = 0;
    return new Outbox((items) => sent.push([...items]));
  };
  const progress: Item = { kind: "failed", error: { code: "x", message: "" } };

  test("of a bounded length, and nothing is lost or changes places", () => {
    const one = outbox();
    const text = `${"x".repeat(most.parcelText - 1)}🎉${"y".repeat(5 * most.parcelText)}`;
    one.add({ kind: "printed", text });
    for (let i = 0; i < 40; i++) one.add(progress);
    one.add({ kind: "printed", text: "after" });
    one.end({ kind: "exited", code: 0, words: "" });
    one.add({ kind: "printed", text: "too late" });
    assert.equal(sent.length, 1);
    for (let n = -1; n !== sent.length; ) {
      n = sent.length;
      one.taken();
    }
    for (const items of sent) {
      assert.ok(items.length <= most.parcelItems);
      const length = items.reduce((sum, item) => sum + (item.kind === "printed" ? item.text.length : 0), 0);
      assert.ok(length <= most.parcelText);
    }
    const all = sent.flat();
    assert.equal(all.map((item) => (item.kind === "printed" ? item.text : "")).join(""), `${text}after`);
    assert.equal(all.filter(({ kind }) => kind === "failed").length, 40);
    assert.equal(all.at(-1)?.kind, "ended");
  });

  test("and more than so many messages do not wait", () => {
    const one = outbox();
    let taken = 0;
    while (one.add(progress)) taken++;
    assert.ok(taken < 1000);
  });
});

describe("how a program ended is said in words, by what the runtime, the browser or the page says of it", () => {
  const limits = limitsOf(4000);
  const exit = (code: number, words = "") => ({ kind: "exited", code, words }) as const;
  const over = (limit: "output" | "workers" | "messages" | "protocol") => ({ kind: "limit", limit }) as const;
  const cases: [name: string, got: ReturnType<typeof ending>, code: string, exit: number | null, words: RegExp][] = [
    ["well", ending(exit(0), limits), "exited", 0, /exit code 0/],
    ["by os.Exit", ending(exit(3), limits), "exited", 3, /exit code 3/],
    ["by os.Exit with the code of a panic", ending(exit(2), limits), "exited", 2, /exit code 2/],
    ["by a panic", ending(exit(2, "panic: oh no\n\ngoroutine 1"), limits), "panic", 2, /panicked: oh no/],
    [
      "by a panic that names another ending",
      ending(exit(2, "panic: all goroutines are asleep - deadlock!\n\tfatal error: out of memory"), limits),
      "panic",
      2,
      /panicked: all goroutines/,
    ],
    [
      "by a deadlock",
      ending(exit(2, "fatal error: all goroutines are asleep - deadlock!"), limits),
      "deadlock",
      2,
      /Deadlock/,
    ],
    [
      "by main's Goexit",
      ending(exit(2, "fatal error: no goroutines (main called runtime.Goexit) - deadlock!"), limits),
      "deadlock",
      2,
      /Deadlock/,
    ],
    [
      "for its memory",
      ending(exit(2, "fatal error: out of memory\n\ngoroutine 1"), limits),
      "memory-limit",
      2,
      /512 MiB/,
    ],
    [
      "by the runtime",
      ending(exit(2, "fatal error: concurrent map writes"), limits),
      "panic",
      2,
      /concurrent map writes/,
    ],
    ["for its time", ending({ kind: "time", busy: true }, limits), "time-limit", null, /4 seconds.*Gosched/],
    ["for its time, waiting", ending({ kind: "time", busy: false }, limits), "time-limit", null, /was waiting/],
    ["for its output", ending(over("output"), limits), "output-limit", null, /4 MiB/],
    ["for its workers", ending(over("workers"), limits), "worker-limit", null, /64/],
    ["for its messages", ending(over("messages"), limits), "message-limit", null, /more to the page/],
    ["for a strange message", ending(over("protocol"), limits), "message-limit", null, /none of package measure/],
    ["by the user", ending({ kind: "stopped" }, limits), "stopped", null, /Stopped/],
    [
      "by the browser",
      ending({ kind: "crashed", message: "unreachable" }, limits),
      "crashed",
      null,
      /browser says: unreachable/,
    ],
    ...["RangeError: Maximum call stack size exceeded", "InternalError: too much recursion"].map(
      (said): (typeof cases)[number] => [
        `for its stack, as ${said.slice(0, 8)}`,
        ending({ kind: "crashed", message: faultWords(new Error(said)) }, limits),
        "stack-limit",
        null,
        /nest too deeply.*some 40,000 calls/,
      ],
    ),
  ];
  for (const [name, got, code, exitCode, words] of cases) {
    test(name, () => {
      assert.equal(got.code, code);
      assert.equal(got.exit, exitCode);
      assert.match(got.message, words);
      assert.doesNotMatch(got.message, /Error:|\/build\/|blob:/);
    });
  }
});
