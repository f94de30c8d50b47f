// <velocidade-costs>: what the workers of a run spent their time on, beside the efficiency that is left.

import { html, nothing, type TemplateResult } from "lit";
import { adopt } from "../elements/adopt.js";
import "../elements/figure.js";
import { fold } from "../elements/fold.js";
import { HeavyPart } from "../elements/part.js";
import type { Report } from "../report.js";
import sheet from "./costs.css" with { type: "text" };
import { chiefCosts, costsOf } from "./costs.js";
import { costsFinding, costsLegend, costsPlot, costsTable } from "./plot.js";

const styles = new CSSStyleSheet();
styles.replaceSync(sheet);

export class WorkersCosts extends HeavyPart {
  static override properties = { report: { attribute: false } };

  declare report: Report | null;

  constructor() {
    super();
    this.report = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult | typeof nothing {
    const { report } = this;
    const rows = report === null ? [] : costsOf(report);
    const chief = report === null ? undefined : chiefCosts(report, rows);
    if (chief === undefined) return nothing;
    return html`<velocidade-figure
        .heading=${costsFinding(chief)}
        .draw=${(width: number) => costsPlot(rows, width)}
        .note=${costsLegend(chief.lane)}
      ></velocidade-figure>
      ${fold("What the workers’ time went into, as a table", () => costsTable(rows))}`;
  }
}

customElements.define("velocidade-costs", WorkersCosts);
