// Checks a spec that a script gave before anything of it is shown: TypeScript's word is no check at run time. The engine
// checks again, and more: programs and their arguments are its business.

import type { Manifest, Program } from "../manifest.js";
import type { Fault } from "../report.js";
import { readBlocks, readLanes, readWorkers } from "./check.js";
import { isObject } from "./shape.js";

/** What is wrong with a spec, by the first field that is; null where it can be shown as a run. Fields left out are fine. */
export function specFault(spec: unknown, manifest: Manifest): Fault | null {
  if (!isObject(spec)) return misfit("spec", spec, "an object with program, args, lanes, workers, blocks, seed");
  const { program, lanes, workers, blocks } = spec;
  if (typeof program !== "string") return misfit("program", program, "a program’s name");
  return (
    lanesFault(
      lanes,
      manifest,
      manifest.programs.find((p) => p.name === program),
    ) ??
    workersFault(workers, manifest) ??
    blocksFault(blocks, manifest)
  );
}

function lanesFault(lanes: unknown, manifest: Manifest, program: Program | undefined): Fault | null {
  if (lanes === undefined) return null;
  const names: readonly unknown[] = Array.isArray(lanes) ? lanes : [null];
  if (!names.every((name) => typeof name === "string")) return misfit("lanes", lanes, "a list of lanes’ names");
  return faultIn(readLanes(names, manifest.lanes, program));
}

function workersFault(workers: unknown, manifest: Manifest): Fault | null {
  if (workers === undefined) return null;
  const counts: readonly unknown[] = Array.isArray(workers) ? workers : [null];
  if (!counts.every((count) => typeof count === "number")) {
    return misfit("workers", workers, `a list of whole numbers from 1 to ${manifest.limits.maxWorkers}`);
  }
  return faultIn(readWorkers(counts.join(","), manifest));
}

function blocksFault(blocks: unknown, manifest: Manifest): Fault | null {
  if (blocks === undefined) return null;
  if (typeof blocks !== "number") {
    const { minBlocks, maxBlocks } = manifest.limits;
    return misfit("blocks", blocks, `a whole number from ${minBlocks} to ${maxBlocks}`);
  }
  return faultIn(readBlocks(String(blocks), manifest));
}

function faultIn(read: { readonly ok: true } | { readonly ok: false; readonly fault: Fault }): Fault | null {
  return read.ok ? null : read.fault;
}

function misfit(field: string, value: unknown, limit: string): Fault {
  const what = kindOf(value);
  return { code: "bad-argument", field, value: what, limit, message: `${field} must be ${limit}; this is ${what}.` };
}

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list with something else in it";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
