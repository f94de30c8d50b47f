// What became of the workers' time. Each sample tells how long the run took (wall) and how long its parts took inside the
// workers, added up (compute); the same program on one worker tells how long the work takes where nothing runs beside it.
// From these follow three shares of workers × wall time, block by block:
//
//   work      as long as the work takes alone
//   slowed    by how much its parts took longer: workers share caches and memory, and cores if there are too few
//   waiting   the rest, in which a worker had no part: messages, merging, and the others' last parts

import { median, sum } from "d3-array";
import { executorOf, runtimeOf } from "../lanes.js";
import type { LaneResult, Report } from "../report.js";

export interface Share {
  /** Of all blocks together. */
  readonly of: number;
  /** The least and the most of a block. */
  readonly range: readonly [number, number];
}

export interface Costs {
  readonly lane: string;
  readonly workers: number;
  readonly work: Share;
  readonly slowed: Share;
  readonly waiting: Share;
}

/** A row for one worker and for each count of workers that ran the same program in the same runtime; none for other lanes. */
export function costsOf(report: Report): Costs[] {
  if (report.status === "void") return [];
  const whole = report.lanes.filter((lane) => lane.args === undefined && lane.computeMs.length > 0);
  return whole.flatMap((lane) => {
    const executor = executorOf(lane.lane);
    const alone = whole.find((l) => l.lane === `${runtimeOf(lane.lane)}/single`);
    if (alone === undefined || (executor !== "workers" && lane !== alone)) return [];
    if (executor === "workers" && lane.workers === 1) return [];
    return [costs(lane, lane === alone ? Number.POSITIVE_INFINITY : (median(alone.computeMs) ?? 0))];
  });
}

/** The costs of a lane whose work takes aloneMs on one worker. (On one worker it is all the work, however long it took.) */
function costs(lane: LaneResult, aloneMs: number): Costs {
  const wall = lane.samplesMs.map((ms) => ms * lane.workers);
  const work = lane.computeMs.map((ms) => Math.min(ms, aloneMs));
  const slowed = lane.computeMs.map((ms) => Math.max(0, ms - aloneMs));
  const waiting = wall.map((ms, i) => Math.max(0, ms - (lane.computeMs[i] ?? 0)));
  // Clocks in several workers may add up to a little more than the run took.
  const all = wall.map((_, i) => (work[i] ?? 0) + (slowed[i] ?? 0) + (waiting[i] ?? 0));
  const share = (ms: readonly number[]): Share => {
    const each = ms.map((part, i) => part / (all[i] || 1));
    return { of: sum(ms) / (sum(all) || 1), range: [Math.min(...each), Math.max(...each)] };
  };
  const { lane: name, workers } = lane;
  return { lane: name, workers, work: share(work), slowed: share(slowed), waiting: share(waiting) };
}
