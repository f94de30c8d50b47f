// The gate against every way to be wrong: each field of each message is given every strange value, and what passes is whole.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gate, plain } from "../../src/sandbox/gate.js";
import { most } from "../../src/sandbox/messages.js";
import { makeReport } from "./fixture.js";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** With one of everything, so that every place of it can be tried. */
const whole = makeReport({ spec: { lanes: ["go/single", "go/workers"], workers: [2], blocks: 1 } });
const small = { ...whole, timeline: whole.timeline.slice(0, 1) };

const sample = { lane: "go/workers", workers: 2, block: 3, wallMs: 4.5 };
const messages = {
  program: { type: "program", id: 0, program: { name: "isitprime", title: "Is it prime?" } },
  progress: {
    type: "progress",
    id: 1,
    progress: {
      phase: "measuring",
      done: 1,
      total: 10,
      fraction: 0.1,
      elapsedMs: 12,
      leftMs: null,
      lane: "go/workers",
      workers: 2,
      sample,
    },
  },
  report: { type: "report", id: 1, report: small },
  failed: { type: "failed", id: 1, error: { code: "bad-spec", field: "spec", message: "no" } },
} as const;

type Path = readonly (string | number)[];

/** The places of all values in a message. */
function places(value: unknown, path: Path = []): Path[] {
  const within =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => places(inner, [...path, name]))
      : [];
  return [path, ...within];
}

/** A copy with another value at a place. */
function withValue(message: unknown, [first, ...rest]: Path, value: unknown): unknown {
  if (first === undefined) return value;
  const copy = (Array.isArray(message) ? [...message] : { ...(message as object) }) as Record<string | number, unknown>;
  copy[first] = withValue(copy[first], rest, value);
  return copy;
}

const strange: readonly unknown[] = [
  null,
  {},
  [],
  [null],
  "",
  "x".repeat(20_000),
  -1,
  1e300,
  0.5,
  true,
  { length: 1e9 },
];

describe("what is right passes", () => {
  for (const [kind, message] of Object.entries(messages))
    test(kind, () => assert.equal(gate(bytes(message)).kind, kind));

  test("a report comes out as the JSON that the engine reads", () => {
    const passed = gate(bytes(messages.report));
    assert.ok(passed.kind === "report");
    assert.deepEqual(JSON.parse(passed.json), JSON.parse(JSON.stringify(messages.report.report)));
  });

  test("a title keeps its letters, and becomes one short line that changes nothing around it", () => {
    const titled = (title: string) => {
      const passed = gate(bytes({ ...messages.program, program: { name: "素数を数える", title } }));
      assert.ok(passed.kind === "program");
      return passed.program;
    };
    assert.deepEqual(titled("素数を\n数える\u202e"), { name: "素数を数える", title: "素数を 数える" });
    assert.equal(titled("x".repeat(5000)).title.length, most.title);
  });
});

describe("what is wrong anywhere never passes as it is", () => {
  for (const [kind, message] of Object.entries(messages)) {
    test(`${kind}, with every strange value in every place`, () => {
      for (const path of places(message)) {
        for (const value of strange) {
          const passed = gate(bytes(withValue(message, path, value)));
          if (passed.kind === "refused") continue;
          // It fits the protocol all the same: then what came out passes again as it is, and is of bounded length.
          const again = JSON.stringify(passed);
          assert.ok(again.length < 60_000, `${path.join(".")} = ${JSON.stringify(value).slice(0, 40)}`);
          assert.equal(passed.kind, kind);
        }
      }
    });

    test(`${kind}, with any field left out that has to be there`, () => {
      for (const path of places(message).slice(1)) {
        const passed = gate(bytes(withValue(message, path, undefined)));
        if (passed.kind !== "refused") assert.equal(passed.kind, kind);
      }
      for (const name of Object.keys(message))
        assert.equal(gate(bytes(withValue(message, [name], undefined))).kind, "refused", name);
    });
  }

  test("the shapes that were once believed", () => {
    for (const wrong of [{}, { ...messages.report.report, lanes: null }, { ...messages.report.report, program: 7 }, []])
      assert.equal(gate(bytes({ type: "report", id: 1, report: wrong })).kind, "refused");
    for (const number of ["1e999", "-1", "null", '"1"', "1.5"])
      assert.equal(
        gate(new TextEncoder().encode(JSON.stringify(messages.progress).replace('"total":10', `"total":${number}`)))
          .kind,
        "refused",
      );
  });

  test("bytes that are no JSON, no text, too many, or nested too deeply", () => {
    for (const wrong of ["", "{", "null", "[".repeat(100_000), `{"type":"program"`])
      assert.equal(gate(new TextEncoder().encode(wrong)).kind, "refused");
    assert.equal(gate(Uint8Array.of(0xff, 0xfe)).kind, "refused");
    assert.equal(gate(new Uint8Array(most.reportJSON + 1)).kind, "refused");
  });

  test("random changes of a message's bytes, from a fixed seed", () => {
    let seed = 17;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (const message of Object.values(messages)) {
      const right = bytes(message);
      for (let i = 0; i < 300; i++) {
        const data = right.slice();
        for (let changes = random(3) + 1; changes > 0; changes--) data[random(data.length)] = random(256);
        const passed = gate(data);
        if (passed.kind === "progress") {
          for (const figure of [passed.progress.done, passed.progress.fraction, passed.progress.elapsedMs])
            assert.ok(Number.isFinite(figure));
        }
      }
    }
  });
});

test("what a stranger wrote is clipped at a whole character", () => {
  assert.equal(plain("🎉".repeat(10), 4), "🎉…");
  assert.equal(plain("a\u2028b\r\n\tc\u0000", 10), "a b c");
});
