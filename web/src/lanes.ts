// How a lane looks and what it is called, in every plot, table and label. A lane's name is runtime/executor.

import { plural } from "./format.js";

export type Mark = "circle" | "square" | "diamond" | "triangle";

export interface LaneLook {
  /** Sets --lane, the lane's colour, on whatever carries it. */
  readonly className: string;
  /** Colour alone never tells lanes apart. */
  readonly mark: Mark;
}

// Maps, because an address may name a lane anything, "constructor" too.
const LOOKS = new Map<string, LaneLook>([
  ["single", { className: "lane-single", mark: "diamond" }],
  ["goroutines", { className: "lane-threads", mark: "square" }],
  ["threads", { className: "lane-threads", mark: "square" }],
  ["workers", { className: "lane-workers", mark: "circle" }],
]);

const UNKNOWN: LaneLook = { className: "lane-other", mark: "triangle" };

export function laneLook(lane: string): LaneLook {
  return LOOKS.get(executorOf(lane)) ?? UNKNOWN;
}

const NOUNS = new Map([
  ["goroutines", "goroutine"],
  ["threads", "thread"],
]);

const executorOf = (lane: string) => lane.slice(lane.indexOf("/") + 1);

/** What the lane runs on: "1 worker", "4 goroutines". */
export function laneCount(lane: string, n: number): string {
  return plural(n, NOUNS.get(executorOf(lane)) ?? "worker");
}

/** A lane at a worker count, as one name: "go/workers × 2". */
export function entryName(entry: { readonly lane: string; readonly workers: number }): string {
  return entry.lane.endsWith("/single") ? entry.lane : `${entry.lane} × ${entry.workers}`;
}

/** Tells lanes at a worker count apart in maps and lists. */
export function entryKey(entry: { readonly lane: string; readonly workers: number }): string {
  return `${entry.lane}@${entry.workers}`;
}
