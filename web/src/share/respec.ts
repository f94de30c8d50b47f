// A report's run as the form has it, so that it can be run here.

import type { Manifest } from "../manifest.js";
import type { Report } from "../report.js";
import { type Form, spaced } from "../state/form.js";

/** The form that asks for the run that a report is of, as far as this page has its lanes. */
export function formOf(report: Report, manifest: Manifest, typed: Form): Form {
  const program = manifest.programs.find((p) => p.name === report.program);
  const args = Object.entries(report.args).map(([name, value]) => {
    const param = program?.params.find((p) => p.name === name);
    const text = plain(value);
    return [name, param === undefined ? text : spaced(param, text)] as const;
  });
  const measured = new Set(report.lanes.map((lane) => lane.lane));
  const lanes = manifest.lanes.filter((lane) => measured.has(lane.name));
  const sweeping = new Set(lanes.filter((lane) => lane.sweeps).map((lane) => lane.name));
  const workers = new Set(report.lanes.filter((l) => sweeping.has(l.lane)).map((l) => l.workers));
  return {
    program: report.program,
    args: { ...typed.args, [report.program]: Object.fromEntries(args) },
    lanes: lanes.map((lane) => lane.name),
    workers: workers.size === 0 ? typed.workers : [...workers].sort((a, b) => a - b).join(","),
    blocks: String(report.plan.blocks),
  };
}

/** Numbers as forms take them, without an exponent. */
function plain(value: number | readonly number[]): string {
  return [value]
    .flat()
    .map((x) => x.toLocaleString("en-GB", { useGrouping: false, maximumFractionDigits: 20 }))
    .join(",");
}
