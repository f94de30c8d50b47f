// The runs of this tab, to be shown again or laid over the one shown.

import { html, nothing, type TemplateResult } from "lit";
import { claimsOf } from "../findings.js";
import { argsText, clock, ratio } from "../format.js";
import type { Report } from "../report.js";
import { comparable, type Run, type Runs } from "../state/runs.js";

export interface HistoryView {
  readonly runs: Runs;
  readonly shown: Run | undefined;
  readonly over: Run | undefined;
  readonly show: (run: Run) => void;
  readonly lay: (run: Run | null) => void;
}

export function history({ runs, shown, over, show, lay }: HistoryView): TemplateResult | typeof nothing {
  if (runs.length === 0) return nothing;
  const fits = shown === undefined ? [] : comparable(runs, shown.report);
  return html`<section class="history" aria-labelledby="history-title">
    <h2 id="history-title">Runs in this tab</h2>
    <ol>${runs.map(
      (run) => html`<li class=${run === shown ? "shown" : ""}>
        <button type="button" class="show" aria-current=${run === shown ? "true" : nothing} @click=${() => show(run)}>
          <span class="what">${run.report.program} <b>${headline(run.report)}</b></span>
          <span class="when">${when(run.report)}${run.origin === undefined ? nothing : `, from a ${run.origin}`} · ${argsText(run.report.args)}</span>
        </button>
        ${
          fits.includes(run)
            ? html`<button type="button" class="quiet" 
              aria-label=${`${run === over ? "Take off" : "Lay over"} the one shown: the run of ${clock(run.report)}`}
              @click=${() => lay(run === over ? null : run)}>${run === over ? "Take off" : "Lay over"}</button>`
            : nothing
        }
      </li>`,
    )}</ol>
  </section>`;
}

function when(report: Report): string {
  return report.status === "complete" ? clock(report) : `${clock(report)}, ${report.status}`;
}

/** The speed-up that the run claims, for telling one entry from another. */
function headline(report: Report): string {
  const claim = claimsOf(report, "speedup")[0];
  return claim?.difference === "faster" && claim.ratio !== null ? ratio(claim.ratio.value) : "";
}
