// A run against another of the same program, lane by lane, whichever came first. The statistics are the engine's, so the table comes a
// moment later, and with it the engine where it had not been loaded: after a reload with runs kept.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { EngineError, engine } from "../engine/client.js";
import { clock, ratio, ratios, timeIn, unitFor } from "../format.js";
import { entryKey, laneLook } from "../lanes.js";
import type { Comparison, Comparisons, Report } from "../report.js";
import { Part } from "./part.js";

type Compared =
  | { readonly kind: "comparing" }
  | { readonly kind: "compared"; readonly found: Comparisons }
  | { readonly kind: "failed"; readonly message: string };

const EMPTY = "–";

/** What stands in place of a comparison. */
const MISSING: Record<Compared["kind"], string> = {
  comparing: "…",
  compared: "not compared",
  failed: EMPTY,
};

const words: Record<Comparison["difference"], string> = {
  faster: "faster",
  slower: "slower",
  same: "no difference",
  undecided: "no difference found",
  "not-claimed": "too few samples",
};

const BY: Record<Comparison["by"], string> = { speedup: "speed-up", time: "time" };

export class Changes extends Part {
  static override properties = {
    report: { attribute: false },
    other: { attribute: false },
    compared: { state: true },
  };

  declare report: Report | null;
  declare other: Report | null;
  declare compared: Compared;

  constructor() {
    super();
    this.report = null;
    this.other = null;
    this.compared = { kind: "comparing" };
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("report") || changed.has("other")) void this.#compare();
  }

  override render(): TemplateResult | typeof nothing {
    const { report, other, compared } = this;
    if (report === null || other === null) return nothing;
    return html`<h3>Against the run of ${clock(other)}</h3>
      ${compared.kind === "compared" ? html`<p class="change">${compared.found.verdict} ${compared.found.next ?? ""}</p>` : nothing}
      ${compared.kind === "failed" ? html`<p role="alert">${compared.message}</p>` : changeTable(inOrder(report, other), compared)}`;
  }

  async #compare(): Promise<void> {
    const { report, other } = this;
    if (report === null || other === null) return;
    this.compared = { kind: "comparing" };
    try {
      const { earlier, later } = inOrder(report, other);
      const found = await engine().compare([earlier], [later]);
      if (report !== this.report || other !== this.other) return; // another pair was chosen meanwhile
      this.compared = { kind: "compared", found };
    } catch (error) {
      const message = error instanceof EngineError ? error.message : String(error);
      this.compared = { kind: "failed", message: `The two runs could not be compared. ${message}` };
    }
  }
}

interface Pair {
  readonly earlier: Report;
  readonly later: Report;
}

function inOrder(a: Report, b: Report): Pair {
  return a.startedAt <= b.startedAt ? { earlier: a, later: b } : { earlier: b, later: a };
}

function changeTable({ earlier, later }: Pair, compared: Compared): TemplateResult {
  const unit = unitFor(Math.max(0, ...[...later.lanes, ...earlier.lanes].map((lane) => lane.medianMs ?? 0)));
  const before = new Map(earlier.lanes.map((lane) => [entryKey(lane), lane.medianMs]));
  const lanes = compared.kind === "compared" ? compared.found.lanes : [];
  const found = new Map(lanes.map((c) => [entryKey(c), c]));
  const median = (ms: number | null) => (ms === null ? EMPTY : timeIn(unit, ms));
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Table of changes">
    <table aria-busy=${compared.kind === "comparing"}>
      <caption>Medians in ${unit.name}, of the runs of ${clock(earlier)} and ${clock(later)}</caption>
      <thead>
        <tr>
          <th scope="col">Lane</th>
          <th scope="col">Workers</th>
          <th scope="col">Earlier</th>
          <th scope="col">Later</th>
          <th scope="col">Compared by</th>
          <th scope="col">Later against earlier</th>
          <th scope="col">95 % interval</th>
          <th scope="col">In words</th>
        </tr>
      </thead>
      <tbody>${later.lanes.map((lane) => {
        const c = found.get(entryKey(lane));
        return html`<tr class=${laneLook(lane.lane).className}>
          <th scope="row"><span class="swatch" aria-hidden="true"></span>${lane.lane}</th>
          <td>${lane.workers}</td>
          <td>${median(before.get(entryKey(lane)) ?? null)}</td>
          <td>${median(lane.medianMs)}</td>
          <td>${c === undefined ? EMPTY : BY[c.by]}</td>
          <td><b>${c?.ratio ? ratio(c.ratio.value) : EMPTY}</b></td>
          <td>${c?.ratio ? ratios(c.ratio.interval) : EMPTY}</td>
          <td>${c === undefined ? MISSING[compared.kind] : words[c.difference]}</td>
        </tr>`;
      })}</tbody>
    </table>
  </div>`;
}

customElements.define("velocidade-changes", Changes);
