// <velocidade-bench program="primes" args="kmax=5000" lanes="go/single,go/workers" workers="1,2" blocks="10">: one
// measurement inside any page. It starts on a click or by run(), never on its own, and fires "velocidade:report" with
// the report as detail. What its attributes leave out takes the playground's defaults. In place of one of the playground's
// programs it can bring one of its own, by src or as code inside of it, which its reader may change; or, by link, a run that was
// shared.

import manifest from "velocidade:manifest";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { velocidade } from "../api.js";
import type { Brought } from "../embed/brought.js";
import { EngineError, type RunOptions, warm } from "../engine/client.js";
import type { Program } from "../manifest.js";
import type { OwnSpec } from "../own/api.js";
import { planned } from "../plots/series.js";
import type { Fault, Report, Spec } from "../report.js";
import { wantedBy } from "../share/address.js";
import { readArgs } from "../state/args.js";
import { type Checked, check } from "../state/check.js";
import { defaultForm } from "../state/form.js";
import { type Planned, progressed, type RunState, started, stopping } from "../state/run.js";
import { specFault } from "../state/spec.js";
import { instrument } from "../styles/instrument.js";
import tokens from "../styles/tokens.css" with { type: "text" };
import { drawn } from "./drawn.js";
import type { OwnBench } from "./own.js";
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
    src: { type: String },
    link: { type: String },
    seconds: { type: String },
    brought: { state: true },
    state: { state: true },
    report: { state: true },
    ready: { state: true },
  };

  declare program: string | null;
  declare args: string | null;
  declare lanes: string | null;
  declare workers: string | null;
  declare blocks: string | null;
  declare src: string | null;
  declare link: string | null;
  declare seconds: string | null;
  /** The program of its own. */
  declare brought: Brought;
  declare state: RunState;
  declare report: Report | null;
  /** Whether the views of results are loaded. */
  declare ready: boolean;

  #abort: AbortController | null = null;
  /** Settles when it is known what the element brings. */
  #known: Promise<void> = Promise.resolve();
  #lastBring = 0;
  /** By a script, not by what the element brings. */
  #given = false;
  readonly #content = new MutationObserver(() => this.#bring());

  constructor() {
    super();
    this.program = null;
    this.args = null;
    this.lanes = null;
    this.workers = null;
    this.blocks = null;
    this.src = null;
    this.link = null;
    this.seconds = null;
    this.brought = { kind: "none" };
    this.state = { kind: "idle" };
    this.report = null;
    this.ready = false;
  }

  programs(): readonly Program[] {
    return velocidade.programs();
  }

  /** Runs a spec, or what the attributes say, and shows it. Rejects with an EngineError when nothing could be measured. */
  async run(spec?: Spec | OwnSpec, options: RunOptions = {}): Promise<Report> {
    if (spec !== undefined && typeof spec === "object" && "source" in spec) {
      const { source, ...rest } = spec;
      await this.open(String(source));
      return this.#own(options, rest);
    }
    await this.#known;
    if (spec === undefined && this.brought.kind !== "none") return this.#own(options);
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
      if (self.origin === "null") await confined(wanted.lanes ?? []);
      this.state = started(wanted, plannedOf(wanted, this.#checked()));
      void this.#views();
      const report = await velocidade.run(wanted, {
        signal,
        onProgress: async (progress) => {
          this.state = progressed(this.state, progress);
          await Promise.all([drawn(), options.onProgress?.(progress)]);
        },
      });
      this.report = report;
      this.state = { kind: "done" };
      this.dispatchEvent(new CustomEvent("velocidade:report", { detail: report, bubbles: true, composed: true }));
      return report;
    } catch (error) {
      const { fault } = toError(error);
      this.state = { kind: "failed", spec: wanted ?? { program: this.program ?? "" }, fault };
      throw error;
    } finally {
      this.#abort = null;
    }
  }

  /** Shows a program of its own, and a run of it where there is one. Nothing runs. */
  async open(source: string | Promise<string>, name = "main.go", shown: Report | null = null): Promise<void> {
    this.#given = true;
    this.#take(Promise.resolve(source).then((text) => ({ kind: "here", source: text, name, shown })));
    await this.#known;
    await this.updateComplete;
  }

  /** Shows a report from elsewhere, which has been checked; of a program of its own, with its source. */
  async show(report: Report, source = ""): Promise<void> {
    await this.#views();
    if (this.state.kind === "running") return;
    if (source !== "") return this.open(source, undefined, report);
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

  override connectedCallback(): void {
    super.connectedCallback();
    this.#content.observe(this, { childList: true, characterData: true, subtree: true });
  }

  override disconnectedCallback(): void {
    this.#content.disconnect();
    this.#abort?.abort();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("link") && this.link !== null) void this.#open(this.link);
    else if (changed.has("program") || changed.has("src")) this.#bring();
  }

  /** Finds out what the element brings: mostly nothing, and then nothing is loaded for it. */
  #bring(): void {
    const empty = this.src === null && this.textContent?.trim() === "";
    if (this.program !== null || this.link !== null || (empty && (this.#given || this.brought.kind === "none"))) return;
    this.#given = false;
    this.#take(import("../embed/brought.js").then(({ brought }) => brought(this)));
  }

  /** Shows a program once it is there, unless another one was asked for meanwhile. */
  #take(coming: Promise<Brought>): void {
    this.#lastBring++;
    const id = this.#lastBring;
    if (this.brought.kind === "none") this.brought = { kind: "coming" };
    this.#known = Promise.all([coming, own()]).then(
      ([found]) => {
        if (id === this.#lastBring) this.brought = found;
      },
      (error: unknown) => {
        if (id === this.#lastBring) this.brought = { kind: "missing", fault: toError(error).fault };
      },
    );
  }

  /** Shows a run that was shared. */
  async #open(link: string): Promise<void> {
    try {
      const wanted = wantedBy(link);
      if (wanted === null) throw new EngineError(noLink(link));
      const { opened } = await import("../share/opened.js");
      const { report, source } = await opened(wanted);
      if (link === this.link) await this.show(report, source);
    } catch (error) {
      if (link === this.link && this.state.kind === "idle")
        this.state = { kind: "failed", spec: { program: this.program ?? "" }, fault: toError(error).fault };
    }
  }

  /** Runs the program of its own. */
  async #own(options: RunOptions, spec?: Omit<OwnSpec, "source">): Promise<Report> {
    if (this.brought.kind === "missing") throw new EngineError(this.brought.fault);
    await own();
    await this.updateComplete;
    const bench = this.renderRoot.querySelector<OwnBench>("velocidade-own");
    if (bench === null) throw new EngineError({ code: "bad-argument", message: "The element brings no program." });
    return bench.run(options, spec);
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

  /** The lanes that Run will run: none of the playground's where the element brings a program. */
  wanted(): readonly string[] {
    if (this.brought.kind !== "none") return [];
    const checked = this.#checked();
    return checked.ok ? (checked.spec.lanes ?? []) : [];
  }

  #spec(): Spec {
    const checked = this.#checked();
    if (checked.ok) return checked.spec;
    throw new EngineError(
      checked.faults[0] ?? { code: "bad-argument", message: "The element’s attributes describe no run." },
    );
  }

  override render(): TemplateResult {
    const { brought } = this;
    switch (brought.kind) {
      case "here":
        return html`<velocidade-own .source=${brought.source} .name=${brought.name} .shown=${brought.shown ?? null} .args=${this.args}
          .lanes=${this.lanes} .workers=${this.workers} .blocks=${this.blocks} .seconds=${this.seconds}></velocidade-own>`;
      case "missing":
        return html`<p class="fault" role="alert">${brought.fault.message}</p><slot></slot>`;
      case "coming":
        return html`<slot></slot>`;
      case "none":
        return this.#bench();
    }
  }

  #bench(): TemplateResult {
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
      ${this.ready ? html`<velocidade-result compact .view=${running ? state.live : finished(report)}></velocidade-result>` : nothing}
    </section>`;
  }

  /**
   * The views of results are most of the element's weight: they load when there is going to be a result. What shows it is put
   * into the page only then: Lit gives an element, when it first draws, what was set before it was known, over all that was
   * set since.
   */
  async #views(): Promise<void> {
    await import("./result.js");
    this.ready = true;
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

/** What shows a program of the element's own: loaded where there is one. */
const own = () => import("./own.js");

/** Refuses lanes that cannot run where the element stands. */
async function confined(lanes: readonly string[]): Promise<void> {
  const { needFullPage, whyFullPage } = await import("../embed/confined.js");
  const [first] = needFullPage(lanes, { origin: self.origin, isolated: crossOriginIsolated });
  if (first === undefined) return;
  const message = `${first} needs the full page: ${whyFullPage(self.origin)}.`;
  throw new EngineError({ code: "needs-full-page", field: "lanes", value: first, message });
}

function noLink(value: string): Fault {
  const message = "link must be a short link’s id, or a link that carries a run.";
  return { code: "bad-argument", field: "link", value: value.slice(0, 40), message };
}

const toError = (error: unknown): EngineError =>
  error instanceof EngineError ? error : new EngineError({ code: "internal", message: String(error) });

function finished(report: Report | null): ResultView | null {
  return report === null ? null : { kind: "report", report, over: null };
}

function plannedOf(spec: Spec, checked: Checked): Planned {
  const workers = spec.workers ?? (checked.ok ? (checked.spec.workers ?? [1]) : [1]);
  return { plan: planned({ ...spec, workers }, manifest.lanes), blocks: spec.blocks ?? manifest.limits.defaultBlocks };
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
