// The timeline with its switches: cold or last run, which lane at which worker count.

import { html, nothing, type TemplateResult } from "lit";
import { timelineFinding } from "../findings.js";
import { percent, time } from "../format.js";
import { entryKey, entryName, laneLook } from "../lanes.js";
import { PHASES, phaseTotals, timelinePlot } from "../plots/timeline.js";
import type { Phase, Report, Span } from "../report.js";
import { fold } from "./fold.js";
import { HeavyPart } from "./part.js";

const MEANING: Readonly<Record<Phase, string>> = {
  spawn: "starting the worker",
  compile: "instantiating the module",
  copy: "messages on their way",
  run: "inside the program",
  wait: "idle while others work",
};

export class Timeline extends HeavyPart {
  static override properties = { report: { attribute: false }, entry: { state: true }, cold: { state: true } };

  declare report: Report;
  /** Key of the lane and worker count shown; one that the report lacks falls back to the last. */
  declare entry: string;
  declare cold: boolean;

  constructor() {
    super();
    this.entry = "";
    this.cold = false;
  }

  override render(): TemplateResult | typeof nothing {
    const kept = new Map(
      this.report.timeline.map((span) => [entryKey(span), { lane: span.lane, workers: span.workers }]),
    );
    const entries = this.report.lanes.filter((lane) => kept.has(entryKey(lane)));
    const shown = entries.find((lane) => entryKey(lane) === this.entry) ?? entries.at(-1);
    if (shown === undefined) return nothing;
    const run = this.cold ? "first" : "last";
    const spans = this.report.timeline.filter(
      (s) => s.lane === shown.lane && s.workers === shown.workers && s.run === run,
    );
    return html`<velocidade-figure
        .heading=${timelineFinding(spans)}
        .controls=${this.#switches(entries, entryKey(shown))}
        .draw=${(width: number) => timelinePlot({ lane: shown.lane, spans }, width)}
        .note=${legend(shown.lane, spans)}
      ></velocidade-figure>
      ${fold("The timeline as a table", () => phaseTable(entryName(shown), this.cold, spans))}`;
  }

  #switches(entries: readonly { lane: string; workers: number }[], shown: string): TemplateResult {
    const option = (cold: boolean, label: string) =>
      html`<button type="button" aria-pressed=${this.cold === cold} @click=${() => {
        this.cold = cold;
      }}>${label}</button>`;
    return html`<div class="switches">
      <select aria-label="Lane and worker count of the timeline" @change=${(event: Event) => {
        if (event.target instanceof HTMLSelectElement) this.entry = event.target.value;
      }}>
        ${entries.map((lane) => {
          const key = entryKey(lane);
          return html`<option value=${key} ?selected=${key === shown}>${entryName(lane)}</option>`;
        })}
      </select>
      <div class="segments" role="group" aria-label="Which run">${option(true, "Cold run")}${option(false, "Last run")}</div>
    </div>`;
  }
}

function legend(lane: string, spans: readonly Span[]): TemplateResult {
  const totals = phaseTotals(spans);
  const items = PHASES.filter((phase) => totals[phase] > 0).map((phase) => {
    const [y, height] = phase === "wait" ? [5, 2] : [0, 12];
    return html`<span><svg width="12" height="12" aria-hidden="true">
      <rect class="phase-${phase}" y=${y} width="12" height=${height} /></svg>
      <b>${phase}</b> ${MEANING[phase]}, ${time(totals[phase])}</span> `;
  });
  return html`Added up over the workers: <span class="phases ${laneLook(lane).className}">${items}</span>`;
}

function phaseTable(name: string, cold: boolean, spans: readonly Span[]): TemplateResult {
  const workers = [...new Set(spans.map((span) => span.worker))].sort((a, b) => a - b);
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Timeline table">
      <table>
        <caption>${name}, ${cold ? "cold" : "last"} run: time and share by phase</caption>
        <thead><tr><th scope="col">Worker</th>${PHASES.map((phase) => html`<th scope="col">${phase}</th>`)}</tr></thead>
        <tbody>${workers.map((worker) => {
          const totals = phaseTotals(spans.filter((span) => span.worker === worker));
          const all = PHASES.reduce((sum, phase) => sum + totals[phase], 0) || 1;
          const cells = PHASES.map((phase) => {
            const share = html`${time(totals[phase])} <small>${percent(totals[phase] / all)}</small>`;
            return html`<td>${totals[phase] === 0 ? "–" : share}</td>`;
          });
          return html`<tr><th scope="row">${worker + 1}</th>${cells}</tr>`;
        })}</tbody>
      </table>
    </div>`;
}

customElements.define("velocidade-timeline", Timeline);
