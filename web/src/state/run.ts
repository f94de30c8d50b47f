// What the page is doing: exactly one of these, and only what belongs to it.

import type { Fault, Progress, Sampled, Spec } from "../report.js";

export type RunState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "running";
      readonly spec: Spec;
      readonly progress: Progress | null;
      readonly samples: readonly Sampled[];
      /** Stop was asked for and has not been answered. */
      readonly stopping: boolean;
    }
  | { readonly kind: "failed"; readonly spec: Spec; readonly fault: Fault }
  /** The run ended with a report; which run is shown is the page's choice. */
  | { readonly kind: "done" };

export function started(spec: Spec): RunState {
  return { kind: "running", spec, progress: null, samples: [], stopping: false };
}

/** Takes in a progress message; one that arrives when nothing runs any more changes nothing. */
export function progressed(state: RunState, progress: Progress): RunState {
  if (state.kind !== "running") return state;
  return {
    ...state,
    progress,
    samples: progress.sample === null ? state.samples : [...state.samples, progress.sample],
  };
}

export function stopping(state: RunState): RunState {
  return state.kind === "running" ? { ...state, stopping: true } : state;
}
