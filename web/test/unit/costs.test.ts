import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { costsOf } from "../../src/costs/costs.js";
import { costsFinding, costsPlot, costsTable } from "../../src/costs/plot.js";
import type { LaneResult, Report } from "../../src/report.js";
import { makeReport } from "./fixture.js";
import { markup, occurrences } from "./markup.js";

/** A report whose lanes took these times, wall and inside the workers, block by block. */
function report(lanes: Record<string, { workers: number; wall: number[]; compute: number[] }>): Report {
  const made = makeReport();
  const [like] = made.lanes;
  assert.ok(like !== undefined);
  return {
    ...made,
    lanes: Object.entries(lanes).map(
      ([lane, { workers, wall, compute }]): LaneResult => ({
        ...like,
        lane,
        workers,
        samplesMs: wall,
        computeMs: compute,
      }),
    ),
  };
}

const alone = { workers: 1, wall: [102, 102], compute: [100, 100] };

describe("what the workers' time went into", () => {
  test("the work, its being slower side by side, and waiting add up to workers × wall time", () => {
    const [one, two] = costsOf(
      report({ "go/single": alone, "go/workers": { workers: 2, wall: [60, 60], compute: [110, 110] } }),
    );
    assert.deepEqual([one?.lane, two?.lane], ["go/single", "go/workers"]);
    const shares = [two?.work.of, two?.slowed.of, two?.waiting.of].map((of) => Math.round((of ?? 0) * 1200));
    assert.deepEqual(shares, [1000, 100, 100], "of 120 ms: 100 alone, 10 longer, 10 without a part");
    assert.equal(Math.round((one?.waiting.of ?? 0) * 102), 2);
  });
  test("each share tells between which of the blocks it lies", () => {
    const rows = costsOf(
      report({ "go/single": alone, "go/workers": { workers: 2, wall: [50, 100], compute: [100, 100] } }),
    );
    assert.deepEqual(rows[1]?.work.range, [0.5, 1]);
    assert.deepEqual(rows[1]?.waiting.range, [0, 0.5]);
  });
  test("work that was faster side by side is all work, and clocks that add up to more than there was leave no waiting", () => {
    const rows = costsOf(
      report({ "go/single": alone, "go/workers": { workers: 2, wall: [45, 45], compute: [92, 92] } }),
    );
    assert.deepEqual([rows[1]?.work.of, rows[1]?.slowed.of, rows[1]?.waiting.of], [1, 0, 0]);
  });
  test("only workers of a runtime whose single worker ran the same have a row", () => {
    const two = { workers: 2, wall: [60], compute: [110] };
    assert.deepEqual(costsOf(report({ "go/workers": two })), []);
    const rows = costsOf(report({ "go/single": alone, "go/goroutines": two, "cpython/workers": two }));
    assert.deepEqual(
      rows.map((row) => row.lane),
      ["go/single"],
    );
    assert.deepEqual(costsOf({ ...report({ "go/single": alone, "go/workers": two }), status: "void" }), []);
  });
  test("the plot draws all shares, and says them in words", () => {
    const rows = costsOf(makeReport());
    const drawn = markup(costsPlot(rows, 600));
    assert.doesNotMatch(drawn, /NaN|Infinity|undefined|null| style=/);
    assert.equal(occurrences(drawn, /class="work"/), rows.length);
    assert.equal(occurrences(markup(costsTable(rows)), /<tr>/), rows.length + 1);
    assert.match(
      costsFinding(rows, 4),
      /^Four workers: \d+.% of their time was the work, \d+.% went to slower parts, \d+.% to waiting$/,
    );
    assert.match(costsFinding(rows, 2), /^Two workers/, "more workers than cores are slower for that alone");
    assert.equal(costsFinding([], 2), "");
  });
});
