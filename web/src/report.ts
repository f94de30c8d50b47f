// What a run found, as JSON. The twin of wasm/bench/report.go and wasm/bench/spec.go, which document every field;
// wasm/bench/schema_test.go holds the two against each other.

export type Phase = "spawn" | "compile" | "copy" | "run" | "wait";

export type Args = Readonly<Record<string, number | readonly number[]>>;

export interface Spec {
  readonly program: string;
  readonly args?: Args | string;
  readonly lanes?: readonly string[];
  readonly workers?: readonly number[];
  readonly blocks?: number;
  readonly seed?: number;
}

export interface Report {
  readonly schema: "velocidade.report/v1";
  readonly program: string;
  readonly args: Args;
  readonly status: "complete" | "stopped" | "void";
  readonly startedAt: number;
  readonly host: Host;
  readonly plan: Plan;
  readonly lanes: readonly LaneResult[];
  readonly verdict: string;
  /** Missing in reports of older builds that were not derived anew. */
  readonly claims?: readonly Claim[];
  readonly warnings: readonly Warning[];
  readonly timeline: readonly Span[];
}

export interface Host {
  readonly engine: string;
  readonly userAgent?: string;
  readonly go: string;
  readonly platform: string;
  readonly cores: number;
  readonly isolated: boolean;
  readonly timerResolutionMs: number;
  readonly timerAssumed?: boolean;
  readonly build: string;
}

export interface Plan {
  readonly blocks: number;
  readonly warmups: number;
  readonly parts: number;
  readonly seed: number;
}

export interface LaneResult {
  readonly lane: string;
  readonly workers: number;
  readonly repeat: number;
  readonly warmupMs: readonly number[];
  readonly samplesMs: readonly number[];
  readonly computeMs: readonly number[];
  readonly medianMs: number | null;
  readonly intervalMs: readonly [number, number] | null;
  readonly confidence: number;
  readonly outliers: readonly number[];
  readonly result: string;
  readonly speedup: Speedup | null;
  readonly error: Fault | null;
  readonly runtime?: string;
  readonly args?: string;
  readonly note?: string;
  readonly againstMs?: readonly number[];
}

export interface Speedup {
  readonly against: string;
  readonly againstWorkers: number;
  readonly ratio: number;
  readonly interval: readonly [number, number];
  readonly efficiency: number;
  readonly samples: number;
}

export interface Warning {
  readonly code: string;
  readonly lane?: string;
  readonly message: string;
}

/** What was wrong with an input, or why a run or a lane ended: the twin of kernels.Error. */
export interface Fault {
  readonly code: string;
  readonly field?: string;
  readonly value?: string;
  readonly limit?: string;
  readonly message: string;
}

export interface Span {
  readonly lane: string;
  readonly workers: number;
  readonly run: "first" | "last";
  readonly worker: number;
  readonly phase: Phase;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Progress {
  readonly phase: "starting" | "warming" | "measuring";
  readonly done: number;
  readonly total: number;
  readonly fraction: number;
  readonly elapsedMs: number;
  readonly leftMs: number | null;
  readonly lane: string;
  readonly workers: number;
  readonly sample: Sampled | null;
}

export interface Sampled {
  readonly lane: string;
  readonly workers: number;
  readonly block: number;
  readonly wallMs: number;
}

/** What a view may say of a report. The engine decides and words it; views print the text, or draw the ratio. */
export interface Claim {
  readonly kind: ClaimKind;
  readonly lane: string;
  readonly workers: number;
  readonly unit: string;
  readonly against?: string;
  readonly againstWorkers?: number;
  readonly difference: Difference;
  readonly ratio: Ratio | null;
  readonly text: string;
}

export type ClaimKind = "speedup" | "more" | "time" | "efficiency" | "work" | "slowed" | "waiting";

export type Difference = "faster" | "slower" | "same" | "undecided" | "not-claimed";

/** How the same lane did in an earlier and a later run, or here and elsewhere. */
export interface Comparison {
  readonly lane: string;
  readonly workers: number;
  readonly by: "speedup" | "time";
  readonly difference: Difference;
  readonly ratio: Ratio | null;
  readonly verdict: string;
}

export interface Comparisons {
  readonly verdict: string;
  readonly refused?: string;
  readonly next?: string;
  readonly lanes: readonly Comparison[];
}

export interface Ratio {
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly samples: number;
}

export interface Entry {
  readonly lane: string;
  readonly workers: number;
}

/** Which of several choices does a measurement bear out? */
export interface Question {
  readonly of: Entry;
  readonly against: Entry;
  readonly first?: boolean;
  readonly values?: readonly number[];
  readonly than?: readonly number[];
  readonly bounds?: readonly number[];
}

export interface Judgement {
  readonly choice: number;
  readonly ratio: Ratio | null;
  readonly text: string;
}
