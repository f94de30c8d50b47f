// <velocidade-lab name="race" args="runs=10">: one laboratory inside any page. It starts on a click, never on its own, and
// fires "velocidade:lab" with the result as detail. What its args leave out takes the laboratory's defaults.

import laboratories from "velocidade:labs";
import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { EngineError, engine, warmLabs } from "../../engine/client.js";
import type { Fault } from "../../report.js";
import { readArgs } from "../../state/args.js";
import { instrument } from "../../styles/instrument.js";
import tokens from "../../styles/tokens.css" with { type: "text" };
import { fold } from "../fold.js";
import "../figure.js";
import { labChart } from "./charts.js";
import { type Journal, written } from "./journal.js";
import { journalView } from "./journalview.js";
import sheet from "./lab.css" with { type: "text" };
import { chartTable, labTable } from "./tables.js";
import type { LabAct, LabEvent, LabResult } from "./types.js";

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly stopping: boolean }
  | { readonly kind: "done"; readonly result: LabResult }
  | { readonly kind: "failed"; readonly fault: Fault };

export class Laboratory extends LitElement {
  static override styles = [unsafeCSS(tokens), instrument, unsafeCSS(sheet)];
  static override properties = {
    name: { type: String },
    args: { type: String },
    state: { state: true },
    journal: { state: true },
    typed: { state: true },
  };

  declare name: string;
  declare args: string | null;
  declare state: State;
  declare journal: Journal;
  /** What was typed into the form, by parameter. */
  declare typed: Readonly<Record<string, string>>;

  #abort: AbortController | null = null;
  #act: (act: LabAct) => void = () => undefined;
  #heard: LabEvent[] = [];
  #turning = 0;

  constructor() {
    super();
    this.name = "";
    this.args = null;
    this.state = { kind: "idle" };
    this.journal = [];
    this.typed = {};
  }

  /** Runs the laboratory and shows it. Rejects with an EngineError where it could not be carried out or was stopped. */
  async run(): Promise<LabResult> {
    if (this.state.kind === "running")
      throw new EngineError({
        code: "busy",
        message: "This experiment is under way: stop it first, or wait for its end.",
      });
    const abort = new AbortController();
    this.#abort = abort;
    this.state = { kind: "running", stopping: false };
    this.journal = [];
    this.#heard = [];
    try {
      const result = await engine().lab(this.name, this.#argsText(), {
        signal: abort.signal,
        onEvent: (event) => this.#hear(event),
        onStart: (act) => {
          this.#act = act;
        },
      });
      this.#write();
      this.state = { kind: "done", result };
      this.dispatchEvent(new CustomEvent("velocidade:lab", { detail: result, bubbles: true, composed: true }));
      return result;
    } catch (error) {
      const fault: Fault = error instanceof EngineError ? error.fault : { code: "internal", message: String(error) };
      this.#write();
      this.state = { kind: "failed", fault };
      throw error;
    } finally {
      this.#abort = null;
    }
  }

  override disconnectedCallback(): void {
    this.#abort?.abort();
    super.disconnectedCallback();
  }

  #argsText(): string {
    const given = { ...readArgs(this.args ?? ""), ...this.typed };
    return Object.entries(given)
      .map(([name, value]) => `${name}=${value}`)
      .join(",");
  }

  /** Events come in swarms: they are drawn once a frame. */
  #hear(event: LabEvent): void {
    this.#heard.push(event);
    if (this.#turning === 0) this.#turning = requestAnimationFrame(() => this.#write());
  }

  #write(): void {
    cancelAnimationFrame(this.#turning);
    this.#turning = 0;
    const events = this.#heard.splice(0);
    if (events.length > 0) this.journal = written(this.journal, events);
  }

  override render(): TemplateResult {
    const about = laboratories.find((lab) => lab.name === this.name);
    if (about === undefined) return html`<p class="fault" role="alert">There is no laboratory “${this.name}”.</p>`;
    const { state } = this;
    const running = state.kind === "running";
    return html`<section class="lab" aria-label=${about.title}>
      <header>
        <h2>${about.title}</h2>
        <button type="button" class="run" aria-disabled=${running} @pointerenter=${warmLabs} @focus=${warmLabs}
          @click=${this.#start}>Run</button>
        <button type="button" class="stop" aria-disabled=${!running || state.stopping} @click=${this.#stop}>Stop</button>
      </header>
      <p class="summary">${about.summary}</p>
      <details class="about">
        <summary>What is tried, and settings</summary>
        ${about.doc.split(/\n\s*\n/).map((text) => html`<p>${text}</p>`)}
        ${this.#settings(about)}
      </details>
      <p class="spoken" role="status">${this.#spoken()}</p>
      ${state.kind === "done" ? resultView(state.result) : nothing}
      ${
        state.kind === "failed"
          ? html`<div class="failure"><p class="fault" role="alert">${state.fault.message}</p>${fullPage(this.name, state.fault)}</div>`
          : nothing
      }
      ${running ? html`<p class="doing">${this.#doing()}</p>` : nothing}
      ${this.#happened(running)}
    </section>`;
  }

  #set(name: string, value: string): void {
    this.typed = { ...this.typed, [name]: value };
  }

  #settings(about: (typeof laboratories)[number]): TemplateResult {
    const given = { ...readArgs(this.args ?? ""), ...this.typed };
    const fault = this.state.kind === "failed" ? this.state.fault : null;
    return html`<div class="settings controls">${about.params.map((param) => {
      const wrong = fault !== null && fault.field === param.name;
      const id = `${about.name}-${param.name}`;
      // What is 0 or 1 is a box to tick.
      if (param.min === 0 && param.max === 1)
        return html`<div class="field">
          <label class="tick"><input id=${id} type="checkbox" aria-describedby="${id}-hint"
            .checked=${(given[param.name] ?? param.default) === "1"}
            @change=${(event: Event) => {
              if (event.target instanceof HTMLInputElement) this.#set(param.name, event.target.checked ? "1" : "0");
            }} /> ${param.label}</label>
          <p class="hint" id="${id}-hint">${param.doc}</p>
        </div>`;
      return html`<div class="field">
        <label for=${id}>${param.label}</label>
        <div class="entry">
          <input id=${id} type="text" autocomplete="off" spellcheck="false" aria-invalid=${wrong}
            aria-describedby="${id}-hint" .value=${given[param.name] ?? param.default}
            @input=${(event: Event) => {
              if (event.target instanceof HTMLInputElement) this.#set(param.name, event.target.value);
            }}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === "Enter") this.#start();
            }} />
          ${param.unit === undefined ? nothing : html`<span class="unit" aria-hidden="true">${param.unit}</span>`}
        </div>
        <p class="hint" id="${id}-hint">${param.doc}</p>
      </div>`;
    })}</div>`;
  }

  #doing(): string {
    if (this.state.kind === "running" && this.state.stopping) return "Stopping";
    return this.journal.at(-1)?.text ?? "Starting the engine";
  }

  /** What is read out: the step that begins, and what was found. */
  #spoken(): string {
    switch (this.state.kind) {
      case "idle":
      case "failed":
        return "";
      case "running":
        return this.#doing();
      case "done":
        return this.state.result.finding;
    }
  }

  /** While it runs the journal is what there is to see; afterwards it is kept, folded. */
  #happened(running: boolean): TemplateResult | typeof nothing {
    if (this.journal.length === 0) return nothing;
    if (this.state.kind === "done") return fold("What happened, step by step", () => journalView(this.journal, null));
    return journalView(this.journal, running ? (task) => this.#act({ do: "cancel", task: task.id }) : null);
  }

  readonly #start = (): void => {
    if (this.state.kind === "running") return;
    // What went wrong is shown in the element; a caller of run() hears of it by the rejection.
    this.run().catch(() => undefined);
  };

  readonly #stop = (): void => {
    if (this.state.kind !== "running") return;
    this.state = { kind: "running", stopping: true };
    this.#abort?.abort();
  };
}

/** Where only the frame around it is in the way, a page of its own has what a laboratory needs. */
function fullPage(name: string, fault: Fault): TemplateResult | typeof nothing {
  if (fault.code !== "not-isolated") return nothing;
  const address = new URL(`../lab/#${name}`, import.meta.url).href;
  return html`<p><a href=${address} target="_blank" rel="noopener">Open the laboratory in a page of its own</a></p>`;
}

function resultView(result: LabResult): TemplateResult {
  return html`<p class="verdict">${result.finding}</p>
    ${(result.charts ?? []).map(
      (chart) => html`<velocidade-figure .heading=${chart.title} .note=${chart.note ?? ""}
          .draw=${(width: number) => labChart(chart, width)}></velocidade-figure>
        ${fold("The same as a table", () => labTable(chartTable(chart)))}`,
    )}
    ${(result.tables ?? []).map((table) => html`<div class="result-table">${labTable(table)}</div>`)}
    ${(result.quotes ?? []).map(
      (quote) => html`<figure class="quoted"><figcaption>${quote.title}</figcaption>
        <pre tabindex="0" role="region" aria-label=${quote.title}>${quote.text}</pre></figure>`,
    )}
    ${
      (result.notes ?? []).length === 0
        ? nothing
        : html`<ul class="notes">${result.notes?.map((note) => html`<li>${note}</li>`)}</ul>`
    }`;
}

customElements.define("velocidade-lab", Laboratory);

declare global {
  interface HTMLElementTagNameMap {
    "velocidade-lab": Laboratory;
  }
  interface HTMLElementEventMap {
    "velocidade:lab": CustomEvent<LabResult>;
  }
}
