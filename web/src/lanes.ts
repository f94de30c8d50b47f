// How a lane looks and what it is called, in every plot, table and label. A lane's name is runtime/executor.

export type Mark = "circle" | "square" | "diamond" | "triangle";

export interface LaneLook {
  /** Sets --lane, the lane's colour, on whatever carries it. */
  readonly className: string;
  /** Colour alone never tells lanes apart. */
  readonly mark: Mark;
}

const LOOKS: Readonly<Record<string, LaneLook>> = {
  single: { className: "lane-single", mark: "diamond" },
  goroutines: { className: "lane-threads", mark: "square" },
  threads: { className: "lane-threads", mark: "square" },
  workers: { className: "lane-workers", mark: "circle" },
};

const UNKNOWN: LaneLook = { className: "lane-other", mark: "triangle" };

export function laneLook(lane: string): LaneLook {
  return LOOKS[lane.slice(lane.indexOf("/") + 1)] ?? UNKNOWN;
}

const NOUNS: Readonly<Record<string, readonly [string, string]>> = {
  single: ["worker", "workers"],
  workers: ["worker", "workers"],
  goroutines: ["goroutine", "goroutines"],
  threads: ["thread", "threads"],
};

/** What the lane runs on: "1 worker", "4 goroutines". */
export function laneCount(lane: string, n: number): string {
  const [one, many] = NOUNS[lane.slice(lane.indexOf("/") + 1)] ?? ["worker", "workers"];
  return `${n} ${n === 1 ? one : many}`;
}

/** A lane at a worker count, as one name: "go/workers × 2". */
export function entryName(entry: { readonly lane: string; readonly workers: number }): string {
  return entry.lane.endsWith("/single") ? entry.lane : `${entry.lane} × ${entry.workers}`;
}

/** Tells lanes at a worker count apart in maps and lists. */
export function entryKey(entry: { readonly lane: string; readonly workers: number }): string {
  return `${entry.lane}@${entry.workers}`;
}
