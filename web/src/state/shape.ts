// What JSON from outside this version of the page has to look like before it counts as a report. Every field that a view
// uses is looked at; the compiler holds the guards against the types, so that a new field cannot be forgotten.

import type { Args, Claim, Fault, Host, LaneResult, Plan, Ratio, Report, Span, Speedup, Warning } from "../report.js";

export type Guard<T> = (data: unknown) => data is T;

/** More than any run has, and few enough for a view to go through: entries of a report, and samples of an entry. */
const MOST_LANES = 128;
const MOST_SAMPLES = 1000;
/** The engine keeps some 6000. */
const MOST_SPANS = 20_000;
const MOST_WARNINGS = 100;

export const isText: Guard<string> = (data) => typeof data === "string";

/** JSON has no NaN, but 1e999 reads as Infinity. */
export const isNumber: Guard<number> = (data): data is number => typeof data === "number" && Number.isFinite(data);

/** A whole number that counts something. */
export const isCount: Guard<number> = (data): data is number => Number.isSafeInteger(data) && Number(data) >= 0;

const isTrueOrFalse: Guard<boolean> = (data) => typeof data === "boolean";

export function nullable<T>(guard: Guard<T>): Guard<T | null> {
  return (data): data is T | null => data === null || guard(data);
}

export function optional<T>(guard: Guard<T>): Guard<T> {
  return (data): data is T => data === undefined || guard(data);
}

export function oneOf<T extends string>(...words: readonly T[]): Guard<T> {
  return (data): data is T => words.some((word) => word === data);
}

export function listOf<T>(guard: Guard<T>, most: number): Guard<readonly T[]> {
  return (data): data is readonly T[] => Array.isArray(data) && data.length <= most && data.every(guard);
}

export function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

/** An object with these fields, and whatever else: reports change only by adding fields. */
export function shape<T>(fields: { readonly [K in keyof T]-?: Guard<T[K]> }): Guard<T> {
  const guards = Object.entries<Guard<unknown>>(fields);
  return (data): data is T => isObject(data) && guards.every(([name, guard]) => guard(data[name]));
}

const isPair: Guard<readonly [number, number]> = (data): data is readonly [number, number] =>
  Array.isArray(data) && data.length === 2 && data.every(isNumber);

const isNumbers = listOf(isNumber, MOST_SAMPLES);

const isArgs: Guard<Args> = (data): data is Args =>
  isObject(data) && Object.values(data).every((value) => isNumber(value) || isNumbers(value));

const isFault = shape<Fault>({
  code: isText,
  field: optional(isText),
  value: optional(isText),
  limit: optional(isText),
  message: isText,
});

const isSpeedup = shape<Speedup>({
  against: isText,
  againstWorkers: isCount,
  ratio: isNumber,
  interval: isPair,
  efficiency: isNumber,
  samples: isCount,
});

const isLane = shape<LaneResult>({
  lane: isText,
  workers: isCount,
  repeat: isCount,
  warmupMs: isNumbers,
  samplesMs: isNumbers,
  computeMs: isNumbers,
  medianMs: nullable(isNumber),
  intervalMs: nullable(isPair),
  confidence: isNumber,
  outliers: listOf(isCount, MOST_SAMPLES),
  result: isText,
  speedup: nullable(isSpeedup),
  error: nullable(isFault),
  runtime: optional(isText),
  args: optional(isText),
  note: optional(isText),
  againstMs: optional(isNumbers),
});

const isHost = shape<Host>({
  engine: isText,
  userAgent: optional(isText),
  go: isText,
  platform: isText,
  cores: isCount,
  isolated: isTrueOrFalse,
  timerResolutionMs: isNumber,
  timerAssumed: optional(isTrueOrFalse),
  build: isText,
});

const isPlan = shape<Plan>({ blocks: isCount, warmups: isCount, parts: isCount, seed: isCount });

const isWarning = shape<Warning>({ code: isText, lane: optional(isText), message: isText });

const isRatio = shape<Ratio>({ value: isNumber, interval: isPair, samples: isCount });

const isClaim = shape<Claim>({
  kind: oneOf("speedup", "more", "time", "efficiency", "work", "slowed", "waiting"),
  lane: isText,
  workers: isCount,
  unit: isText,
  against: optional(isText),
  againstWorkers: optional(isCount),
  difference: oneOf("faster", "slower", "same", "undecided", "not-claimed"),
  ratio: nullable(isRatio),
  text: isText,
});

const isSpan = shape<Span>({
  lane: isText,
  workers: isCount,
  run: oneOf("first", "last"),
  worker: isCount,
  phase: oneOf("spawn", "compile", "copy", "run", "wait"),
  startMs: isNumber,
  endMs: isNumber,
});

export const isOrigin = optional(oneOf("link", "short link", "file"));

export const isReport = shape<Report>({
  schema: oneOf("velocidade.report/v1"),
  program: isText,
  args: isArgs,
  status: oneOf("complete", "stopped", "void"),
  startedAt: isNumber,
  host: isHost,
  plan: isPlan,
  lanes: listOf(isLane, MOST_LANES),
  verdict: isText,
  claims: optional(listOf(isClaim, 8 * MOST_LANES)),
  warnings: listOf(isWarning, MOST_WARNINGS),
  timeline: listOf(isSpan, MOST_SPANS),
});
