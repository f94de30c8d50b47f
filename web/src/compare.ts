// A lane of this run against the same lane of an earlier one.

import { entryKey } from "./lanes.js";
import type { LaneResult, Report } from "./report.js";

export interface Change {
  /** Median of the earlier run ÷ median of this one: above 1 where this one is faster. */
  readonly ratio: number;
  /**
   * From the ends of the two medians' intervals. Two runs share no blocks, so a paired bootstrap has nothing to stand
   * on; the quotient of the ends is wider than need be, and so never claims too much.
   */
  readonly interval: readonly [number, number] | null;
}

export function changes(now: Report, earlier: Report): ReadonlyMap<string, Change> {
  const before = new Map(earlier.lanes.map((lane) => [entryKey(lane), lane]));
  const found = new Map<string, Change>();
  for (const lane of now.lanes) {
    const change = changeOf(lane, before.get(entryKey(lane)));
    if (change !== null) found.set(entryKey(lane), change);
  }
  return found;
}

function changeOf(now: LaneResult, earlier: LaneResult | undefined): Change | null {
  if (earlier === undefined || now.medianMs === null || earlier.medianMs === null || now.medianMs <= 0) return null;
  const [a, b] = [now.intervalMs, earlier.intervalMs];
  const interval = a === null || b === null || a[0] <= 0 ? null : ([b[0] / a[1], b[1] / a[0]] as const);
  return { ratio: earlier.medianMs / now.medianMs, interval };
}

/** What a change amounts to, in words. */
export function changeWords(change: Change): string {
  if (change.interval === null) return "too few samples";
  if (change.interval[0] > 1) return "faster";
  return change.interval[1] < 1 ? "slower" : "no difference found";
}
