import assert from "node:assert/strict";
import { test } from "node:test";
import { type Choice, outcome, type Subject } from "../../src/chapter/outcome.js";
import type { LabResult } from "../../src/elements/lab/types.js";
import type { LaneResult, Report } from "../../src/report.js";
import { makeReport } from "./fixture.js";

const choices: readonly Choice[] = [
  { id: "a", say: "slower", below: 0.9, is: null },
  { id: "b", say: "about the same", below: 1.2, is: null },
  { id: "c", say: "faster", below: null, is: null },
];

const of = { lane: "go/workers", workers: 2 };
const against = { against: "go/single", againstWorkers: 1, efficiency: 0.5, samples: 6 };
const speed: Subject = { kind: "speed", of, against: { lane: "go/single", workers: 1 } };
const first: Subject = { kind: "first", of };

/** A run in which one worker took 100 ms, and two 50 unless said otherwise. */
function ran(two: Partial<LaneResult>, status: Report["status"] = "complete"): Report {
  const made = makeReport({ spec: { lanes: ["go/single", "go/workers"], workers: [2] } });
  const lanes = made.lanes.map((lane) =>
    lane.workers === 1 ? { ...lane, medianMs: 100 } : { ...lane, medianMs: 50, speedup: null, ...two },
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
    name: "a ratio with its interval, which is that of the blocks and not of two medians",
    subject: speed,
    chosen: "c",
    two: { speedup: { ...against, ratio: 1.9, interval: [1.5, 2.1] } },
    right: "c",
    says: /1\.90× as fast \(95 % interval 1\.50× to 2\.10×\)\. You predicted “faster”: right\.$/,
  },
  {
    name: "an interval that spans other choices",
    subject: speed,
    chosen: null,
    two: { speedup: { ...against, ratio: 1.1, interval: [0.5, 2] } },
    right: "b",
    says: /That is: “about the same”\. The interval does not rule out “slower” or “faster”\.$/,
  },
  {
    name: "a ratio to another lane than the one asked about",
    subject: speed,
    chosen: null,
    two: { speedup: { ...against, againstWorkers: 4, ratio: 0.3, interval: [0.2, 0.4] } },
    right: "c",
    says: /2\.00× as fast\. That is: “faster”\.$/,
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
    const found = outcome(subject, choices, chosen, { kind: "report", report: ran(two) });
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
  test(`a prediction is left open where ${name}`, () =>
    assert.equal(outcome(subject, choices, "a", { kind: "report", report: run }), null));
}

const result: LabResult = {
  finding: "A finding.",
  charts: [
    {
      kind: "samples",
      title: "A chart",
      x: { label: "Time", unit: "ms" },
      rows: [
        { label: "one by one", look: "single", values: [2000, 2100, 1900] },
        { label: "five", look: "threads", values: [400, 600] },
      ],
    },
    {
      kind: "lines",
      title: "Curves",
      x: { label: "Size", unit: "bytes" },
      y: { label: "Time", unit: "ms" },
      rows: [
        {
          label: "copied",
          look: "workers",
          points: [
            [1, 1],
            [2, 30],
          ],
        },
        {
          label: "shared",
          look: "other",
          points: [
            [1, 1],
            [2, 10],
          ],
        },
      ],
    },
  ],
  tables: [{ title: "A table", columns: [{ label: "On" }, { label: "After join" }], rows: [["a worker", "yes"]] }],
};

const labs: readonly {
  readonly name: string;
  readonly subject: Subject;
  readonly is?: string;
  readonly says: RegExp | null;
}[] = [
  {
    name: "rows of a chart",
    subject: { kind: "chart", chart: 0, row: "five", than: "one by one" },
    says: /five: 500.ms; one by one: 2000.ms\. That is 4\.00× as fast\. That is: “faster”\.$/,
  },
  { name: "curves", subject: { kind: "chart", chart: 1, row: "shared", than: "copied" }, says: /3\.00× as fast/ },
  {
    name: "one row",
    subject: { kind: "chart", chart: 0, row: "five" },
    says: /^Here, five: 500.ms\. That is: “faster”\.$/,
  },
  {
    name: "a cell",
    subject: { kind: "cell", table: 0, row: "a worker", column: "After join" },
    is: "yes",
    says: /^Here, a worker, after join: yes\. That is: “it is”\.$/,
  },
  {
    name: "another cell than predicted",
    subject: { kind: "cell", table: 0, row: "a worker", column: "After join" },
    is: "no",
    says: null,
  },
  { name: "no such row", subject: { kind: "chart", chart: 0, row: "six" }, says: null },
  { name: "no such chart", subject: { kind: "chart", chart: 2, row: "five" }, says: null },
  {
    name: "no such column",
    subject: { kind: "cell", table: 0, row: "a worker", column: "Before" },
    is: "yes",
    says: null,
  },
  { name: "a lane", subject: speed, says: null },
];

for (const { name, subject, is, says } of labs) {
  test(`a prediction about a laboratory: ${name}`, () => {
    const offered = is === undefined ? choices : [{ id: "x", say: "it is", below: null, is }];
    const found = outcome(subject, offered, null, { kind: "lab", result });
    if (says === null) assert.equal(found, null);
    else assert.match(found?.text ?? "", says);
  });
}
