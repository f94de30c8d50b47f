// A report as the engine gives it, made up for tests: figures drawn from a small seeded generator, so that every run of
// the tests sees the same ones.

import type { LaneResult, Report, Sampled, Span, Spec } from "../../src/report.js";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Made {
  readonly spec?: Partial<Spec>;
  readonly seed?: number;
  /** How many blocks were finished. */
  readonly done?: number;
  readonly cores?: number;
  readonly over?: Partial<Report>;
}

const LANES = ["go/single", "go/goroutines", "go/workers"];

/** Wall time of the program on one worker, in milliseconds. */
const ALONE = 640;

export function makeReport({ spec = {}, seed = 1, done, cores = 4, over = {} }: Made = {}): Report {
  const next = random(seed);
  const blocks = spec.blocks ?? 10;
  const finished = done ?? blocks;
  const counts = spec.workers ?? [1, 2, 4];
  const entries = (spec.lanes ?? LANES).flatMap((lane) =>
    (lane === "go/single" ? [1] : counts).map((workers) => ({ lane, workers })),
  );
  const lanes = entries.map(({ lane, workers }) => makeLane(lane, workers, finished, cores, next));
  const base = lanes.find((l) => l.lane === "go/single");
  return {
    schema: "velocidade.report/v1",
    program: spec.program ?? "isprime",
    args: { numbers: [112272535095293, 1099726899285419] },
    status: "complete",
    startedAt: Date.UTC(2026, 0, 5, 14, 2, 7),
    host: {
      engine: "wasm",
      userAgent: "a browser",
      go: "go1.26.8",
      platform: "js/wasm",
      cores,
      isolated: true,
      timerResolutionMs: 0.005,
      build: "0a1b2c3d",
    },
    plan: { blocks, warmups: 2, parts: 64, seed: 4051892 },
    lanes: lanes.map((l) => (base === undefined || l === base ? l : withSpeedup(l, base))),
    verdict:
      "Four workers ran “Six large numbers” 3.71 times as fast as one (95 % interval 3.66–3.77, ten blocks); goroutines in one worker made no difference (1.00, 0.99–1.01).",
    warnings: [],
    timeline: entries.flatMap(({ lane, workers }) => makeSpans(lane, workers)),
    ...over,
  };
}

function makeLane(lane: string, workers: number, blocks: number, cores: number, next: () => number): LaneResult {
  const gain = lane === "go/workers" ? Math.min(workers, cores) ** 0.945 : 1;
  const sample = () => (ALONE / gain) * (1 + 0.035 * next() ** 3 + 0.008 * next());
  const samplesMs = Array.from({ length: blocks }, sample);
  const sorted = samplesMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return {
    lane,
    workers,
    repeat: 1,
    warmupMs: [sample() * 1.9 + 60 * workers, sample()],
    samplesMs,
    computeMs: samplesMs.map((ms) => ms * gain * 0.99),
    medianMs: blocks === 0 ? null : at(0.5),
    intervalMs: blocks < 6 ? null : [at(0.15), at(0.8)],
    confidence: blocks < 6 ? 0 : 0.978,
    outliers: [],
    result: "112272535095293 is prime\n1099726899285419 is not prime",
    speedup: null,
    error: null,
  };
}

function withSpeedup(lane: LaneResult, base: LaneResult): LaneResult {
  if (lane.medianMs === null || base.medianMs === null || lane.samplesMs.length < 6) return lane;
  const ratio = base.medianMs / lane.medianMs;
  return {
    ...lane,
    speedup: {
      against: "go/single",
      againstWorkers: 1,
      ratio,
      interval: [ratio * 0.988, ratio * 1.011],
      efficiency: ratio / lane.workers,
      samples: lane.samplesMs.length,
    },
  };
}

/** A cold and a last run: parts of 8 ms on every worker, with starting up before and messages between. */
function makeSpans(lane: string, workers: number): Span[] {
  const own = lane === "go/workers" ? workers : 1;
  return (["first", "last"] as const).flatMap((run) =>
    Array.from({ length: own }, (_, worker): Span[] => {
      const spans: Span[] = [];
      let now = 0;
      const add = (phase: Span["phase"], ms: number) => {
        spans.push({ lane, workers, run, worker, phase, startMs: now, endMs: now + ms });
        now += ms;
      };
      if (run === "first") {
        add("spawn", 24 + 3 * worker);
        add("compile", 38);
      }
      const parts = Math.ceil(64 / own);
      for (let i = 0; i < parts; i++) {
        add("copy", 0.12);
        add("run", (ALONE / 64) * (run === "first" && i < 4 ? 2 : 1));
      }
      add("wait", 2 + 3 * (own - worker));
      return spans;
    }).flat(),
  );
}

/** The samples of a report in the order of a run: warm-ups first, then block by block. */
export function samplesOf(report: Report): Sampled[] {
  const warmups = report.lanes.flatMap((l) =>
    l.warmupMs.map((wallMs) => ({ lane: l.lane, workers: l.workers, block: -1, wallMs })),
  );
  const blocks = Array.from({ length: report.plan.blocks }, (_, block) =>
    report.lanes.flatMap((l) => {
      const wallMs = l.samplesMs[block];
      return wallMs === undefined ? [] : [{ lane: l.lane, workers: l.workers, block, wallMs }];
    }),
  );
  return [...warmups, ...blocks.flat()];
}
