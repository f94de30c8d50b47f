// <velocidade-bench program="primes" args="kmax=5000" lanes="go/single,go/workers" workers="1,2" blocks="10">: one
// measurement inside any page. It starts on a click or by run(), never on its own, and fires "velocidade:report" with
// the report as detail. What its attributes leave out takes the playground's defaults.

import manifest from "velocidade:manifest";
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { velocidade } from "../api.js";
import { EngineError, type RunOptions, warm } from "../engine/client.js";
import type { Program } from "../manifest.js";
import { planned } from "../plots/series.js";
import type { Fault, Report, Spec } from "../report.js";
import { readArgs } from "../state/args.js";
import { type Checked, check } from "../state/check.js";
import { defaultForm } from "../state/form.js";
import { progressed, type RunState, started, stopping } from "../state/run.js";
import { specFault } from "../state/spec.js";
import { instrument } from "../styles/instrument.js";
import tokens from "../styles/tokens.css" with { type: "text" };
import { progressView } from "./progress.js";
import type { ResultView } from "./result.js";

export class Bench extends LitElement {
  static override styles = [unsafeCSS(tokens), instrument];
  static override properties = {
    program: { type: String },
    args: { type: String },
    lanes: { type: String },
    workers: { type: String },
    blocks: { type: String },
    state: { state: true },
    report: { state: true },
  };

  declare program: string | null;
  declare args: string | null;
  declare lanes: string | null;
  declare workers: string | null;
  declare blocks: string | null;
  declare state: RunState;
  declare report: Report | null;

  #abort: AbortController | null = null;

  constructor() {
    super();
    this.program = null;
    this.args = null;
    this.lanes = null;
    this.workers = null;
    this.blocks = null;
    this.state = { kind: "idle" };
    this.report = null;
  }

  programs(): readonly Program[] {
    return velocidade.programs();
  }

  /** Runs a spec, or what the attributes say, and shows it. Rejects with an EngineError when nothing could be measured. */
  async run(spec?: Spec, options: RunOptions = {}): Promise<Report> {
    if (this.state.kind === "running") {
      throw new EngineError({
        code: "busy",
        message: "A run is under way in this element: stop it first, or wait for its report.",
      });
    }
    const abort = new AbortController();
    const signal = options.signal === undefined ? abort.signal : AbortSignal.any([options.signal, abort.signal]);
    this.#abort = abort;
    let wanted: Spec | null = null;
    try {
      wanted = spec ?? this.#spec();
      const fault = specFault(wanted, manifest);
      if (fault !== null) throw new EngineError(fault);
      this.state = started(wanted);
      void views();
      const report = await velocidade.run(wanted, {
        signal,
        onProgress: (progress) => {
          this.state = progressed(this.state, progress);
          options.onProgress?.(progress);
        },
      });
      this.report = report;
      this.state = { kind: "done" };
      this.dispatchEvent(new CustomEvent("velocidade:report", { detail: report, bubbles: true, composed: true }));
      return report;
    } catch (error) {
      const fault: Fault = error instanceof EngineError ? error.fault : { code: "internal", message: String(error) };
      this.state = { kind: "failed", spec: wanted ?? { program: this.program ?? "" }, fault };
      throw error;
    } finally {
      this.#abort = null;
    }
  }

  /** Shows a report from elsewhere, which has been checked. */
  async show(report: Report): Promise<void> {
    await views();
    if (this.state.kind === "running") return;
    if (this.program === null) {
      this.program = report.program;
      this.args = Object.entries(report.args)
        .map(([name, value]) => `${name}=${value}`)
        .join(",");
      this.lanes = [...new Set(report.lanes.map((lane) => lane.lane))].join(",");
      this.workers = [...new Set(report.lanes.map((lane) => lane.workers))].join(",");
      this.blocks = String(report.plan.blocks);
    }
    this.report = report;
    this.state = { kind: "done" };
  }

  override disconnectedCallback(): void {
    this.#abort?.abort();
    super.disconnectedCallback();
  }

  #checked(): Checked {
    const cores = navigator.hardwareConcurrency || 1;
    const base = defaultForm(manifest, cores);
    const program = this.program ?? base.program;
    const form = {
      program,
      args: { [program]: readArgs(this.args ?? "") },
      lanes:
        this.lanes === null
          ? base.lanes
          : this.lanes
              .split(",")
              .map((name) => name.trim())
              .filter(Boolean),
      workers: this.workers ?? base.workers,
      blocks: this.blocks ?? base.blocks,
    };
    return check(form, manifest);
  }

  #spec(): Spec {
    const checked = this.#checked();
    if (checked.ok) return checked.spec;
    throw new EngineError(
      checked.faults[0] ?? { code: "bad-argument", message: "The element’s attributes describe no run." },
    );
  }

  override render(): TemplateResult {
    const checked = this.#checked();
    const { state, report } = this;
    const running = state.kind === "running";
    return html`<section class="bench" aria-label=${checked.program?.title ?? "Velocidade"}>
      <header>
        <h2>${checked.program?.title ?? this.program}</h2>
        <button type="button" class="run" aria-disabled=${running || !checked.ok} @pointerenter=${warm} @focus=${warm}
          @click=${this.#start}>Run</button>
        <button type="button" class="stop" aria-disabled=${!running || state.stopping}
          @click=${this.#stop}>Stop</button>
      </header>
      ${checked.ok ? nothing : checked.faults.map((fault) => html`<p class="fault">${fault.message}</p>`)}
      ${running ? progressView(state.progress, state.stopping, manifest.runtimes) : nothing}
      ${state.kind === "failed" ? html`<p class="fault" role="alert">${state.fault.message}</p>` : nothing}
      <velocidade-result compact .view=${running ? live(state, checked) : finished(report)}></velocidade-result>
    </section>`;
  }

  readonly #start = (): void => {
    if (this.state.kind === "running") return;
    // What went wrong is shown in the element; a caller of run() hears of it by the rejection.
    this.run().catch(() => undefined);
  };

  readonly #stop = (): void => {
    this.state = stopping(this.state);
    this.#abort?.abort();
  };
}

/** The views of results are most of the element's weight: they load when there is going to be a result. */
const views = () => import("./result.js");

function finished(report: Report | null): ResultView | null {
  return report === null ? null : { kind: "report", report, earlier: null };
}

function live({ spec, samples }: Extract<RunState, { kind: "running" }>, checked: Checked): ResultView {
  const workers = spec.workers ?? (checked.ok ? (checked.spec.workers ?? [1]) : [1]);
  const blocks = spec.blocks ?? manifest.limits.defaultBlocks;
  return { kind: "live", plan: planned({ ...spec, workers }, manifest.lanes), blocks, samples };
}

customElements.define("velocidade-bench", Bench);

declare global {
  interface HTMLElementTagNameMap {
    "velocidade-bench": Bench;
  }
  interface HTMLElementEventMap {
    "velocidade:report": CustomEvent<Report>;
  }
}
