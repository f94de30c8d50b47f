// The playground: holds the form, the run and the list of runs, and wires them to the address, the keyboard and the
// engine. What each part looks like is the parts' own business.

import { html, nothing, type TemplateResult } from "lit";
import { engine, faultFrom, warm } from "../engine/client.js";
import type { Manifest, Program } from "../manifest.js";
import { planned } from "../plots/series.js";
import type { Fault, Progress, Report, Spec } from "../report.js";
import type { Origin } from "../share/origin.js";
import { fromQuery, toQuery } from "../state/address.js";
import { type Checked, check, faultOf } from "../state/check.js";
import { defaultForm, type Form } from "../state/form.js";
import { type Planned, progressed, type RunState, started, stopping } from "../state/run.js";
import { findRun, loadRuns, type Run, type Runs, sameRun, saveRuns, withRun } from "../state/runs.js";
import { formFields } from "./form.js";
import { history as historyView } from "./history.js";
import { Part } from "./part.js";
import "./picker.js";
import { argsText, clock, sentence } from "../format.js";
import { drawn } from "./drawn.js";
import { progressView } from "./progress.js";
import type { ResultView } from "./result.js";
import { reveal } from "./reveal.js";
import "./result.js";
import "./source.js";

export class Playground extends Part {
  static override properties = {
    form: { state: true },
    run: { state: true },
    runs: { state: true },
    shown: { state: true },
    over: { state: true },
    refused: { state: true },
    spoken: { state: true },
  };

  declare form: Form;
  declare run: RunState;
  declare runs: Runs;
  /** Ids of the run shown and of the one laid over it. */
  declare shown: number | null;
  declare over: number | null;
  /** Why something that was to be opened could not be. */
  declare refused: Fault | null;
  /** What a screen reader is told without asking: the start, the half and the end of a run. */
  declare spoken: string;

  readonly #manifest: Manifest;
  readonly #cores = navigator.hardwareConcurrency || 1;
  #abort: AbortController | null = null;
  /** The entry of the browser's history belongs to a run or to a choice of program: the next edit makes a new one. */
  #settled = true;
  #news: Progress[] = [];
  #lastView: ResultView | null = null;

  constructor(manifest: Manifest) {
    super();
    this.#manifest = manifest;
    this.form = fromQuery(location.search, manifest, this.#cores);
    this.run = { kind: "idle" };
    this.runs = loadRuns(() => sessionStorage);
    this.shown = null;
    this.over = null;
    this.refused = null;
    this.spoken = "";
    this.addEventListener("velocidade:again", (event) => this.#again((event as CustomEvent<Report>).detail));
  }

  /** Shows a run from elsewhere, or lays it over the one shown. */
  take(report: Report, origin: Origin, over: boolean): void {
    this.refused = null;
    if (sameRun(this.runs, report) === undefined) {
      this.runs = withRun(this.runs, report, origin);
      setTimeout(() => saveRuns(() => sessionStorage, this.runs));
    }
    const run = sameRun(this.runs, report);
    const shown = findRun(this.runs, this.shown);
    if (run === undefined || this.run.kind === "running") return;
    if (over && shown !== undefined && shown !== run && shown.report.program === report.program) this.over = run.id;
    else {
      this.#show(run);
      // An address that says nothing else is about the run that it brings.
      if (!over && location.search === "") void this.#respecify(report);
    }
  }

  /** The form of what a report is of. */
  async #respecify(report: Report): Promise<void> {
    const { formOf } = await import("../share/respec.js");
    this.form = formOf(report, this.#manifest, this.form);
  }

  refuse(fault: Fault): void {
    this.refused = fault;
  }

  /** Runs what a report is of, here; the report is laid under what that gives. */
  async #again(report: Report): Promise<void> {
    await this.#respecify(report);
    this.#edit(this.form, true);
    await this.#start();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("popstate", this.#restored);
    addEventListener("keydown", this.#key);
  }

  override disconnectedCallback(): void {
    removeEventListener("popstate", this.#restored);
    removeEventListener("keydown", this.#key);
    this.#abort?.abort();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const checked = check(this.form, this.#manifest);
    const running = this.run.kind === "running";
    const shown = findRun(this.runs, this.shown);
    const over = findRun(this.runs, this.over);
    return html`
      ${this.#controls(checked)}
      <section class="readout" aria-labelledby="subject">
        <h2 id="subject">${this.#subject(checked, shown)}</h2>
        ${this.run.kind === "running" ? progressView(this.run.progress, this.run.stopping, this.#manifest.runtimes) : nothing}
        ${this.run.kind === "failed" ? failure(this.run.fault, () => void this.#start()) : nothing}
        ${this.refused === null ? nothing : this.#refusal(this.refused)}
        ${over === undefined || running ? nothing : this.#overlaid(over)}
        ${this.#headline(checked)}
        <velocidade-result .view=${this.#view(checked, shown, over)}></velocidade-result>
        ${checked.program === undefined ? nothing : sourceOf(checked.program)}
      </section>
      ${historyView({
        runs: this.runs,
        shown: running ? undefined : shown,
        over,
        show: this.#show,
        lay: (run) => {
          this.over = run?.id ?? null;
        },
      })}
      <velocidade-intake></velocidade-intake>
      <p class="spoken" role="status">${this.spoken}</p>
    `;
  }

  override updated(): void {
    if (this.shown !== null) void import("../share/toolbar.js").catch(() => {});
  }

  #refusal({ message, field, limit }: Fault): TemplateResult {
    return html`<div class="failure" role="alert">
      <p><b>This could not be opened.</b> ${sentence(message)}
        ${field === undefined || limit === undefined ? nothing : html`<small>Field: ${field}. Allowed: ${limit}.</small>`}</p>
      <button type="button" @click=${() => {
        this.refused = null;
      }}>Leave it</button>
    </div>`;
  }

  #controls(checked: Checked): TemplateResult {
    const { form, run } = this;
    const fields = { manifest: this.#manifest, form, checked, cores: this.#cores };
    const choose = (event: CustomEvent<string>) => this.#edit({ ...form, program: event.detail }, true);
    return html`<form class="controls" aria-label="What to run" novalidate
      @submit=${this.#submit} @focusin=${warm} @pointerdown=${warm}>
      <velocidade-picker .programs=${this.#manifest.programs} .chosen=${form.program}
        .fault=${faultOf(checked, "program")?.message} @choose=${choose}></velocidade-picker>
      ${formFields({ ...fields, edit: (edited) => this.#edit(edited, false) })}
      <div class="actions">
        <button type="submit" class="run" aria-disabled=${run.kind === "running"}>Run</button>
        <button type="button" class="stop" aria-disabled=${run.kind !== "running" || run.stopping}
          @click=${this.#stop}>Stop</button>
        <p class="hint"><kbd>Ctrl</kbd> <kbd>Enter</kbd> runs, <kbd>Esc</kbd> stops.</p>
      </div>
    </form>`;
  }

  #overlaid(over: Run): TemplateResult {
    const off = () => {
      this.over = null;
    };
    return html`<p class="over">The run of ${clock(over.report)} is laid over this one, below each strip.
      <button type="button" class="quiet" @click=${off}>Take it off</button></p>`;
  }

  /** What the readout is about: the program under way, shown, or chosen, in this order. */
  #subject(checked: Checked, shown: Run | undefined): TemplateResult {
    const title = (name: string) => this.#manifest.programs.find((p) => p.name === name)?.title ?? name;
    if (this.run.kind === "running") return html`${title(this.run.spec.program)}`;
    if (shown !== undefined)
      return html`${title(shown.report.program)} at ${clock(shown.report)} <small>${argsText(shown.report.args)}</small>`;
    return html`${checked.program?.title ?? "No program chosen"}`;
  }

  /** Before the first verdict, its place says what will stand there. */
  #headline(checked: Checked): TemplateResult | typeof nothing {
    if (this.run.kind === "running" || this.run.kind === "failed" || this.shown !== null) return nothing;
    return html`<p class="verdict empty">${
      checked.ok
        ? "Press Run: one worker against many, on the same work, and a sentence here that says what it gained."
        : `Nothing to run yet: mend ${checked.faults.length === 1 ? "the entry" : "the entries"} marked in the form.`
    }</p>`;
  }

  #view(checked: Checked, shown: Run | undefined, over: Run | undefined): ResultView | null {
    if (this.run.kind === "running") return this.run.live;
    if (shown !== undefined) return this.#reportView(shown, over?.report ?? null);
    // What cannot be run yet still has an idea of what will be seen: the defaults'.
    const fit = checked.ok ? checked : check(defaultForm(this.#manifest, this.#cores), this.#manifest);
    return fit.ok ? { kind: "plan", ...this.#planned(fit.spec) } : null;
  }

  #planned(spec: Spec): Planned {
    const { lanes, limits } = this.#manifest;
    return { plan: planned(spec, lanes), blocks: spec.blocks ?? limits.defaultBlocks };
  }

  /** The same view for the same reports: typing in the form draws no plot anew. */
  #reportView({ report, origin }: Run, over: Report | null): ResultView {
    const last = this.#lastView;
    if (last?.kind === "report" && last.report === report && last.over === over) return last;
    this.#lastView = { kind: "report", report, over, origin };
    return this.#lastView;
  }

  #edit(form: Form, choice: boolean): void {
    this.form = form;
    const query = toQuery(form, this.#manifest, this.#cores);
    const address = location.pathname + query + location.hash;
    if (choice || this.#settled) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.#settled = false;
  }

  readonly #restored = (): void => {
    this.form = fromQuery(location.search, this.#manifest, this.#cores, this.form);
    this.#settled = true;
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.#start();
    } else if (event.key === "Escape" && !event.defaultPrevented) {
      this.#stop();
    }
  };

  #submit(event: Event): void {
    event.preventDefault();
    void this.#start();
  }

  readonly #stop = (): void => {
    this.run = stopping(this.run);
    this.#abort?.abort();
  };

  readonly #show = (run: Run): void => {
    this.shown = run.id;
    if (this.over === run.id) this.over = null;
    if (findRun(this.runs, this.over)?.report.program !== run.report.program) this.over = null;
    if (this.run.kind === "failed") this.run = { kind: "done" };
    void this.updateComplete.then(() => this.#reveal());
  };

  async #start(): Promise<void> {
    if (this.run.kind === "running") return;
    const checked = check(this.form, this.#manifest);
    if (!checked.ok) {
      const fault = checked.faults[0];
      this.spoken = fault === undefined ? "" : `Not started. ${fault.message}`;
      this.querySelector<HTMLElement>("[aria-invalid=true], fieldset[aria-describedby] input")?.focus();
      return;
    }
    this.#settled = true;
    this.#news = [];
    this.#abort = new AbortController();
    const before = findRun(this.runs, this.shown);
    this.run = started(checked.spec, this.#planned(checked.spec));
    this.over = null;
    this.refused = null;
    this.spoken = "Running.";
    this.#reveal();
    try {
      const report = await engine().run(checked.spec, { signal: this.#abort.signal, onProgress: this.#progress });
      this.runs = withRun(this.runs, report);
      // Writing megabytes of spans takes a while; the verdict need not wait for it.
      setTimeout(() => saveRuns(() => sessionStorage, this.runs));
      this.shown = this.runs[0]?.id ?? null;
      // A run from elsewhere is what one's own is compared with.
      if (before?.origin !== undefined && before.report.program === report.program) this.over = before.id;
      this.run = { kind: "done" };
      this.spoken = report.verdict;
    } catch (error) {
      const fault = faultFrom(error);
      this.run = { kind: "failed", spec: checked.spec, fault };
      this.spoken = fault.message;
    } finally {
      this.#abort = null;
      this.#news = [];
    }
  }

  /** Short samples can arrive by the hundred a second: the page takes them in once a frame. */
  readonly #progress = (progress: Progress): Promise<void> => {
    this.#news.push(progress);
    if (this.#news.length === 1) requestAnimationFrame(this.#takeIn);
    return drawn();
  };

  readonly #takeIn = (): void => {
    const half = this.run.kind === "running" && (this.run.progress?.fraction ?? 0) < 0.5;
    this.run = this.#news.reduce(progressed, this.run);
    this.#news = [];
    if (half && this.run.kind === "running" && (this.run.progress?.fraction ?? 0) >= 0.5) this.spoken = "Half done.";
  };

  /** Below the form on a narrow screen, or scrolled past. */
  #reveal(): void {
    reveal(this.querySelector(".readout"), 0.6);
  }
}

function sourceOf({ name, code }: Program): TemplateResult {
  return html`<velocidade-source .name=${name} .code=${code}></velocidade-source>
    <p class="hint"><a href="edit/?program=${name}">Edit this program</a></p>`;
}

function failure(fault: Fault, retry: () => void): TemplateResult {
  return html`<div class="failure" role="alert">
    <p><b>The run could not be finished.</b> ${fault.message} ${navigator.onLine ? "" : "This browser is offline."}</p>
    <button type="button" @click=${retry}>Try again</button>
  </div>`;
}
