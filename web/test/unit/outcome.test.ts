import assert from "node:assert/strict";
import { test } from "node:test";
import { type Choice, type Judge, outcome, type Subject } from "../../src/chapter/outcome.js";
import type { LabResult } from "../../src/elements/lab/types.js";
import type { Judgement, LaneResult, Question, Report } from "../../src/report.js";
import { makeReport } from "./fixture.js";

const choices: readonly Choice[] = [
  { id: "a", say: "slower", below: 0.9, is: null },
  { id: "b", say: "about the same", below: 1.2, is: null },
  { id: "c", say: "faster", below: null, is: null },
];

const of = { lane: "go/workers", workers: 2 };
const against = { lane: "go/single", workers: 1 };
const speed: Subject = { kind: "speed", of, against };
const first: Subject = { kind: "first", of };

/** The engine's part: what it was asked is kept, and it answers this. */
function judge(answer: Partial<Judgement>): Judge & { asked: Question[] } {
  const asked: Question[] = [];
  const ask = async (question: Question) => {
    asked.push(question);
    return { choice: -1, ratio: null, text: "", ...answer };
  };
  return Object.assign(ask, { asked });
}

const twice: Partial<Judgement> = { choice: 2, ratio: { value: 2, interval: [1.9, 2.1], samples: 10 } };
const open: Partial<Judgement> = {
  ratio: { value: 1.1, interval: [0.5, 2], samples: 10 },
  text: "its interval, 0.50–2.00, holds more than one answer; 30 blocks more would decide it",
};

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
  readonly answer: Partial<Judgement>;
  readonly right: string | null;
  readonly says: RegExp;
}[] = [
  {
    name: "a right prediction",
    subject: speed,
    chosen: "c",
    answer: twice,
    right: "c",
    says: /2\.00× as fast \(95 % interval 1\.90–\u20602\.10\)\. You predicted “faster”: right\.$/,
  },
  {
    name: "a wrong one",
    subject: speed,
    chosen: "a",
    answer: twice,
    right: "c",
    says: /You predicted “slower”; it was “faster”\.$/,
  },
  { name: "none", subject: speed, chosen: null, answer: twice, right: "c", says: /That is: “faster”\.$/ },
  {
    name: "an interval that spans several choices",
    subject: speed,
    chosen: "b",
    answer: open,
    right: null,
    says: /1\.10× as fast .* Not decided yet: its interval, 0\.50–2\.00, holds more than one answer; 30 blocks more would decide it\.$/,
  },
  {
    name: "too few samples for an interval",
    subject: speed,
    chosen: "b",
    answer: { text: "five blocks more would decide it" },
    right: null,
    says: /100.ms\. Not decided yet: five blocks more would decide it\.$/,
  },
  {
    name: "a first run",
    subject: first,
    chosen: "b",
    answer: twice,
    right: "c",
    says: /the first run took .*, a later one 50\.0.ms: 2\.00× as long/,
  },
];

for (const { name, subject, chosen, answer, right, says } of cases) {
  test(`what became of a prediction: ${name}`, async () => {
    const asks = judge(answer);
    const found = await outcome(subject, choices, chosen, { kind: "report", report: ran({}) }, asks);
    assert.equal(found?.right, right);
    assert.match(found?.text ?? "", says);
    assert.deepEqual(asks.asked[0]?.bounds, [0.9, 1.2]);
  });
}

const nothing: readonly { readonly name: string; readonly subject: Subject; readonly run: Report }[] = [
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
  test(`a prediction is left open where ${name}`, async () =>
    assert.equal(await outcome(subject, choices, "a", { kind: "report", report: run }, judge({})), null));
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
    says: /five: 500.ms; one by one: 2000.ms: 2\.00× as fast .* That is: “faster”\.$/,
  },
  { name: "curves", subject: { kind: "chart", chart: 1, row: "shared", than: "copied" }, says: /2\.00× as fast/ },
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
  test(`a prediction about a laboratory: ${name}`, async () => {
    const offered = is === undefined ? choices : [{ id: "x", say: "it is", below: null, is }];
    const found = await outcome(subject, offered, null, { kind: "lab", result }, judge(twice));
    if (says === null) assert.equal(found, null);
    else assert.match(found?.text ?? "", says);
  });
}
