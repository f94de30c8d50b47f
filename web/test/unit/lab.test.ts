import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { labChart } from "../../src/elements/lab/charts.js";
import { written } from "../../src/elements/lab/journal.js";
import { axisUnit, quantity } from "../../src/elements/lab/quantity.js";
import { chartTable, labTable } from "../../src/elements/lab/tables.js";
import type { LabChart, LabEvent, LabTask } from "../../src/elements/lab/types.js";
import { markup, occurrences } from "./markup.js";

const plain = (text: string) => text.replaceAll("\u202f", " ");

const task = (id: number, state: LabTask["state"]): LabEvent => ({
  type: "task",
  atMs: 1,
  task: { id, label: `task ${id}`, state, worker: state === "pending" ? -1 : 0 },
});

describe("the journal of a laboratory", () => {
  test("puts calls and notes under the step in which they happened", () => {
    const journal = written(
      [],
      [
        { type: "step", atMs: 0, text: "one" },
        { type: "call", atMs: 1, call: "f()", gave: "1" },
        { type: "step", atMs: 2, text: "two" },
        { type: "note", atMs: 3, text: "mind this" },
      ],
    );
    assert.deepEqual(
      journal.map((step) => [step.text, step.lines.length]),
      [
        ["one", 1],
        ["two", 1],
      ],
    );
  });
  test("keeps each task once, in its present state, under the step that began it", () => {
    const first = written([], [{ type: "step", atMs: 0, text: "one" }, task(1, "pending"), task(2, "pending")]);
    const then = written(first, [task(1, "running"), { type: "step", atMs: 2, text: "two" }, task(1, "done")]);
    assert.deepEqual(
      then.map((step) => step.tasks.map((known) => known.state)),
      [["done", "pending"], []],
    );
    assert.equal(first[0]?.tasks[0]?.state, "pending", "what was drawn does not change");
  });
  test("takes what comes before the first step", () => {
    assert.equal(written([], [task(1, "pending")]).length, 1);
  });
});

describe("quantities", () => {
  for (const [x, unit, shown] of [
    [12.3, "ms", "12.3 ms"],
    [25, "ns", "25.0 ns"],
    [2500, "ns", "2.50 µs"],
    [65536, "bytes", "64 KiB"],
    [3 << 19, "bytes", "1.50 MiB"],
    [122_553.6, "bytes", "120 KiB"],
    [0.25, "percent", "25 %"],
    [2, "ratio", "2.00×"],
    [1234567, "count", "1 234 567"],
  ] as const)
    test(`${x} ${unit} is shown as ${shown}`, () => assert.equal(plain(quantity(x, unit)), shown));
  test("a share's axis is in percent", () => assert.deepEqual(axisUnit(0.5, "percent"), { name: "%", per: 100 }));
});

const charts: readonly LabChart[] = [
  {
    kind: "samples",
    title: "Samples",
    x: { label: "Time", unit: "ms" },
    rows: [
      { label: "one", look: "single", values: [1, 2, 3] },
      { label: "none", look: "other" },
      { label: "zeros", look: "workers", values: [0, 0] },
    ],
  },
  {
    kind: "lines",
    title: "Lines",
    log: true,
    x: { label: "Payload", unit: "bytes" },
    y: { label: "Time", unit: "ms" },
    rows: [
      {
        label: "copied",
        look: "workers",
        points: [
          [1024, 0.1],
          [65536, 2],
        ],
      },
      { label: "shared", look: "other", points: [[1024, 0.2]] },
    ],
  },
  {
    kind: "lines",
    title: "Gains",
    log: true,
    level: 1,
    marks: [
      { x: 2048, y: 1, look: "workers", label: "copied, 2 KiB" },
      { x: 2100, y: 1, look: "other", label: "shared, 2.1 KiB" },
    ],
    x: { label: "Payload", unit: "bytes" },
    y: { label: "Times as quick", unit: "ratio" },
    rows: [
      {
        label: "copied",
        look: "workers",
        points: [
          [1024, 0.5],
          [4096, 2],
        ],
      },
      {
        label: "shared",
        look: "other",
        points: [
          [1024, 0.48],
          [4096, 2],
        ],
      },
    ],
  },
  {
    kind: "timeline",
    title: "Timeline",
    x: { label: "Time", unit: "ms" },
    rows: [
      {
        label: "worker 1",
        look: "workers",
        spans: [
          { startMs: 0, endMs: 10, phase: "run", label: "first" },
          { startMs: 10, endMs: 10, phase: "wait" },
        ],
      },
      { label: "worker 2", look: "threads" },
    ],
  },
];

describe("charts of laboratories", () => {
  for (const chart of charts)
    for (const width of [900, 328])
      test(`${chart.kind} at ${width} pixels draws every row, in finite numbers, without style attributes`, () => {
        const text = markup(labChart(chart, width));
        assert.doesNotMatch(text, /NaN|Infinity|undefined|null/);
        assert.doesNotMatch(text, / style=/);
        for (const row of chart.rows) assert.match(text, new RegExp(`>${row.label}<`));
      });
  test("what is pointed out has a ring on the level and its name at a height of its own", () => {
    const gains = charts.find((chart) => chart.title === "Gains");
    assert.ok(gains);
    for (const width of [900, 328]) {
      const text = markup(labChart(gains, width));
      assert.equal(occurrences(text, /class="ring"/), 2);
      assert.equal(occurrences(text, /class="level"/), 1);
      const heights = ["copied, 2 KiB", "shared, 2.1 KiB"].map(
        (label) => new RegExp(`y="?([\\d.]+)"?[^>]*>${label}<`).exec(text)?.[1],
      );
      assert.ok(heights.every((height) => height !== undefined) && heights[0] !== heights[1], heights.join());
    }
  });
  test("every chart has a table with as many cells in a row as it has columns, but for samples that were not taken", () => {
    for (const chart of charts) {
      const table = chartTable(chart);
      for (const row of table.rows) assert.ok(row.length <= table.columns.length, chart.kind);
      assert.equal(occurrences(markup(labTable(table)), /<tr/), table.rows.length + 1);
    }
  });
  test("a curve that was not measured somewhere has no cell there", () => {
    const [, lines] = charts;
    assert.ok(lines);
    assert.deepEqual(chartTable(lines).rows, [
      [1024, 0.1, 0.2],
      [65536, 2, null],
    ]);
  });
});
