import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { finding, timelineFinding } from "../../src/findings.js";
import { bottomAxis, marks, spread, timeTicks } from "../../src/plots/draw.js";
import { samplesPlot } from "../../src/plots/samples.js";
import { doubling, linear } from "../../src/plots/scale.js";
import { fromResult, fromSamples, planned } from "../../src/plots/series.js";
import { gainsOf, speedupPlot, workersOf } from "../../src/plots/speedup.js";
import { phaseTotals, runsOfPixels, timelinePlot } from "../../src/plots/timeline.js";
import type { Span } from "../../src/report.js";
import { makeReport, samplesOf } from "./fixture.js";
import { manifest } from "./manifest.js";
import { markup, occurrences } from "./markup.js";

const report = makeReport();
const plain = (text: string) => text.replaceAll("\u202f", " ").replaceAll("\u2060", "");

/** Every number in the markup's geometry is finite: a NaN is a shape that is silently not drawn. */
function assertDrawn(text: string): void {
  assert.doesNotMatch(text, /NaN|Infinity|undefined|null/);
  assert.doesNotMatch(text, / style=/, "a strict content security policy refuses style attributes");
}

describe("series", () => {
  test("a plan has a lane that does not sweep once, the others once for each worker count", () => {
    const plan = planned({ program: "isprime", lanes: ["go/single", "go/workers"], workers: [1, 2] }, manifest.lanes);
    assert.deepEqual(
      plan.map((e) => `${e.lane} ${e.workers}`),
      ["go/single 1", "go/workers 1", "go/workers 2"],
    );
  });

  test("the samples of a run under way end up as those of its report", () => {
    const live = fromSamples(report.lanes, samplesOf(report));
    for (const [i, series] of report.lanes.map(fromResult).entries()) {
      assert.deepEqual(live[i]?.samplesMs, series.samplesMs);
      assert.deepEqual(live[i]?.warmupMs, series.warmupMs);
    }
  });
});

describe("scales and marks", () => {
  test("a linear scale maps the ends of its domain to the ends of its range", () => {
    const x = linear([0, 10], [100, 200]);
    assert.deepEqual([x(0), x(5), x(10)], [100, 150, 200]);
  });
  test("a doubling scale takes equal steps for equal ratios, with powers of two for ticks", () => {
    const x = doubling([1, 16], [0, 400]);
    assert.deepEqual([x(1), x(2), x(4), x(16)], [0, 100, 200, 400]);
    assert.deepEqual(x.ticks(5), [1, 2, 4, 8, 16]);
  });
  test("the ticks of a time axis all have the same decimals", () => {
    const labels = (end: number) =>
      timeTicks(linear([0, end], [0, 1]), { name: "ms", perMs: 1 }, 5).map((tick) => tick.label);
    assert.deepEqual(labels(100), ["0", "20", "40", "60", "80", "100"]);
    assert.deepEqual(labels(1), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
  });
  test("labels that would overlap are left out", () => {
    const ticks = [0, 10, 60].map((at) => ({ at, label: "label" }));
    assert.equal(occurrences(markup(bottomAxis(ticks, 0, 1, "", 9)), />label</), 2);
  });
  test("labels that want the same place are moved apart, inside their bounds and in their order", () => {
    assert.deepEqual(spread([50, 50, 52], 10, 0, 60), [40, 50, 60]);
    assert.deepEqual(spread([10, 40], 10, 0, 60), [10, 40]);
  });
  for (const mark of ["circle", "square", "diamond", "triangle"] as const) {
    test(`a ${mark} is one closed outline for each point`, () => {
      const path = marks(
        mark,
        [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
        3,
      );
      assert.equal(occurrences(path, /M/), 2);
      assert.equal(occurrences(path, /Z/), 2);
    });
  }
});

describe("the samples plot", () => {
  const rows = report.lanes.map(fromResult);
  const draw = (over = {}, width = 900) => markup(samplesPlot({ rows, blocks: 10, over: [], ...over }, width));

  test("has a strip for each lane and worker count, with an interval wherever a median is", () => {
    const text = draw();
    assertDrawn(text);
    assert.equal(occurrences(text, /class="strip /), rows.length);
    assert.equal(occurrences(text, /class="median"/), rows.length);
    assert.equal(occurrences(text, /<rect class=interval /), rows.length);
  });
  test("draws a mark for each sample and each warm-up run, apart from each other", () => {
    const text = draw({ rows: rows.slice(0, 1) });
    const [, samples = ""] = text.match(/class="sample" d=([^>]*)/) ?? [];
    const [, warmups = ""] = text.match(/class="warmup" d=([^>]*)/) ?? [];
    assert.equal(occurrences(samples, /M/), 10);
    assert.equal(occurrences(warmups, /M/), 1);
    assert.equal(occurrences(text, /class="beyond"/), 1, "the cold run is off the scale, and said in figures");
  });
  test("names lanes, medians and units for those who cannot see it", () => {
    assert.match(plain(draw()), /aria-label=Samples.*go\/workers × 4 1\d\d ms/s);
  });
  test("rings outliers without dropping them", () => {
    const [first, ...rest] = rows;
    assert.ok(first);
    const text = draw({ rows: [{ ...first, outliers: [3] }, ...rest] });
    const [, ring = ""] = text.match(/class="outlier" d=([^>]*)/) ?? [];
    const [, samples = ""] = text.match(/class="sample" d=([^>]*)/) ?? [];
    assert.deepEqual([occurrences(ring, /M/), occurrences(samples, /M/)], [1, 10]);
  });
  test("lays another run below the strips it has in common", () => {
    const text = draw({ over: makeReport({ seed: 5, spec: { lanes: ["go/workers"] } }).lanes.map(fromResult) });
    assertDrawn(text);
    assert.equal(occurrences(text, /class="overlaid"/), 3);
  });
  test("shows empty strips and no scale before the first sample", () => {
    const text = draw({ rows: fromSamples(report.lanes, []) });
    assertDrawn(text);
    assert.equal(occurrences(text, /class="strip /), rows.length);
    assert.doesNotMatch(text, /one run, /);
  });
  test("fits a phone, names standing over the strips", () => {
    const text = draw({}, 328);
    assertDrawn(text);
    assert.match(text, /go\/workers · 2 workers/);
  });
});

describe("the speed-up plot", () => {
  const gains = gainsOf(report);
  const workers = workersOf(report.lanes);
  for (const measure of ["speedup", "efficiency"] as const) {
    test(`${measure}: has the ideal line, and a curve with its name for each lane`, () => {
      const text = markup(speedupPlot({ gains, workers, measure }, 500));
      assertDrawn(text);
      assert.equal(occurrences(text, /class="ideal"/), 1);
      assert.equal(occurrences(text, /class="curve"/), 2);
      assert.match(text, />go\/workers<.*|>go\/goroutines</);
    });
    test(`${measure}: shows the ideal line alone while there is nothing else`, () => {
      const text = markup(speedupPlot({ gains: [], workers: [1, 2], measure }, 500));
      assertDrawn(text);
      assert.equal(occurrences(text, /class="curve"/), 0);
    });
    test(`${measure}: takes sixty-four workers, and only one`, () => {
      for (const counts of [[1, 2, 4, 8, 16, 32, 64], [1], [3]]) {
        const wide = makeReport({ spec: { workers: counts }, cores: 64 });
        assertDrawn(markup(speedupPlot({ gains: gainsOf(wide), workers: workersOf(wide.lanes), measure }, 320)));
      }
    });
  }
});

describe("the timeline", () => {
  const spansOf = (lane: string, workers: number, run: Span["run"]) =>
    report.timeline.filter((s) => s.lane === lane && s.workers === workers && s.run === run);

  test("has a row for each worker and a path for each phase", () => {
    const text = markup(timelinePlot({ lane: "go/workers", spans: spansOf("go/workers", 4, "first") }, 800));
    assertDrawn(text);
    assert.equal(occurrences(text, />worker \d</), 4);
    assert.equal(occurrences(text, /class="phase-/), 5);
  });
  test("gives each pixel the phase that fills most of it", () => {
    const span = (phase: Span["phase"], startMs: number, endMs: number): Span => ({
      lane: "l",
      workers: 1,
      run: "last",
      worker: 0,
      phase,
      startMs,
      endMs,
    });
    const runs = runsOfPixels([span("copy", 0, 0.4), span("run", 0.4, 2), span("wait", 3, 4)], (ms) => 10 + ms, 10, 14);
    assert.deepEqual(runs, [
      { phase: "run", from: 10, to: 12 },
      { phase: "wait", from: 13, to: 14 },
    ]);
  });
  test("stays a few paths, however many spans there are", () => {
    const spans = Array.from({ length: 64 * 1000 }, (_, i): Span => {
      const at = Math.floor(i / 64);
      return {
        lane: "go/workers",
        workers: 64,
        run: "last",
        worker: i % 64,
        phase: i % 3 === 0 ? "copy" : "run",
        startMs: at,
        endMs: at + 1,
      };
    });
    const text = markup(timelinePlot({ lane: "go/workers", spans }, 900));
    assertDrawn(text);
    assert.equal(occurrences(text, /<path/), 5);
  });
  test("adds up to the time that the spans took", () => {
    const spans = spansOf("go/workers", 2, "first");
    const totals = phaseTotals(spans);
    const sum = Object.values(totals).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - spans.reduce((a, s) => a + s.endMs - s.startMs, 0)) < 1e-6);
  });
});

describe("titles state the finding", () => {
  const cases: { says: string; got: string; title: RegExp }[] = [
    {
      says: "how much of the time went into the program",
      got: timelineFinding(report.timeline),
      title: /^In this run \d\d % of the workers’ time went into the program/,
    },
    { says: "that there is no timeline", got: timelineFinding([]), title: /^No timeline/ },
  ];
  for (const { says, got, title } of cases) test(says, () => assert.match(plain(got), title));

  test("a report of a build that made no claims has titles that claim nothing", () => {
    assert.equal(finding(report, "speedup"), "Speed-up against one worker");
    assert.equal(finding(report, "time"), "Every sample");
  });
});
