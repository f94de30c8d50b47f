// What became of the workers' time, as the engine claims it (wasm/bench/costs.go): of workers × wall time, the share that the work
// takes alone, by how much its parts took longer side by side, and the waiting.

import { claimsOf } from "../findings.js";
import { entryKey } from "../lanes.js";
import type { Claim, Ratio, Report } from "../report.js";

export interface Costs {
  readonly lane: string;
  readonly workers: number;
  readonly work: Claim;
  readonly slowed: Claim;
  readonly waiting: Claim;
}

/** A row for each entry whose costs are claimed. */
export function costsOf(report: Report): Costs[] {
  const of = (kind: "slowed" | "waiting") =>
    new Map(claimsOf(report, kind).map((claim) => [entryKey(claim), claim] as const));
  const [slowed, waiting] = [of("slowed"), of("waiting")];
  return claimsOf(report, "work").flatMap((work) => {
    const [s, w] = [slowed.get(entryKey(work)), waiting.get(entryKey(work))];
    if (s === undefined || w === undefined) return [];
    return [{ lane: work.lane, workers: work.workers, work, slowed: s, waiting: w }];
  });
}

/** The row of the entry that the verdict is about or, where it has none, the last. */
export function chiefCosts(report: Report, rows: readonly Costs[]): Costs | undefined {
  const chosen = claimsOf(report, "speedup")[0];
  return rows.find((row) => chosen !== undefined && entryKey(row) === entryKey(chosen)) ?? rows.at(-1);
}

/** A share as a bar's length: a little below nought is none, and more than all is all. */
export function length(ratio: Ratio | null): number {
  return Math.min(1, Math.max(0, ratio?.value ?? 0));
}
