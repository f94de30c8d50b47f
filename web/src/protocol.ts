// What the page and the engine say to each other: JSON messages, each with a literal type and the id of the run it is
// about. The page asks, the engine (a Go module in a coordinator worker) answers; a run ends with exactly one "report"
// or "failed", a laboratory with one "lab-result" or "failed", everything else with one answer or "failed". This file is
// types only; its Go twin is wasm/engine/protocol.go.

import type { LabAct, LabEvent, LabResult } from "./elements/lab/types.js";
import type { Comparison, Comparisons, Fault, Judgement, Progress, Question, Report, Spec } from "./report.js";

/** From the page to the engine. */
export type Request =
  /** With draws, "drawn" answers each "progress", and nothing is timed in between. */
  | { readonly type: "run"; readonly id: number; readonly spec: Spec; readonly draws?: boolean }
  | { readonly type: "drawn"; readonly id: number }
  | { readonly type: "stop"; readonly id: number }
  /** The page was hidden: what is being measured no longer counts. */
  | { readonly type: "void"; readonly id: number }
  /** A laboratory by its name, its arguments as text. */
  | { readonly type: "lab"; readonly id: number; readonly name: string; readonly args: string }
  /** What the reader does to a task of the laboratory under way. */
  | { readonly type: "act"; readonly id: number; readonly act: LabAct }
  /** Runs from before and after something changed. */
  | {
      readonly type: "compare";
      readonly id: number;
      readonly earlier: readonly Report[];
      readonly later: readonly Report[];
    }
  /** A run against figures that were recorded elsewhere. */
  | { readonly type: "beside"; readonly id: number; readonly report: Report; readonly earlier: readonly Report[] }
  /** About a report, or about the values in the question. */
  | { readonly type: "judge"; readonly id: number; readonly report?: Report; readonly question: Question }
  /** A link that carries the report, and the source of a program of the reader's own. */
  | { readonly type: "encode"; readonly id: number; readonly report: Report; readonly source?: string }
  /** A link, or a Report's JSON. */
  | { readonly type: "decode"; readonly id: number; readonly text: string }
  | { readonly type: "export"; readonly id: number; readonly report: Report; readonly format: Format };

/** What a report can be written as, besides its own JSON. */
export type Format = "text" | "json" | "csv" | "markdown" | "go" | "trace";

/** From the engine to the page. */
export type Response =
  | { readonly type: "progress"; readonly id: number; readonly progress: Progress }
  | { readonly type: "report"; readonly id: number; readonly report: Report }
  | { readonly type: "comparison"; readonly id: number; readonly comparisons: Comparisons }
  /** The lanes that were recorded too; left out where there are none. */
  | { readonly type: "beside"; readonly id: number; readonly beside?: readonly Comparison[] }
  | { readonly type: "judged"; readonly id: number; readonly judged: Judgement }
  | { readonly type: "lab-event"; readonly id: number; readonly event: LabEvent }
  | { readonly type: "lab-result"; readonly id: number; readonly result: LabResult }
  | {
      readonly type: "encoded";
      readonly id: number;
      /** What follows the "#" in a link; missing where the report fits in none, which error then says. */
      readonly link?: string;
      /** The report's JSON as the share service takes it. */
      readonly stored: string;
      readonly error?: Fault;
    }
  | { readonly type: "decoded"; readonly id: number; readonly report: Report; readonly source?: string }
  | { readonly type: "exported"; readonly id: number; readonly text: string }
  | { readonly type: "failed"; readonly id: number; readonly error: Fault };
