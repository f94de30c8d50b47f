import assert from "node:assert/strict";
import { test } from "node:test";
import { type Choice, outcome, type Subject } from "../../src/chapter/outcome.js";
import type { LaneResult, Report } from "../../src/report.js";
import { makeReport } from "./fixture.js";

const choices: readonly Choice[] = [
  { id: "a", say: "slower", below: 0.9 },
  { id: "b", say: "about the same", below: 1.2 },
  { id: "c", say: "faster", below: null },
];

const of = { lane: "go/workers", workers: 2 };
const speed: Subject = { kind: "speed", of, against: { lane: "go/single", workers: 1 } };
const first: Subject = { kind: "first", of };

/** A run in which one worker took 100 ms, and two 50 unless said otherwise. */
function ran(two: Partial<LaneResult>, status: Report["status"] = "complete"): Report {
  const made = makeReport({ spec: { lanes: ["go/single", "go/workers"], workers: [2] } });
  const lanes = made.lanes.map((lane) =>
    lane.workers === 1 ? { ...lane, medianMs: 100 } : { ...lane, medianMs: 50, ...two },
  );
  return { ...made, status, lanes };
}

const cases: readonly {
  readonly name: string;
  readonly subject: Subject;
  readonly chosen: string | null;
  readonly two: Partial<LaneResult>;
  readonly right: string;
  readonly says: RegExp;
}[] = [
  {
    name: "a right prediction",
    subject: speed,
    chosen: "c",
    two: {},
    right: "c",
    says: /2\.00× as fast\. You predicted “faster”: right\.$/,
  },
  {
    name: "a wrong one",
    subject: speed,
    chosen: "a",
    two: {},
    right: "c",
    says: /You predicted “slower”; it was “faster”\.$/,
  },
  { name: "none", subject: speed, chosen: null, two: {}, right: "c", says: /That is: “faster”\.$/ },
  { name: "a slower lane", subject: speed, chosen: null, two: { medianMs: 200 }, right: "a", says: /0\.500?× as fast/ },
  {
    name: "a choice ends below its ratio",
    subject: speed,
    chosen: null,
    two: { medianMs: 100 / 1.2 },
    right: "c",
    says: /1\.20×/,
  },
  {
    name: "a first run",
    subject: first,
    chosen: "b",
    two: { warmupMs: [250, 60] },
    right: "c",
    says: /the first run took 250.ms, a later one 50\.0.ms: 5\.00× as long/,
  },
];

for (const { name, subject, chosen, two, right, says } of cases) {
  test(`what became of a prediction: ${name}`, () => {
    const found = outcome(subject, choices, chosen, ran(two));
    assert.equal(found?.right, right);
    assert.match(found?.text ?? "", says);
  });
}

const nothing: readonly { readonly name: string; readonly subject: Subject; readonly run: Report }[] = [
  { name: "the run is void", subject: speed, run: ran({}, "void") },
  { name: "the lane has no median", subject: speed, run: ran({ medianMs: null }) },
  {
    name: "the lane was not measured",
    subject: { kind: "first", of: { lane: "go/workers", workers: 4 } },
    run: ran({}),
  },
  { name: "there was no first run", subject: first, run: ran({ warmupMs: [] }) },
  { name: "a median is zero", subject: speed, run: ran({ medianMs: 0 }) },
];

for (const { name, subject, run } of nothing) {
  test(`a prediction is left open where ${name}`, () => assert.equal(outcome(subject, choices, "a", run), null));
}
