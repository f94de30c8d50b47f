// What became of a prediction, as a sentence. The engine judges (bench.Judge); this asks it, and words the answer. No DOM:
// predictions.ts has that.

import { quantity } from "../elements/lab/quantity.js";
import type { LabChart, LabResult } from "../elements/lab/types.js";
import { number, ratio, ratios, time } from "../format.js";
import { entryName } from "../lanes.js";
import type { Entry, Judgement, LaneResult, Question, Report } from "../report.js";

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
  /** The choice that the measurement makes right; null while it decides none. */
  readonly right: string | null;
  readonly text: string;
}

/** Asks the engine. */
export type Judge = (question: Question, report?: Report) => Promise<Judgement>;

/** Null where the result does not hold what was asked about, as after a run that was stopped early. */
export async function outcome(
  subject: Subject,
  choices: readonly Choice[],
  chosen: string | null,
  measured: Measured,
  judge: Judge,
): Promise<Outcome | null> {
  const said = choices.find((choice) => choice.id === chosen);
  if (subject.kind === "cell") {
    const cell = measured.kind === "lab" ? cellOf(subject, measured.result) : null;
    const right = choices.find((choice) => choice.is === cell?.value);
    return cell === null || right === undefined
      ? null
      : { right: right.id, text: `${cell.words} ${verdict(said, right)}` };
  }
  const asked = ask(subject, measured);
  if (asked === null) return null;
  const bounds = choices.flatMap(({ below }) => (below === null ? [] : [below]));
  const report = measured.kind === "report" ? { report: measured.report } : {};
  const found = await judge({ ...asked.question, bounds }, report.report);
  const words = asked.words(found);
  const right = choices[found.choice];
  if (right === undefined) return { right: null, text: `${words} Not decided yet: ${found.text}.` };
  return { right: right.id, text: `${words} ${verdict(said, right)}` };
}

function verdict(said: Choice | undefined, right: Choice): string {
  if (said === undefined) return `That is: “${right.say}”.`;
  return said === right ? `You predicted “${said.say}”: right.` : `You predicted “${said.say}”; it was “${right.say}”.`;
}

interface Asked {
  readonly question: Question;
  /** What was measured, with the figure that was judged. */
  readonly words: (found: Judgement) => string;
}

const NOBODY: Entry = { lane: "", workers: 0 };

function ask(subject: Exclude<Subject, { kind: "cell" }>, measured: Measured): Asked | null {
  if (subject.kind === "chart") return measured.kind === "lab" ? inChart(subject, measured.result) : null;
  return measured.kind === "report" ? inReport(subject, measured.report) : null;
}

function figure({ ratio: found }: Judgement, as: string): string {
  return found === null ? "" : `: ${ratio(found.value)} as ${as} (95 % interval ${ratios(found.interval)})`;
}

function inReport(subject: Extract<Subject, { kind: "speed" | "first" }>, report: Report): Asked | null {
  const of = timed(report, subject.of);
  if (of === null) return null;
  if (subject.kind === "first") {
    const first = of.warmupMs[0];
    if (first === undefined) return null;
    const took = `Here the first run took ${time(first)}, a later one ${time(of.medianMs)}`;
    return {
      question: { of: subject.of, against: NOBODY, first: true },
      words: (found) => `${took}${figure(found, "long")}.`,
    };
  }
  const against = timed(report, subject.against);
  if (against === null) return null;
  const took = `Here ${entryName(of)} took ${time(of.medianMs)} and ${entryName(against)} ${time(against.medianMs)}`;
  return {
    question: { of: subject.of, against: subject.against },
    words: (found) => `${took}${figure(found, "fast")}.`,
  };
}

type Timed = LaneResult & { readonly medianMs: number };

function timed(report: Report, entry: Entry): Timed | null {
  const lane = report.lanes.find((one) => one.lane === entry.lane && one.workers === entry.workers);
  if (lane === undefined || lane.medianMs === null || lane.medianMs <= 0) return null;
  return { ...lane, medianMs: lane.medianMs };
}

function cellOf(subject: Extract<Subject, { kind: "cell" }>, result: LabResult) {
  const table = result.tables?.[subject.table];
  const column = table?.columns.findIndex((one) => one.label === subject.column) ?? -1;
  const cell = table?.rows.find((row) => row[0] === subject.row)?.[column];
  if (cell === undefined || cell === null) return null;
  const value = typeof cell === "string" ? cell : number(cell);
  return { value, words: `Here, ${subject.row}, ${lower(subject.column)}: ${value}.` };
}

function inChart(subject: Extract<Subject, { kind: "chart" }>, result: LabResult): Asked | null {
  const chart = result.charts?.[subject.chart];
  const of = chart && rowValue(chart, subject.row);
  if (chart === undefined || of === undefined) return null;
  const unit = (chart.kind === "lines" ? chart.y : chart.x)?.unit;
  const values = valuesOf(chart, subject.row);
  const question = { of: NOBODY, against: NOBODY, values };
  const here = `Here, ${subject.row}: ${quantity(of, unit)}`;
  if (subject.than === undefined) return { question, words: () => `${here}.` };
  const than = rowValue(chart, subject.than);
  if (than === undefined || of <= 0) return null;
  return {
    question: { ...question, than: valuesOf(chart, subject.than) },
    words: (found) => `${here}; ${subject.than}: ${quantity(than, unit)}${figure(found, "fast")}.`,
  };
}

/** What was measured of a row, time after time; of a curve, its last point alone. */
function valuesOf(chart: LabChart, label: string): readonly number[] {
  const row = chart.rows.find((one) => one.label === label);
  if (chart.kind === "lines") return row?.points?.slice(-1).map(([, y]) => y) ?? [];
  return row?.values ?? [];
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
