// What a laboratory tells while it runs and when it ends. The twin of wasm/labs/event.go, which documents every field.

export interface LabEvent {
  readonly type: "step" | "note" | "call" | "task";
  readonly atMs: number;
  readonly text?: string;
  readonly call?: string;
  readonly gave?: string;
  readonly task?: LabTask;
}

export type TaskState = "pending" | "running" | "done" | "failed" | "cancelled" | "killed";

export interface LabTask {
  readonly id: number;
  readonly label: string;
  readonly state: TaskState;
  readonly worker: number;
  readonly text?: string;
}

/** What a reader does to a task while the laboratory runs. */
export interface LabAct {
  readonly do: "cancel" | "kill";
  readonly task: number;
}

export interface LabResult {
  readonly finding: string;
  readonly notes?: readonly string[];
  readonly quotes?: readonly LabQuote[];
  readonly charts?: readonly LabChart[];
  readonly tables?: readonly LabTable[];
}

export interface LabQuote {
  readonly title: string;
  readonly text: string;
}

export type Unit = "ms" | "ns" | "bytes" | "count" | "ratio" | "percent";

export interface LabTable {
  readonly title: string;
  readonly columns: readonly { readonly label: string; readonly unit?: Unit }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface LabChart {
  readonly kind: "samples" | "lines" | "timeline";
  readonly title: string;
  readonly x: LabAxis;
  readonly y?: LabAxis;
  readonly log?: boolean;
  readonly level?: number;
  readonly marks?: readonly LabMark[];
  readonly rows: readonly LabRow[];
  readonly note?: string;
}

export interface LabMark {
  readonly x: number;
  readonly y: number;
  readonly look: Look;
  readonly label: string;
}

export interface LabAxis {
  readonly label: string;
  readonly unit: Unit;
}

export type Look = "single" | "threads" | "workers" | "other";

export interface LabRow {
  readonly label: string;
  readonly look: Look;
  readonly values?: readonly number[];
  readonly points?: readonly (readonly [number, number])[];
  readonly spans?: readonly LabSpan[];
}

export interface LabSpan {
  readonly startMs: number;
  readonly endMs: number;
  readonly phase: "run" | "wait" | "copy" | "compile" | "spawn";
  readonly label?: string;
}
