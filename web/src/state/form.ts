// What a person has entered, exactly as typed: nothing is corrected, rounded or dropped, so that an address or a form
// with a mistake in it can be mended instead of lost.

import type { Lane, Manifest, Param, Program } from "../manifest.js";

export interface Form {
  /** A program's name, or whatever the address said. */
  readonly program: string;
  /** Text by parameter name, of every program visited, so that going back to one finds its values again. */
  readonly args: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of the lanes chosen, in no particular order. */
  readonly lanes: readonly string[];
  /** Worker counts as text: "1,2,4". */
  readonly workers: string;
  readonly blocks: string;
}

/** The program a first visit shows: one that splits almost perfectly, so what parallelism can buy is plain. */
const FIRST_PROGRAM = "isprime";

export function defaultForm(manifest: Manifest, cores: number): Form {
  const first = manifest.programs.find((p) => p.name === FIRST_PROGRAM) ?? manifest.programs[0];
  return {
    program: first?.name ?? "",
    args: {},
    lanes: defaultLanes(manifest.lanes),
    workers: defaultWorkers(manifest, cores),
    blocks: String(manifest.limits.defaultBlocks),
  };
}

/** The lanes of a run that names none. */
export function defaultLanes(lanes: readonly Lane[]): readonly string[] {
  return lanes.filter((lane) => lane.default).map((lane) => lane.name);
}

/** One, two, four and so on up to the machine's cores, which are the last of them. */
export function defaultWorkers(manifest: Manifest, cores: number): string {
  const { maxWorkers, maxWorkerCounts } = manifest.limits;
  const most = Math.max(1, Math.min(Number.isFinite(cores) ? Math.floor(cores) : 1, maxWorkers));
  const counts: number[] = [];
  for (let n = 1; n < most && counts.length < maxWorkerCounts - 1; n *= 2) counts.push(n);
  return [...counts, most].join(",");
}

export function programOf(form: Form, manifest: Manifest): Program | undefined {
  return manifest.programs.find((p) => p.name === form.program);
}

/** The text of each of the program's parameters: what was typed, else the default. */
export function argTexts(form: Form, program: Program): Readonly<Record<string, string>> {
  const typed = form.args[program.name] ?? {};
  return Object.fromEntries(program.params.map((p) => [p.name, typed[p.name] ?? spaced(p, p.default)]));
}

/** A list as people write it, and as lines can be broken: a space after each comma. */
export function spaced(param: Param, text: string): string {
  return param.kind === "ints" ? text.replace(/,(?=\S)/g, ", ") : text;
}

export function withArg(form: Form, program: string, param: string, text: string): Form {
  return { ...form, args: { ...form.args, [program]: { ...form.args[program], [param]: text } } };
}

export function withLane(form: Form, lane: string, chosen: boolean): Form {
  const others = form.lanes.filter((name) => name !== lane);
  return { ...form, lanes: chosen ? [...others, lane] : others };
}
