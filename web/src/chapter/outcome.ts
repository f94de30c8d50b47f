// What became of a prediction, as a sentence. No DOM: predictions.ts has that.

import { quantity } from "../elements/lab/quantity.js";
import type { LabChart, LabResult } from "../elements/lab/types.js";
import { number, ratio, time } from "../format.js";
import { entryName } from "../lanes.js";
import type { LaneResult, Report } from "../report.js";

export interface Entry {
  readonly lane: string;
  readonly workers: number;
}

/** What a prediction is about: the twin of subject in tools/chapter/subject.go, which says what each kind is. */
export type Subject =
  | { readonly kind: "speed"; readonly of: Entry; readonly against: Entry }
  | { readonly kind: "first"; readonly of: Entry }
  | { readonly kind: "chart"; readonly chart: number; readonly row: string; readonly than?: string }
  | { readonly kind: "cell"; readonly table: number; readonly row: string; readonly column: string };

/** A choice ends below a number, the last one nowhere; or it is a text. */
export interface Choice {
  readonly id: string;
  readonly say: string;
  readonly below: number | null;
  readonly is: string | null;
}

export type Measured =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "lab"; readonly result: LabResult };

export interface Outcome {
  /** The choice that the measurement makes right. */
  readonly right: string;
  readonly text: string;
}

/** Null where the result does not hold what was asked about, as after a run that was stopped early. */
export function outcome(
  subject: Subject,
  choices: readonly Choice[],
  chosen: string | null,
  measured: Measured,
): Outcome | null {
  const found = read(subject, measured);
  if (found === null) return null;
  const right = choices.find((choice) => fits(choice, found.value));
  if (right === undefined) return null;
  const said = choices.find((choice) => choice.id === chosen);
  const ends = found.interval?.map((end) => choices.find((choice) => fits(choice, end))) ?? [];
  return {
    right: right.id,
    text: `${found.words} ${verdict(said, right)}${doubt(ends.filter((end) => end !== right))}`,
  };
}

/** What the interval does not rule out. */
function doubt(also: readonly (Choice | undefined)[]): string {
  const said = also.flatMap((choice) => (choice === undefined ? [] : [`“${choice.say}”`]));
  return said.length === 0 ? "" : ` The interval does not rule out ${said.join(" or ")}.`;
}

function verdict(said: Choice | undefined, right: Choice): string {
  if (said === undefined) return `That is: “${right.say}”.`;
  return said === right ? `You predicted “${said.say}”: right.` : `You predicted “${said.say}”; it was “${right.say}”.`;
}

interface Reading {
  readonly value: number | string;
  readonly interval?: readonly [number, number];
  readonly words: string;
}

function fits({ below, is }: Choice, value: Reading["value"]): boolean {
  if (is !== null) return is === value;
  return typeof value === "number" && (below === null || value < below);
}

function read(subject: Subject, measured: Measured): Reading | null {
  switch (subject.kind) {
    case "speed":
    case "first":
      return measured.kind === "report" ? inReport(subject, measured.report) : null;
    case "chart":
    case "cell":
      return measured.kind === "lab" ? inLab(subject, measured.result) : null;
  }
}

function inReport(subject: Extract<Subject, { kind: "speed" | "first" }>, report: Report): Reading | null {
  const of = report.status === "void" ? null : timed(report, subject.of);
  if (of === null) return null;
  if (subject.kind === "first") {
    const first = of.warmupMs[0];
    if (first === undefined) return null;
    const value = first / of.medianMs;
    const words = `Here the first run took ${time(first)}, a later one ${time(of.medianMs)}: ${ratio(value)} as long.`;
    return { value, words };
  }
  const against = timed(report, subject.against);
  if (against === null) return null;
  const took = `Here ${entryName(of)} took ${time(of.medianMs)} and ${entryName(against)} ${time(against.medianMs)}`;
  const { speedup } = of;
  if (speedup?.against === against.lane && speedup.againstWorkers === against.workers) {
    const [low, high] = speedup.interval.map(ratio);
    const words = `${took}: ${ratio(speedup.ratio)} as fast (95 % interval ${low} to ${high}).`;
    return { value: speedup.ratio, interval: speedup.interval, words };
  }
  const value = against.medianMs / of.medianMs;
  return { value, words: `${took}: ${ratio(value)} as fast.` };
}

type Timed = LaneResult & { readonly medianMs: number };

function timed(report: Report, entry: Entry): Timed | null {
  const lane = report.lanes.find((one) => one.lane === entry.lane && one.workers === entry.workers);
  if (lane === undefined || lane.medianMs === null || lane.medianMs <= 0) return null;
  return { ...lane, medianMs: lane.medianMs };
}

function inLab(subject: Extract<Subject, { kind: "chart" | "cell" }>, result: LabResult): Reading | null {
  if (subject.kind === "cell") {
    const table = result.tables?.[subject.table];
    const column = table?.columns.findIndex((one) => one.label === subject.column) ?? -1;
    const cell = table?.rows.find((row) => row[0] === subject.row)?.[column];
    if (cell === undefined || cell === null) return null;
    const value = typeof cell === "string" ? cell : number(cell);
    return { value, words: `Here, ${subject.row}, ${lower(subject.column)}: ${value}.` };
  }
  const chart = result.charts?.[subject.chart];
  const of = chart && rowValue(chart, subject.row);
  if (chart === undefined || of === undefined) return null;
  const unit = (chart.kind === "lines" ? chart.y : chart.x)?.unit;
  if (subject.than === undefined) return { value: of, words: `Here, ${subject.row}: ${quantity(of, unit)}.` };
  const than = rowValue(chart, subject.than);
  if (than === undefined || of <= 0) return null;
  const words = `Here, ${subject.row}: ${quantity(of, unit)}; ${subject.than}: ${quantity(than, unit)}. That is ${ratio(than / of)} as fast.`;
  return { value: than / of, words };
}

/** A row's median or, of a curve, its last point. */
function rowValue(chart: LabChart, label: string): number | undefined {
  const row = chart.rows.find((one) => one.label === label);
  if (chart.kind === "lines") return row?.points?.at(-1)?.[1];
  const sorted = [...(row?.values ?? [])].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
