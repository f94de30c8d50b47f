// Numbers as people read them. Everything the page prints goes through here, so a figure looks the same in a plot, a
// table and a sentence. Times come in milliseconds. A narrow no-break space stands between number and unit.

import type { Args } from "./report.js";

const SPACE = "\u202f";
// A word joiner after the dash keeps an interval on one line.
const DASH = "–\u2060";

/** A unit of time: how many of it make a millisecond, and what it is called. */
export interface TimeUnit {
  readonly name: "µs" | "ms" | "s";
  readonly perMs: number;
}

const UNITS = {
  us: { name: "µs", perMs: 1000 },
  ms: { name: "ms", perMs: 1 },
  s: { name: "s", perMs: 0.001 },
} as const satisfies Record<string, TimeUnit>;

/** The unit in which a time of that size reads best; give the largest of a column or an axis. */
export function unitFor(ms: number): TimeUnit {
  const size = Math.abs(ms);
  if (size < 1) return UNITS.us;
  return size < 10_000 ? UNITS.ms : UNITS.s;
}

/** As many decimals as three significant figures take, three at the most. */
function decimals(x: number): number {
  const size = Math.abs(x);
  if (size >= 100 || size === 0) return 0;
  if (size >= 10) return 1;
  return size >= 1 ? 2 : 3;
}

/** A number with thin spaces between thousands: "12 345.6". */
export function number(x: number, digits = decimals(x)): string {
  if (!Number.isFinite(x)) return "–";
  const [whole = "", rest] = Math.abs(x).toFixed(digits).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, SPACE) : whole;
  return (x < 0 ? "−" : "") + grouped + (rest === undefined ? "" : `.${rest}`);
}

/** A time without its unit, for columns that name it in their heading. */
export function timeIn(unit: TimeUnit, ms: number): string {
  return number(ms * unit.perMs);
}

/** A time with its unit: "182 ms". */
export function time(ms: number, unit = unitFor(ms)): string {
  return timeIn(unit, ms) + SPACE + unit.name;
}

/** An interval of times without its unit, both ends with the decimals of the larger: "181–184". */
export function timesIn(unit: TimeUnit, [lo, hi]: readonly [number, number]): string {
  // An interval narrower than its last decimal would print as a point: one more decimal shows its width.
  const digits =
    decimals(hi * unit.perMs) + (number(lo * unit.perMs, decimals(hi * unit.perMs)) === timeIn(unit, hi) ? 1 : 0);
  return number(lo * unit.perMs, digits) + DASH + number(hi * unit.perMs, digits);
}

/** An interval of times with its unit: "181–184 ms". */
export function times(range: readonly [number, number], unit = unitFor(range[1])): string {
  return timesIn(unit, range) + SPACE + unit.name;
}

/** A ratio: "1.94×". */
export function ratio(x: number): string {
  return `${number(x, ratioDigits(x))}×`;
}

function ratioDigits(x: number): number {
  if (x >= 100) return 0;
  if (x >= 10) return 1;
  return x >= 0.1 ? 2 : 3;
}

/** An interval of ratios: "1.91–1.97". */
export function ratios([lo, hi]: readonly [number, number]): string {
  const digits = ratioDigits(hi);
  return number(lo, digits) + DASH + number(hi, digits);
}

/** A share of one as a percentage: "97 %". */
export function percent(share: number): string {
  return `${number(share * 100, 0)}${SPACE}%`;
}

/** An interval of shares: "95–98 %". */
export function percents(lo: number, hi: number): string {
  const digits = number(lo * 100, 0) === number(hi * 100, 0) ? 1 : 0;
  return `${number(lo * 100, digits)}${DASH}${number(hi * 100, digits)}${SPACE}%`;
}

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/** A count in a sentence: a word up to twelve, figures above. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${WORDS[n] ?? number(n, 0)} ${n === 1 ? one : many}`;
}

/** A count beside figures: "2 workers". */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${number(n, 0)} ${n === 1 ? one : many}`;
}

/** What is left of a run, only as finely as an estimate can be. */
export function left(ms: number | null): string {
  if (ms === null) return "";
  if (ms < 1500) return "about a second left";
  if (ms < 90_000) return `about ${Math.ceil(ms / 1000)} seconds left`;
  return `about ${Math.ceil(ms / 60_000)} minutes left`;
}

/** When a run began, in the reader's own time zone: "14:02:07". */
export function clock(run: { readonly startedAt: number }): string {
  return new Date(run.startedAt).toLocaleTimeString("en-GB");
}

/** Arguments as links write them. */
export function argsText(args: Args): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}

/** A message as a sentence of its own: those of the service begin small and end openly, as Go has it. */
export function sentence(message: string): string {
  return capital(/[.!?]$/.test(message) ? message : `${message}.`);
}

/** Starts a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A size as it is said before something is loaded: "5.9 MB". */
export function megabytes(bytes: number): string {
  return `${number(bytes / 1e6, bytes < 1e7 ? 1 : 0)} MB`;
}
