// What a program is held to, and how it can end.

import type { Ended } from "./messages.js";

export interface Limits {
  /** For how long the program may run. */
  readonly timeMs: number;
  /** For how long in all, if it is to be measured. */
  readonly measureMs: number;
  /** Memory of each instance. */
  readonly memoryBytes: number;
  readonly outputBytes: number;
  /** Workers at a time. */
  readonly workers: number;
}

const MIB = 2 ** 20;

/** A measurement may take so many times a program's time limit. */
export const MEASURE_TIMES = 60;

/** The limits of a program with that time limit. */
export function limitsOf(timeMs = 10_000): Limits {
  return { timeMs, measureMs: MEASURE_TIMES * timeMs, memoryBytes: 512 * MIB, outputBytes: 4 * MIB, workers: 64 };
}

/** How it ended: by itself, or by the page. Busy is whether it computed without a pause when its time was over. */
export type Ending = Ended | { readonly kind: "time"; readonly busy: boolean } | { readonly kind: "stopped" };
