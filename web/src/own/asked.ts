// What was asked of a program that is to be measured. What it tells is held against that: a program that reports more than it was
// asked for would have the page draw it.

import type { Limits } from "../manifest.js";
import type { Report, Spec } from "../report.js";

export interface Asked {
  /** Entries of a report: lanes at worker counts. */
  readonly entries: number;
  readonly blocks: number;
  /** Samples that progress may bring in all. */
  readonly samples: number;
  /** Spans of a timeline. */
  readonly spans: number;
}

/** Lanes that need no twin in another language. */
const OWN_LANES = 3;
/** The engine keeps some 6000. */
const SPANS = 8000;
/** Runs before the first block, and repeats, that a lane may have. */
const EXTRA = 64;

export function askedOf(
  { lanes, workers, blocks }: Spec,
  limits: Pick<Limits, "maxWorkerCounts" | "defaultBlocks" | "maxBlocks">,
): Asked {
  const entries = Math.max(lanes?.length ?? OWN_LANES, 1) * Math.max(workers?.length ?? 1, limits.maxWorkerCounts);
  const most = Math.min(Math.max(Number(blocks) || limits.defaultBlocks, 1), limits.maxBlocks);
  return { entries, blocks: most, samples: entries * (most + EXTRA), spans: SPANS };
}

/** How a report differs from what was asked for; null where it does not. */
export function whyOther({ lanes, timeline }: Report, asked: Asked): string | null {
  if (lanes.length > asked.entries) return `${lanes.length} lanes`;
  if (timeline.length > asked.spans) return `a timeline of ${timeline.length} spans`;
  for (const { samplesMs, computeMs, warmupMs, againstMs = [] } of lanes) {
    if (Math.max(samplesMs.length, computeMs.length, againstMs.length) > asked.blocks)
      return `${samplesMs.length} samples`;
    if (warmupMs.length > EXTRA) return `${warmupMs.length} warm-up runs`;
  }
  return null;
}
