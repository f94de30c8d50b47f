// What a run found, or is finding, or will show: the one view of results, in the playground and in the public element.

import { html, nothing, type TemplateResult } from "lit";
import { finding } from "../findings.js";
import { argsText, capital, count, number, plural, time } from "../format.js";
import { entryName } from "../lanes.js";
import { samplesPlot } from "../plots/samples.js";
import { fromSamples, seriesOf } from "../plots/series.js";
import { efficienciesOf, gainsOf, type SpeedupModel, speedupPlot, workersOf } from "../plots/speedup.js";
import type { Report, Sampled, Warning } from "../report.js";
import type { Origin } from "../share/origin.js";
import type { Live, Planned } from "../state/run.js";
import { HeavyPart } from "./part.js";
import "./changes.js";
import "./figure.js";
import { fold } from "./fold.js";
import "./timeline.js";
import { resultTable, sampleTable } from "./table.js";

export type ResultView =
  | ({ readonly kind: "plan" } & Planned)
  | Live
  | {
      readonly kind: "report";
      readonly report: Report;
      /** The run that is laid over it. */
      readonly over: Report | null;
      /** Where the report comes from, if not from here. */
      readonly origin?: Origin | undefined;
      /** Of a program of the reader's own. */
      readonly source?: string;
    };

const EFFICIENCY = "Efficiency is speed-up divided by workers";

const MARKS_NOTE = "Each mark is one run, a strip’s blocks in order from top to bottom; hollow marks are warm-up runs.";

const SAMPLES_NOTE = `${MARKS_NOTE} The line is the median, the band its interval of at least 95 %. Rings mark outliers: flagged, never dropped.`;

export class Result extends HeavyPart {
  static override properties = { view: { attribute: false }, compact: { type: Boolean } };

  declare view: ResultView | null;
  /** Only the verdict, the two main plots and a folded table: for the midst of somebody else's text. */
  declare compact: boolean;

  /** The plots to come of a plan: kept, since they are not drawn anew with every sample. */
  #ideal: { readonly plan: Planned["plan"]; readonly drawn: TemplateResult } | null = null;

  constructor() {
    super();
    this.view = null;
    this.compact = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (view === null) return nothing;
    switch (view.kind) {
      case "plan":
        return coming(
          view,
          [],
          "Samples will appear here, one by one",
          this.#ideals(view, "The dashed line is ideal: twice the workers, half the time"),
        );
      case "live":
        return coming(
          view,
          view.samples,
          "Samples so far",
          this.#ideals(view, "Speed-ups follow when the last block is done"),
        );
      case "report":
        return this.compact ? brief(view.report) : found(view);
    }
  }

  #ideals({ plan }: Planned, heading: string): TemplateResult | typeof nothing {
    if (this.compact) return nothing;
    if (this.#ideal?.plan !== plan)
      this.#ideal = { plan, drawn: speedups([], [], workersOf(plan), heading, EFFICIENCY) };
    return this.#ideal.drawn;
  }
}

/** Before the report: the strips that the samples fill, and the ideal line that they will be held against. */
function coming(
  { plan, blocks }: Planned,
  samples: readonly Sampled[],
  heading: string,
  ideals: TemplateResult | typeof nothing,
): TemplateResult {
  const rows = fromSamples(plan, samples);
  return html`
    ${figure(heading, (width) => samplesPlot({ rows, blocks, over: [] }, width), MARKS_NOTE)}
    ${ideals}
  `;
}

function found({ report, over: other, origin, source }: ResultView & { readonly kind: "report" }): TemplateResult {
  // Wanted only now: what is not there yet is an empty element.
  void import("../costs/element.js");
  void import("../reference/element.js");
  const rows = seriesOf(report);
  const over = other === null ? [] : seriesOf(other);
  const gains = gainsOf(report);
  const blocks = Math.max(report.plan.blocks, ...(other === null ? [] : [other.plan.blocks]));
  return html`
    <p class="verdict ${report.status}">${verdictText(report.verdict)}</p>
    <velocidade-actions .report=${report} .origin=${origin ?? null} .source=${source ?? ""}></velocidade-actions>
    ${
      other === null
        ? nothing
        : html`<velocidade-changes class="result-table" .report=${report} .other=${other}></velocidade-changes>`
    }
    ${warnings(report.warnings)}
    ${figure(finding(report, "time"), (width) => samplesPlot({ rows, blocks, over }, width), SAMPLES_NOTE)}
    ${fold("Every sample as a table", () => sampleTable(report))}
    ${speedups(gains, efficienciesOf(report), workersOf(report.lanes), finding(report, "speedup"), finding(report, "efficiency"))}
    <velocidade-costs .report=${report}></velocidade-costs>
    <velocidade-timeline .report=${report}></velocidade-timeline>
    <section class="result-table"><h3>All results</h3>${resultTable(report)}</section>
    <velocidade-reference .report=${report}></velocidade-reference>
    ${answer(report)}
    ${facts(report)}
  `;
}

function brief(report: Report): TemplateResult {
  const rows = seriesOf(report);
  const gains = gainsOf(report);
  const model = { gains, workers: workersOf(report.lanes), measure: "speedup" } as const;
  return html`
    <p class="verdict ${report.status}">${verdictText(report.verdict)}</p>
    ${warnings(report.warnings)}
    ${figure(finding(report, "time"), (width) => samplesPlot({ rows, blocks: report.plan.blocks, over: [] }, width))}
    ${gains.length === 0 ? nothing : figure(finding(report, "speedup"), (width) => speedupPlot(model, width))}
    ${fold("The numbers as a table", () => resultTable(report))}
  `;
}

function speedups(
  gains: SpeedupModel["gains"],
  efficiencies: SpeedupModel["gains"],
  workers: readonly number[],
  speedup: string,
  efficiency: string,
): TemplateResult {
  return html`<div class="pair">
    ${figure(speedup, (width) => speedupPlot({ gains, workers, measure: "speedup" }, width))}
    ${figure(efficiency, (width) => speedupPlot({ gains: efficiencies, workers, measure: "efficiency" }, width))}
  </div>`;
}

function figure(heading: string, draw: (width: number) => TemplateResult, note = ""): TemplateResult {
  return html`<velocidade-figure .heading=${heading} .draw=${draw} .note=${note}></velocidade-figure>`;
}

/** The sentence as the engine wrote it; what stands in brackets, intervals and counts, is set quieter. */
function verdictText(verdict: string): (string | TemplateResult)[] {
  return verdict
    .split(/(\([^()]*\))/)
    .map((piece) => (piece.startsWith("(") ? html`<span class="aside">${piece}</span>` : piece));
}

function warnings(list: readonly Warning[]): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<section class="warnings">
    <h3>${capital(count(list.length, "thing"))} to know before you believe it</h3>
    <ul>${list.map((w) => html`<li>${w.message}</li>`)}</ul>
  </section>`;
}

function answer(report: Report): TemplateResult {
  // Lanes that ran less have an answer of their own.
  const sizes = new Set(report.lanes.filter((lane) => lane.result !== "").map((lane) => lane.args ?? ""));
  return html`${[...sizes].map((args) => answerAt(report, args))}`;
}

function answerAt(report: Report, args: string): TemplateResult {
  const answers = new Map<string, string[]>();
  for (const lane of report.lanes) {
    if (lane.result === "" || (lane.args ?? "") !== args) continue;
    answers.set(lane.result, [...(answers.get(lane.result) ?? []), entryName(lane)]);
  }
  const at = args === "" ? "" : ` at ${args}`;
  return html`<section class="answer">
    <h3>${
      answers.size === 1 ? `Its answer${at}, the same on every lane` : `The lanes disagree about the answer${at}`
    }</h3>
    ${[...answers].map(([text, lanes]) => {
      const whose = answers.size > 1 ? html`<p>${lanes.join(", ")}</p>` : nothing;
      return html`${whose}<pre tabindex="0">${text}</pre>`;
    })}
  </section>`;
}

function facts({ host, plan, startedAt, args, lanes }: Report): TemplateResult {
  const runtimes = new Set(lanes.flatMap((lane) => lane.runtime ?? []));
  return html`<p class="facts">
    Measured ${new Date(startedAt).toLocaleString()} · ${argsText(args)} ·
    ${plural(host.cores, "core")} by the browser’s word ·
    ${host.isolated ? "cross-origin isolated" : "not cross-origin isolated: coarser clock, no shared memory"} ·
    clock steps of ${time(host.timerResolutionMs)} · ${plural(plan.blocks, "block")} of ${plural(plan.parts, "part")},
    ${plural(plan.warmups, "warm-up run")} a lane · order seed ${number(plan.seed, 0)} ·
    ${host.go} ${host.platform} · build ${host.build}${[...runtimes].map((runtime) => ` · ${runtime}`)}
  </p>`;
}

customElements.define("velocidade-result", Result);
