// One lane at one worker count, as the plots take it: from a report, or growing while a run goes on.

import { entryKey } from "../lanes.js";
import type { Lane } from "../manifest.js";
import type { LaneResult, Report, Sampled, Spec } from "../report.js";
import { defaultLanes } from "../state/form.js";

export interface Series {
  readonly lane: string;
  readonly workers: number;
  /** What it ran, where that is less than the other lanes did. */
  readonly args?: string;
  readonly warmupMs: readonly number[];
  /** By block. While a run goes on, the blocks still to come are missing at the end. */
  readonly samplesMs: readonly number[];
  readonly medianMs: number | null;
  readonly intervalMs: readonly [number, number] | null;
  /** Indices into samplesMs. */
  readonly outliers: readonly number[];
  readonly failed: boolean;
  /** Whether it was run from the command line. */
  readonly native?: boolean;
}

/** A report's lanes. */
export function seriesOf(report: Report): Series[] {
  const native = report.host.engine === "native";
  return report.lanes.map((lane) => ({ ...fromResult(lane), native }));
}

export function fromResult(result: LaneResult): Series {
  const { lane, workers, warmupMs, samplesMs, medianMs, intervalMs, outliers } = result;
  const series = { lane, workers, warmupMs, samplesMs, medianMs, intervalMs, outliers, failed: result.error !== null };
  return result.args === undefined ? series : { ...series, args: result.args };
}

/** Lanes at worker counts in the order of a report: by lane as the spec names them, then by workers. */
export function planned(spec: Spec, lanes: readonly Lane[]): readonly { lane: string; workers: number }[] {
  const chosen = spec.lanes ?? defaultLanes(lanes);
  return chosen.flatMap((lane) => {
    const sweeps = lanes.find((known) => known.name === lane)?.sweeps ?? true;
    return (sweeps ? (spec.workers ?? [1]) : [1]).map((workers) => ({ lane, workers }));
  });
}

/** The series of a run under way: every entry of the plan, with the samples that have arrived. */
export function fromSamples(plan: readonly { lane: string; workers: number }[], samples: readonly Sampled[]): Series[] {
  const taken = new Map<string, { warmups: number[]; blocks: number[] }>();
  for (const entry of plan) taken.set(entryKey(entry), { warmups: [], blocks: [] });
  for (const sample of samples) {
    const times = taken.get(entryKey(sample));
    (sample.block < 0 ? times?.warmups : times?.blocks)?.push(sample.wallMs);
  }
  return plan.map((entry) => {
    const times = taken.get(entryKey(entry));
    return {
      ...entry,
      warmupMs: times?.warmups ?? [],
      samplesMs: times?.blocks ?? [],
      medianMs: null,
      intervalMs: null,
      outliers: [],
      failed: false,
    };
  });
}
