// The runs of this tab, newest first. They survive a reload in the tab's own storage and never leave it.

import type { Report } from "../report.js";
import type { Origin } from "../share/origin.js";
import { isCount, isObject, isOrigin, isReport } from "./shape.js";

export interface Run {
  readonly id: number;
  readonly report: Report;
  /** Where it comes from; missing where it was measured in this tab. */
  readonly origin?: Origin;
}

export type Runs = readonly Run[];

/** Older runs make room: a list longer than this is no longer read. */
export const MOST_RUNS = 20;

const KEY = "velocidade.runs";

export function withRun(runs: Runs, report: Report, origin?: Origin): Runs {
  const id = runs.reduce((most, run) => Math.max(most, run.id), 0) + 1;
  return [{ id, report, ...(origin && { origin }) }, ...runs].slice(0, MOST_RUNS);
}

/** The run that a report is of, where it is here already: a link that is opened again brings nothing new. */
export function sameRun(runs: Runs, report: Report): Run | undefined {
  return runs.find((run) => run.report.startedAt === report.startedAt && run.report.plan.seed === report.plan.seed);
}

export function findRun(runs: Runs, id: number | null): Run | undefined {
  return runs.find((run) => run.id === id);
}

/** Runs that can be laid over this one: of the same program, at whatever arguments, with something measured. */
export function comparable(runs: Runs, shown: Report): Runs {
  return runs.filter(
    ({ report }) =>
      report !== shown && report.program === shown.program && report.lanes.some((l) => l.medianMs !== null),
  );
}

/**
 * Keeps the runs in the storage. Where they do not fit, the timelines of older runs go first, being most of the bytes
 * and least of the finding; then the oldest runs; and a storage that refuses everything changes nothing else. It is
 * fetched here: where a browser blocks storage, even asking for it throws.
 */
export function saveRuns(open: () => Pick<Storage, "setItem" | "removeItem">, runs: Runs): void {
  try {
    keep(open(), runs);
  } catch {
    // Blocked: the runs last as long as the page does.
  }
}

function keep(storage: Pick<Storage, "setItem" | "removeItem">, runs: Runs): void {
  for (let kept: Runs = runs; ; ) {
    try {
      storage.setItem(KEY, JSON.stringify(kept));
      return;
    } catch {
      const heavy = kept.findLastIndex((run) => run.report.timeline.length > 0);
      if (heavy > 0) kept = kept.map((run, i) => (i === heavy ? light(run) : run));
      else if (kept.length > 1) kept = kept.slice(0, -1);
      else {
        storage.removeItem(KEY);
        return;
      }
    }
  }
}

/** The runs that were kept, newest first: as many as a list holds, of those that are whole. */
export function loadRuns(open: () => Pick<Storage, "getItem">): Runs {
  try {
    const data: unknown = JSON.parse(open().getItem(KEY) ?? "[]");
    if (!Array.isArray(data)) return [];
    const runs = new Map<number, Run>();
    for (const run of data.slice(0, MOST_RUNS)) if (isRun(run) && !runs.has(run.id)) runs.set(run.id, run);
    return [...runs.values()];
  } catch {
    return [];
  }
}

const light = (run: Run): Run => ({ ...run, report: { ...run.report, timeline: [] } });

/**
 * The storage is the tab's own, but other versions of the page, other pages of its origin and extensions write there too:
 * a run that a view cannot draw would break the page at every reload.
 */
function isRun(data: unknown): data is Run {
  return isObject(data) && isCount(data["id"]) && isReport(data["report"]) && isOrigin(data["origin"]);
}
