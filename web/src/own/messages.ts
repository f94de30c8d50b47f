// What the page and a reader's own program that is to be measured say to each other: the twin of wasm/measure/session.go.
// Types only. "program" comes unasked and first; a program that prints sends nothing.

import type { Param } from "../manifest.js";
import type { Fault, Progress, Report, Spec } from "../report.js";

export type OwnRequest =
  | { readonly type: "run"; readonly id: number; readonly spec: Spec; readonly draws?: boolean }
  | { readonly type: "drawn"; readonly id: number }
  | { readonly type: "stop"; readonly id: number }
  | { readonly type: "void"; readonly id: number };

export type OwnResponse =
  | { readonly type: "program"; readonly id: number; readonly program: OwnProgram }
  | { readonly type: "progress"; readonly id: number; readonly progress: Progress }
  | { readonly type: "report"; readonly id: number; readonly report: Report }
  | { readonly type: "failed"; readonly id: number; readonly error: Fault };

export interface OwnProgram {
  readonly name: string;
  readonly title: string;
  readonly params?: readonly Param[];
}
