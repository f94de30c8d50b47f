// Checks what was entered before any WebAssembly has loaded, by the limits in the manifest. The engine checks again:
// kernels/args.go and wasm/bench hold the rules, this file only says the same sooner.

import { runtimeOf } from "../lanes.js";
import type { Lane, Manifest, Param, Program } from "../manifest.js";
import type { Fault, Spec } from "../report.js";
import { argTexts, type Form, programOf } from "./form.js";

export type Checked =
  | { readonly ok: true; readonly program: Program; readonly spec: Spec }
  | { readonly ok: false; readonly program: Program | undefined; readonly faults: readonly Fault[] };

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/**
 * The form as a spec, or everything that is wrong with it. A fault's field is "program", a parameter's name, "args",
 * "lanes", "workers" or "blocks".
 */
export function check(form: Form, manifest: Manifest): Checked {
  const program = programOf(form, manifest);
  const faults: Fault[] = [];
  const take = <T>(read: Read<T>): T | undefined => {
    if (read.ok) return read.value;
    faults.push(read.fault);
    return undefined;
  };

  const args: Record<string, number | readonly number[]> = {};
  if (program === undefined) {
    faults.push(unknownProgram(form.program, manifest));
  } else {
    const texts = argTexts(form, program);
    for (const param of program.params) {
      const value = take(readParam(param, texts[param.name] ?? ""));
      if (value !== undefined) args[param.name] = value;
    }
    for (const name of Object.keys(form.args[program.name] ?? {})) {
      if (!program.params.some((p) => p.name === name)) faults.push(unknownParam(program, name));
    }
  }
  const lanes = take(readLanes(form.lanes, manifest.lanes, program));
  const workers = take(readWorkers(form.workers, manifest));
  const blocks = take(readBlocks(form.blocks, manifest));

  if (
    program === undefined ||
    lanes === undefined ||
    workers === undefined ||
    blocks === undefined ||
    faults.length > 0
  ) {
    return { ok: false, program, faults };
  }
  return { ok: true, program, spec: { program: program.name, args, lanes, workers, blocks } };
}

export function faultOf(checked: Checked, field: string): Fault | undefined {
  return checked.ok ? undefined : checked.faults.find((fault) => fault.field === field);
}

/** A parameter's value from its text, by the same rules as kernels.Param. */
export function readParam(param: Param, text: string): Read<number | readonly number[]> {
  if (param.kind !== "ints") return readNumber(param, text.trim());
  const items = text.split(/[\s,]+/).filter((item) => item !== "");
  const most = param.maxItems ?? 1;
  if (items.length === 0 || items.length > most) {
    const message =
      items.length === 0
        ? `${param.label}: give 1 to ${most} whole numbers, parted by commas.`
        : `${param.label} takes 1 to ${most} numbers; ${items.length} were given.`;
    return bad({ code: "out-of-range", field: param.name, value: clip(text), limit: `1 to ${most} items`, message });
  }
  const values: number[] = [];
  for (const item of items) {
    const read = readNumber(param, item);
    if (!read.ok) return read;
    values.push(read.value);
  }
  return { ok: true, value: values };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readNumber(param: Param, text: string): Read<number> {
  const limit = `${plain(param.min)} to ${plain(param.max)}`;
  const what = param.kind === "float" ? "a number" : "a whole number";
  const fault = { field: param.name, value: clip(text), limit };
  const x = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(x) || (param.kind !== "float" && Number.isFinite(x) && !Number.isInteger(x))) {
    const message = `${param.label} must be ${what} from ${limit}${isNot(text)}`;
    return bad({ ...fault, code: "bad-argument", message });
  }
  if (x < param.min || x > param.max) {
    return bad({
      ...fault,
      code: "out-of-range",
      message: `${param.label} must be from ${limit}; ${clip(text)} is outside.`,
    });
  }
  // Number("-0") is −0, which would print as "-0" in a link.
  return { ok: true, value: x + 0 };
}

/** Lanes in the order of the list. Where the program is known, it must have been written for their runtimes. */
export function readLanes(
  names: readonly string[],
  known: readonly Lane[],
  program?: Program,
): Read<readonly string[]> {
  const limit = known.map((lane) => lane.name).join(", ");
  const stranger = names.find((name) => !known.some((lane) => lane.name === name));
  if (stranger !== undefined) {
    const message = `There is no lane “${clip(stranger)}”; there are ${limit}.`;
    return bad({ code: "unknown-lane", field: "lanes", value: clip(stranger), limit, message });
  }
  const missing = names.find((name) => program !== undefined && !program.runtimes.includes(runtimeOf(name)));
  if (program !== undefined && missing !== undefined) {
    const runtimes = program.runtimes.join(", ");
    const message = `“${program.title}” has not been written for ${missing}; it runs on ${runtimes}.`;
    return bad({ code: "no-twin", field: "lanes", value: missing, limit: runtimes, message });
  }
  if (names.length === 0) {
    return bad({
      code: "out-of-range",
      field: "lanes",
      value: "",
      limit,
      message: "Choose at least one lane to measure.",
    });
  }
  return { ok: true, value: known.map((lane) => lane.name).filter((name) => names.includes(name)) };
}

/** Worker counts in ascending order, each once. */
export function readWorkers(text: string, { limits }: Manifest): Read<readonly number[]> {
  const limit = `1 to ${limits.maxWorkers}`;
  const items = text.split(/[\s,]+/).filter((item) => item !== "");
  const fault = { field: "workers", limit };
  if (items.length === 0) {
    const message = `Worker counts are missing: give whole numbers from ${limit}, such as 1,2,4.`;
    return bad({ ...fault, code: "bad-argument", value: clip(text), message });
  }
  const counts = new Set<number>();
  for (const item of items) {
    const x = NUMBER.test(item) ? Number(item) : Number.NaN;
    if (Number.isNaN(x) || (Number.isFinite(x) && !Number.isInteger(x))) {
      const message = `A worker count must be a whole number from ${limit}${isNot(item)}`;
      return bad({ ...fault, code: "bad-argument", value: clip(item), message });
    }
    if (x < 1 || x > limits.maxWorkers) {
      const message = `A worker count must be from ${limit}; ${clip(item)} is outside.`;
      return bad({ ...fault, code: "out-of-range", value: clip(item), message });
    }
    counts.add(x);
  }
  if (counts.size > limits.maxWorkerCounts) {
    const message = `At most ${limits.maxWorkerCounts} worker counts fit in one run; ${counts.size} were given.`;
    return bad({
      code: "out-of-range",
      field: "workers",
      value: String(counts.size),
      limit: `1 to ${limits.maxWorkerCounts} counts`,
      message,
    });
  }
  return { ok: true, value: [...counts].sort((a, b) => a - b) };
}

export function readBlocks(text: string, { limits }: Manifest): Read<number> {
  const param: Param = {
    name: "blocks",
    kind: "int",
    label: "Blocks",
    doc: "",
    default: String(limits.defaultBlocks),
    min: limits.minBlocks,
    max: limits.maxBlocks,
  };
  return readNumber(param, text.trim());
}

function unknownProgram(name: string, manifest: Manifest): Fault {
  const limit = manifest.programs.map((p) => p.name).join(", ");
  const message = `There is no program “${clip(name)}”. There are: ${limit}.`;
  return { code: "unknown-program", field: "program", value: clip(name), limit, message };
}

function unknownParam(program: Program, name: string): Fault {
  const limit = program.params.map((p) => p.name).join(", ");
  const message = `${program.name} has no parameter “${clip(name)}”; it has ${limit || "none"}.`;
  return { code: "unknown-parameter", field: "args", value: clip(name), limit, message };
}

const bad = (fault: Fault) => ({ ok: false, fault }) as const;

const isNot = (text: string) => (text === "" ? "." : `; “${clip(text)}” is not.`);

/** Without an exponent, as Go's 'f' format prints it. */
function plain(x: number): string {
  return x.toLocaleString("en-GB", { useGrouping: false, maximumFractionDigits: 20 });
}

/** Keeps hostile input from filling a message. */
function clip(text: string): string {
  const most = 60;
  const chars = [...text];
  return chars.length > most ? `${chars.slice(0, most).join("")}…` : chars.join("");
}
