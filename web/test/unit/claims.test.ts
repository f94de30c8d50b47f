// What the page says in its titles and tables is held against the verdict, for reports of every kind: measured on simulated
// machines, by the real runner (tools/honesty). No two of them may name another count, unit, lane or direction.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import { chiefCosts, costsOf } from "../../src/costs/costs.js";
import { costsFinding } from "../../src/costs/plot.js";
import { history } from "../../src/elements/history.js";
import { resultTable } from "../../src/elements/table.js";
import { claimsOf, finding } from "../../src/findings.js";
import { efficienciesOf, gainsOf, speedupPlot, workersOf } from "../../src/plots/speedup.js";
import type { Report } from "../../src/report.js";
import { isReport } from "../../src/state/shape.js";
import { markup } from "./markup.js";

const REPORTS = 300;

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

interface Said {
  readonly count: number;
  readonly unit: string;
}

/** The first number of things that run, as "Two workers" or "2 workers". */
function said(text: string): Said | null {
  const found = new RegExp(`\\b(\\d+|${WORDS.join("|")}) (worker|goroutine|thread|process)(e?s)?\\b`, "i").exec(text);
  if (found === null) return null;
  const [, n = "", unit = ""] = found;
  const word = WORDS.indexOf(n.toLowerCase());
  return { count: word >= 0 ? word : Number(n), unit: unit.toLowerCase() };
}

/** The ratio and interval that a sentence or a title gives first, as they are written. */
function figures(text: string): readonly string[] {
  const plain = text.replaceAll("\u2060", "");
  const [ratio = ""] = /\d[\d\u202f]*(\.\d+)?(?= times|×|, 95)/.exec(plain) ?? [];
  const [, interval = ""] = /(?:interval |\()(\d[\d\u202f.]*–\d[\d\u202f.]*)[,)]/.exec(plain) ?? [];
  return [ratio, interval];
}

const lines = execFileSync("go", ["run", "./tools/velocidade", "honesty", "-reports", String(REPORTS)], {
  encoding: "utf8",
  maxBuffer: 1 << 28,
})
  .trim()
  .split("\n");
const reports = lines.map((line): Report => {
  const data: unknown = JSON.parse(line);
  assert.ok(isReport(data), "the page takes it for a report");
  return data;
});

const names = (report: Report, text: string) => `${text}\n${report.verdict}`;

describe("all views of a report say the same", () => {
  test("there are reports of every kind", () => {
    assert.equal(reports.length, REPORTS);
    const kinds = new Set(reports.map((report) => `${report.status} ${claimsOf(report, "speedup")[0]?.difference}`));
    for (const kind of [
      "complete faster",
      "complete slower",
      "complete same",
      "complete undecided",
      "void not-claimed",
    ])
      assert.ok(kinds.has(kind), kind);
  });

  test("the speed-up's title goes with the verdict: count, unit, direction, ratio and interval", () => {
    for (const report of reports) {
      const title = finding(report, "speedup");
      const claim = claimsOf(report, "speedup")[0];
      assert.ok(claim !== undefined);
      if (claim.ratio === null) {
        assert.doesNotMatch(title, /×/, names(report, title));
        continue;
      }
      const verdict = report.verdict.replace(/^Stopped after [^:]*: /, "");
      assert.deepEqual(said(title), said(verdict), names(report, title));
      assert.deepEqual(said(title), { count: claim.workers, unit: claim.unit }, names(report, title));
      assert.equal(
        /ran “.*” [\d.\u202f]+ times as fast/.test(verdict),
        claim.difference === "faster",
        names(report, title),
      );
      assert.equal(
        /took [\d.\u202f]+ times as long/.test(verdict.split(";")[0] ?? ""),
        claim.difference === "slower",
        verdict,
      );
      assert.equal(/^[\d.\u202f]+× with /.test(title), claim.difference === "faster", title);
      assert.equal(/^[\d.\u202f]+× the time with /.test(title), claim.difference === "slower", title);
      assert.deepEqual(figures(title), figures(verdict), names(report, title));
    }
  });

  test("efficiency, costs and times are of the entry that the verdict is about, or say nothing", () => {
    for (const report of reports) {
      const claim = claimsOf(report, "speedup")[0];
      assert.ok(claim !== undefined);
      const efficiency = finding(report, "efficiency");
      const of = said(efficiency);
      if (of !== null) assert.deepEqual(of, { count: claim.workers, unit: claim.unit }, names(report, efficiency));
      const rows = costsOf(report);
      const chief = chiefCosts(report, rows);
      if (chief !== undefined && rows.some((row) => row.lane === claim.lane && row.workers === claim.workers))
        assert.deepEqual(said(costsFinding(chief)), { count: claim.workers, unit: claim.unit });
      const time = claimsOf(report, "time")[0];
      if (claim.difference === "faster") assert.deepEqual([time?.lane, time?.workers], [claim.lane, claim.workers]);
      for (const share of [...claimsOf(report, "efficiency"), ...claimsOf(report, "work")])
        assert.ok(share.ratio === null || share.unit !== "goroutine", share.text);
    }
  });

  test("plots, tables and the list of runs draw every report, and none claims a speed-up that the verdict does not", () => {
    for (const report of reports) {
      const workers = workersOf(report.lanes);
      for (const text of [
        markup(speedupPlot({ gains: gainsOf(report), workers, measure: "speedup" }, 400)),
        markup(speedupPlot({ gains: efficienciesOf(report), workers, measure: "efficiency" }, 400)),
        markup(resultTable(report)),
      ])
        assert.doesNotMatch(text, /NaN|Infinity|undefined/);
      const run = { id: 1, report };
      const list = markup(history({ runs: [run], shown: run, over: undefined, show: () => {}, lay: () => {} }));
      assert.equal(
        /<b>[\d.\u202f]+×<\/b>/.test(list),
        / times as fast as /.test(report.verdict) && /ran “/.test(report.verdict),
        report.verdict,
      );
    }
  });
});
