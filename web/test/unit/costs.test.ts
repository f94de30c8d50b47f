import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { chiefCosts, costsOf, length } from "../../src/costs/costs.js";
import { costsFinding, costsPlot, costsTable } from "../../src/costs/plot.js";
import type { Claim, ClaimKind, Report } from "../../src/report.js";
import { makeReport } from "./fixture.js";
import { markup, occurrences } from "./markup.js";

function claim(kind: ClaimKind, workers: number, value: number, text: string): Claim {
  const ratio = { value, interval: [value - 0.01, value + 0.01] as const, samples: 10 };
  return { kind, lane: "go/workers", workers, unit: "worker", difference: "slower", ratio, text };
}

/** A report with costs of two and of four workers, whose verdict is about two. */
function report(): Report {
  const of = (workers: number) => [
    claim("work", workers, 0.8, "80 % of the time was the work"),
    claim("slowed", workers, -0.02, "parts took no longer"),
    claim("waiting", workers, 0.22, "22 % was waiting"),
  ];
  return { ...makeReport(), claims: [claim("speedup", 2, 1.6, ""), ...of(2), ...of(4)] };
}

describe("what the workers' time went into", () => {
  test("a row for each entry whose costs are claimed, and the verdict's stands in the title", () => {
    const rows = costsOf(report());
    assert.deepEqual(
      rows.map((row) => row.workers),
      [2, 4],
    );
    const chief = chiefCosts(report(), rows);
    assert.equal(
      chief && costsFinding(chief),
      "Two workers: 80 % of the time was the work, parts took no longer, 22 % was waiting",
    );
    assert.deepEqual(costsOf(makeReport()), [], "none is claimed");
  });
  test("the plot draws all shares, and says them in words", () => {
    const rows = costsOf(report());
    const drawn = markup(costsPlot(rows, 600));
    assert.doesNotMatch(drawn, /NaN|Infinity|undefined|null| style=/);
    assert.equal(occurrences(drawn, /class="work"/), rows.length);
    assert.equal(occurrences(markup(costsTable(rows)), /<tr>/), rows.length + 1);
  });
  test("a share that is a little below nought has no bar, nor is one longer than all", () => {
    assert.equal(length(claim("slowed", 2, -0.02, "").ratio), 0);
    assert.equal(length(claim("work", 2, 1.01, "").ratio), 1);
    assert.equal(length(null), 0);
  });
});
