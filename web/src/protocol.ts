// What the page and the engine say to each other: JSON messages, each with a literal type and the id of the run it is
// about. The page asks, the engine (a Go module in a coordinator worker) answers; a run ends with exactly one "report"
// or "failed". This file is types only; its Go twin is wasm/engine/protocol.go.

import type { Fault, Progress, Report, Spec } from "./report.js";

/** From the page to the engine. */
export type Request =
  | { readonly type: "run"; readonly id: number; readonly spec: Spec }
  | { readonly type: "stop"; readonly id: number }
  /** The page was hidden: what is being measured no longer counts. */
  | { readonly type: "void"; readonly id: number };

/** From the engine to the page. */
export type Response =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly id: number; readonly progress: Progress }
  | { readonly type: "report"; readonly id: number; readonly report: Report }
  | { readonly type: "failed"; readonly id: number; readonly error: Fault };
