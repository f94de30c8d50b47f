// Lays figures from elsewhere beside those of a run, lane by lane: only what is the same program at the same size, on the
// same lane with as many workers, stands in one row.

import { entryKey, runtimeOf } from "../lanes.js";
import { fromResult, type Series } from "../plots/series.js";
import type { Args, LaneResult, Report } from "../report.js";
import type { Printed, Reference } from "./file.js";

export interface Row {
  readonly lane: string;
  readonly workers: number;
  /** What both ran, where that is less than this run's other lanes did; "" for what they all did. */
  readonly less: string;
  readonly here: Series | null;
  readonly there: Series | null;
  readonly printed: readonly Printed[];
}

export interface Beside {
  readonly rows: readonly Row[];
  /** Sizes at which the reference has this program, as a link writes them. */
  readonly sizes: readonly string[];
}

/** Arguments as a lane that ran less names its own: "width=800,height=600". */
export function sizeText(args: Args): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}

export function beside(report: Report, reference: Reference): Beside {
  const theirs = reference.reports.filter((other) => other.program === report.program);
  const measured = new Map<string, LaneResult>();
  for (const other of theirs) {
    for (const lane of other.lanes) {
      if (lane.medianMs !== null) measured.set(`${lane.args ?? sizeText(other.args)} ${entryKey(lane)}`, lane);
    }
  }
  const own = sizeText(report.args);
  const rows = report.lanes.map((lane) => {
    const size = lane.args ?? own;
    const key = `${size} ${entryKey(lane)}`;
    const there = measured.get(key) ?? null;
    measured.delete(key);
    return rowOf(lane, size, own, lane.medianMs === null ? null : lane, there, reference.printed, report.program);
  });
  // Lanes that only the reference has, such as those of compilers that no browser runs.
  for (const [key, lane] of measured) {
    if (key.startsWith(`${own} `)) rows.push(rowOf(lane, own, own, null, lane, reference.printed, report.program));
  }
  return {
    rows: rows.filter((row) => row.here !== null || row.there !== null),
    sizes: [...new Set(theirs.map((other) => sizeText(other.args)))],
  };
}

function rowOf(
  { lane, workers }: LaneResult,
  size: string,
  own: string,
  here: LaneResult | null,
  there: LaneResult | null,
  printed: readonly Printed[],
  program: string,
): Row {
  const theirs = printed.filter(
    (p) => p.program === program && p.lane === lane && workers === 1 && (p.args === "" || p.args === size),
  );
  return {
    lane,
    workers,
    less: size === own ? "" : size,
    here: here && fromResult(here),
    there: there && fromResult(there),
    printed: theirs,
  };
}

/** The rows that answer most: what this run has, and of the others each lane once, with the fewest workers. */
export function chief(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    if (row.here !== null) return true;
    const fresh = row.lane.endsWith("/single") && !seen.has(runtimeOf(row.lane));
    seen.add(runtimeOf(row.lane));
    return fresh;
  });
}
