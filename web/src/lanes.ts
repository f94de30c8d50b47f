// How a lane looks and what it is called, in every plot, table and label. A lane's name is runtime/executor. What is drawn
// without the page has wasm/format/lane.go; wasm/format/testdata/lanes.json holds the two together.

import { plural } from "./format.js";

export type Mark = "circle" | "square" | "diamond" | "triangle";

export interface LaneLook {
  /** Sets --lane, the lane's colour, on whatever carries it: the runtime's, or for Go itself the executor's. */
  readonly className: string;
  /** Colour alone never tells lanes apart: the executor's shape. */
  readonly mark: Mark;
}

// Maps, because an address may name a lane anything, "constructor" too.
const LOOKS = new Map<string, LaneLook>([
  ["single", { className: "lane-single", mark: "diamond" }],
  ["goroutines", { className: "lane-threads", mark: "square" }],
  ["threads", { className: "lane-threads", mark: "square" }],
  ["workers", { className: "lane-workers", mark: "circle" }],
]);

/** Colours of the runtimes beside Go; relatives share one, and are told apart by their names, which stand beside every mark. */
const COLOURS = new Map([
  ["go-stock", "lane-teal"],
  ["go-boxed", "lane-ochre"],
  ["js", "lane-green"],
  ["cpython", "lane-violet"],
  ["cpython+go", "lane-teal"],
  ["pypy", "lane-rose"],
  ["cython", "lane-ochre"],
  ["cython-nogil", "lane-ochre"],
  ["cython-untyped", "lane-ochre"],
  ["shedskin", "lane-quiet"],
]);

/** Beside go/goroutines, which other languages' threads look like. */
const GO_THREADS: LaneLook = { className: "lane-parallel", mark: "triangle" };

const UNKNOWN: LaneLook = { className: "lane-other", mark: "triangle" };

export function laneLook(lane: string): LaneLook {
  const look = LOOKS.get(executorOf(lane)) ?? UNKNOWN;
  if (lane === "go/threads") return GO_THREADS;
  const colour = COLOURS.get(runtimeOf(lane));
  return colour === undefined || look === UNKNOWN
    ? look
    : { className: `${look.className} ${colour}`, mark: look.mark };
}

/** The first half of a lane's name: what it runs on. */
export function runtimeOf(lane: string): string {
  return lane.slice(0, Math.max(0, lane.indexOf("/")));
}

const NOUNS = new Map([
  ["goroutines", "goroutine"],
  ["threads", "thread"],
]);

export const executorOf = (lane: string) => lane.slice(lane.indexOf("/") + 1);

/** What the lane runs on: "1 worker", "4 goroutines"; natively workers are processes. */
export function laneCount(lane: string, n: number, native = false): string {
  const noun = NOUNS.get(executorOf(lane));
  if (noun !== undefined) return plural(n, noun);
  return native ? plural(n, "process", "processes") : plural(n, "worker");
}

/** A lane at a worker count, as one name: "go/workers × 2". */
export function entryName(entry: { readonly lane: string; readonly workers: number }): string {
  return entry.lane.endsWith("/single") ? entry.lane : `${entry.lane} × ${entry.workers}`;
}

/** Tells lanes at a worker count apart in maps and lists. */
export function entryKey(entry: { readonly lane: string; readonly workers: number }): string {
  return `${entry.lane}@${entry.workers}`;
}
