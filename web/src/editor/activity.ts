// What the editor's page is doing: exactly one of these.

import type { Described } from "../own/ending.js";
import type { Fault, Progress, Report } from "../report.js";
import { type Live, sampled } from "../state/run.js";
import type { Loading } from "../toolchain/compiler.js";
import type { BuildTimes } from "../toolchain/messages.js";

export type Activity =
  | { readonly kind: "idle"; readonly loading?: Loading }
  | { readonly kind: "building"; readonly doing: "Compiling" | "Formatting"; readonly loading?: Loading }
  | {
      readonly kind: "running";
      /** Null for a program that prints, or has not said yet that it is to be measured. */
      readonly measuring: Measuring | null;
      readonly stopping: boolean;
      readonly times: BuildTimes;
    }
  | { readonly kind: "ended"; readonly ending: Described; readonly times: BuildTimes }
  | {
      readonly kind: "report";
      readonly report: Report /** Null for one that came by a link. */;
      readonly times: BuildTimes | null;
    }
  | { readonly kind: "failed"; readonly fault: Fault };

export interface Measuring {
  readonly title: string;
  readonly progress: Progress | null;
  readonly live: Live;
  /** What it may take in all. */
  readonly mostMs: number;
}

/** Takes in how far loading the compiler is, where that is to be seen. */
export function toldOf(activity: Activity, loading: Loading): Activity {
  return activity.kind === "idle" || activity.kind === "building" ? { ...activity, loading } : activity;
}

export function measured(measuring: Measuring, progress: Progress): Measuring {
  return { ...measuring, progress, live: sampled(measuring.live, progress) };
}
