// What the page is doing: exactly one of these, and only what belongs to it.

import type { Fault, Progress, Sampled, Spec } from "../report.js";

/** What a run is going to measure: lanes at worker counts in the order of its report, and how often each. */
export interface Planned {
  readonly plan: readonly { readonly lane: string; readonly workers: number }[];
  readonly blocks: number;
}

/** What it has measured so far. The same object until there is more, so that nothing is drawn twice. */
export interface Live extends Planned {
  readonly kind: "live";
  readonly samples: readonly Sampled[];
}

export type RunState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "running";
      readonly spec: Spec;
      readonly progress: Progress | null;
      readonly live: Live;
      /** Stop was asked for and has not been answered. */
      readonly stopping: boolean;
    }
  | { readonly kind: "failed"; readonly spec: Spec; readonly fault: Fault }
  /** The run ended with a report; which run is shown is the page's choice. */
  | { readonly kind: "done" };

export const nothingYet = (planned: Planned): Live => ({ kind: "live", ...planned, samples: [] });

/** Adds the sample that progress brings, if it brings one. */
export function sampled(live: Live, { sample }: Progress): Live {
  return sample === null ? live : { ...live, samples: [...live.samples, sample] };
}

export function started(spec: Spec, planned: Planned): RunState {
  return { kind: "running", spec, progress: null, live: nothingYet(planned), stopping: false };
}

/** Takes in a progress message; one that arrives when nothing runs any more changes nothing. */
export function progressed(state: RunState, progress: Progress): RunState {
  if (state.kind !== "running") return state;
  return { ...state, progress, live: sampled(state.live, progress) };
}

export function stopping(state: RunState): RunState {
  return state.kind === "running" ? { ...state, stopping: true } : state;
}
