// What is done with a program's text, wherever it stands: formatted, compiled, run in the sandbox, stopped. Whoever shows it
// is told of every change.

import { drawn } from "../elements/drawn.js";
import type { ResultView } from "../elements/result.js";
import { EngineError, faultFrom } from "../engine/client.js";
import { notCompiled } from "../own/api.js";
import { launch, type Outcome } from "../own/launch.js";
import type { OwnProgram } from "../own/messages.js";
import type { Progress, Report, Spec } from "../report.js";
import { limitsOf } from "../sandbox/limits.js";
import { nothingYet } from "../state/run.js";
import { compiler, type Loading } from "../toolchain/compiler.js";
import type { Diagnostic } from "../toolchain/messages.js";
import { type Activity, type Measuring, measured, toldOf } from "./activity.js";

/** How a program is to be run. */
export interface Wish {
  readonly seconds: number;
  /** What to ask of one that is to be measured, but for its name. */
  readonly spec: Omit<Spec, "program">;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
}

export class Work {
  activity: Activity = { kind: "idle" };
  diagnostics: readonly Diagnostic[] = [];
  output = "";
  /** The last news, for those who hear the page. */
  spoken = "";
  /** The source of what is shown. */
  ran = "";

  readonly #changed: () => void;
  #loading: Loading = { kind: "idle" };
  #abort: AbortController | null = null;
  #news: string[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get busy(): boolean {
    return this.activity.kind === "building" || this.activity.kind === "running";
  }

  /** Takes in how far the compiler is loaded, from now until what is returned is called. */
  watch(): () => void {
    return compiler.watch((loading) => {
      this.#loading = loading;
      this.#turn(this.activity);
    });
  }

  /** Forgets what the last program gave. */
  clear(): void {
    this.output = "";
    this.diagnostics = [];
    if (!this.busy) this.#turn({ kind: "idle" });
  }

  /** Another text: what was wrong with the one before says nothing of it. */
  edited(): void {
    if (this.diagnostics.length === 0) return;
    this.diagnostics = [];
    this.#changed();
  }

  /** Shows a report that was not measured here. */
  show(report: Report, source: string): void {
    this.ran = source;
    this.#turn({ kind: "report", report, times: null });
  }

  fail(error: unknown): void {
    const fault = faultFrom(error);
    this.spoken = fault.message;
    this.#turn({ kind: "failed", fault });
  }

  say(text: string): void {
    this.spoken = text;
    this.#changed();
  }

  stop(): void {
    if (this.activity.kind === "running") this.#turn({ ...this.activity, stopping: true });
    this.#abort?.abort();
  }

  /** Formats what an editor holds, unless it was changed meanwhile. */
  async formatIn(editor: { source: string }): Promise<void> {
    const before = editor.source;
    const formatted = await this.#format(before);
    if (formatted !== null && editor.source === before) editor.source = formatted;
  }

  /** The source, formatted, or null where it cannot be. */
  async #format(source: string): Promise<string | null> {
    if (this.busy) return null;
    this.#turn({ kind: "building", doing: "Formatting" });
    try {
      const formatted = await compiler.format(source);
      this.#wrong(formatted.ok ? [] : formatted.diagnostics);
      this.#turn({ kind: "idle" });
      return formatted.ok ? formatted.source : null;
    } catch (error) {
      this.fail(error);
      return null;
    }
  }

  /** Compiles and runs it, and shows what comes of that. Rejects, once that is shown, where it came to nothing. */
  async run(source: string, wish: Wish): Promise<Outcome> {
    if (this.busy)
      throw new EngineError({ code: "busy", message: "A run is under way: stop it first, or wait for its report." });
    const abort = new AbortController();
    this.#abort = abort;
    const signal = wish.signal === undefined ? abort.signal : AbortSignal.any([wish.signal, abort.signal]);
    this.output = "";
    this.diagnostics = [];
    this.ran = source;
    this.spoken = "Compiling.";
    this.#turn({ kind: "building", doing: "Compiling" });
    try {
      const built = await compiler.build(source, signal);
      if (!built.ok) {
        this.#wrong(built.diagnostics);
        this.#turn({ kind: "idle" });
        throw notCompiled(built.diagnostics);
      }
      const { times } = built;
      this.spoken = "Running.";
      this.#turn({ kind: "running", measuring: null, stopping: false, times });
      const outcome = await launch(built.wasm, {
        limits: limitsOf(wish.seconds * 1000),
        signal,
        onOutput: this.#printed,
        onProgress: async (progress) => {
          if (this.activity.kind === "running" && this.activity.measuring !== null)
            this.#turn({ ...this.activity, measuring: measured(this.activity.measuring, progress) });
          await Promise.all([drawn(), wish.onProgress?.(progress)]);
        },
        measure: (program) => this.#measure(program, wish),
      });
      this.spoken = outcome.kind === "report" ? outcome.report.verdict : outcome.ending.message;
      this.#turn(
        outcome.kind === "report"
          ? { kind: "report", report: outcome.report, times }
          : { kind: "ended", ending: outcome.ending, times },
      );
      return outcome;
    } catch (error) {
      if (this.activity.kind === "building" && signal.aborted) this.#turn({ kind: "idle" });
      if (this.busy) this.fail(error);
      throw error;
    } finally {
      this.#abort = null;
      this.#takeIn(); // what is out of sight has no frames
    }
  }

  /** What to ask of a program that is to be measured. */
  #measure({ name, title }: Pick<OwnProgram, "name" | "title">, { spec, seconds }: Wish): Spec {
    const asked: Spec = { ...spec, program: name };
    if (this.activity.kind === "running")
      this.#turn({ ...this.activity, measuring: measuringOf(title, asked, limitsOf(seconds * 1000).measureMs) });
    return asked;
  }

  #wrong(diagnostics: readonly Diagnostic[]): void {
    this.diagnostics = diagnostics;
    const [first] = diagnostics;
    if (first !== undefined)
      this.spoken = `It does not compile. Line ${first.line}, column ${first.column}: ${first.message}`;
  }

  /** Output can come a thousand times a second: the page takes it in once a frame. */
  readonly #printed = (text: string): void => {
    this.#news.push(text);
    if (this.#news.length === 1) requestAnimationFrame(this.#takeIn);
  };

  readonly #takeIn = (): void => {
    if (this.#news.length === 0) return;
    this.output += this.#news.join("");
    this.#news = [];
    this.#changed();
  };

  #turn(activity: Activity): void {
    this.activity = toldOf(activity, this.#loading);
    this.#changed();
  }
}

function measuringOf(title: string, spec: Spec, mostMs: number): Measuring {
  const counts = spec.workers ?? [1];
  const plan = (spec.lanes ?? ["go/single", "go/goroutines", "go/workers"]).flatMap((lane) =>
    (lane === "go/single" ? [1] : counts).map((workers) => ({ lane, workers })),
  );
  return { title, progress: null, live: nothingYet({ plan, blocks: spec.blocks ?? 1 }), mostMs };
}

/** How the result is to be seen: the same view for the same report, so that typing draws no plot anew. */
export function resultOf({ activity, ran }: Work, last: ResultView | null): ResultView | null {
  if (activity.kind === "running" && activity.measuring !== null) return activity.measuring.live;
  if (activity.kind !== "report") return null;
  if (last?.kind === "report" && last.report === activity.report) return last;
  const { report, times } = activity;
  return { kind: "report", report, over: null, source: ran, ...(times === null ? { origin: "link" as const } : {}) };
}

/** Worker counts for a program that names none: one, two, and as many as there are cores. */
export function defaultWorkers(): number[] {
  return [...new Set([1, 2, navigator.hardwareConcurrency || 1])].sort((a, b) => a - b);
}
