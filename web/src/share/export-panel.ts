// A run as files: for other programs, for issue trackers, for slides.

import { html, type TemplateResult } from "lit";
import { Part } from "../elements/part.js";
import { engine, faultFrom } from "../engine/client.js";
import type { Format } from "../protocol.js";
import type { Report } from "../report.js";
import { copyText, fileName, save } from "./files.js";
import { type Plot, plotsIn, rasterised, standalone } from "./standalone.js";

interface Choice {
  readonly format: Format;
  readonly name: string;
  readonly extension: string;
  readonly type: string;
  readonly hint: string;
}

const CHOICES: readonly Choice[] = [
  {
    format: "json",
    name: "Report, JSON",
    extension: "json",
    type: "application/json",
    hint: "all of it; this page opens it again",
  },
  { format: "csv", name: "CSV", extension: "csv", type: "text/csv", hint: "a row for every run that was timed" },
  { format: "markdown", name: "Markdown table", extension: "md", type: "text/markdown", hint: "for an issue tracker" },
  {
    format: "go",
    name: "Go benchmark text",
    extension: "txt",
    type: "text/plain",
    hint: "benchstat compares two of them",
  },
  {
    format: "trace",
    name: "Chrome trace events",
    extension: "trace.json",
    type: "application/json",
    hint: "the timeline, for Perfetto",
  },
];

export class ExportPanel extends Part {
  static override properties = { report: { attribute: false }, plots: { state: true }, said: { state: true } };

  declare report: Report | null;
  declare plots: readonly Plot[];
  declare said: string;

  constructor() {
    super();
    this.report = null;
    this.plots = [];
    this.said = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.plots = plotsIn(this.closest("velocidade-result") ?? document);
  }

  override render(): TemplateResult {
    return html`<section class="panel" aria-label="Export">
      <ul class="choices">
        ${CHOICES.map(
          (choice) => html`<li>
            <span>${choice.name} <small>${choice.hint}</small></span>
            <button type="button" aria-label="Save ${choice.name}" @click=${() => this.#out(choice, "save")}>Save</button>
            <button type="button" aria-label="Copy ${choice.name}" @click=${() => this.#out(choice, "copy")}>Copy</button>
          </li>`,
        )}
        ${this.plots.map(
          (plot) => html`<li>
            <span>Plot <small>${plot.title}</small></span>
            <button type="button" aria-label="Save as SVG: ${plot.title}" @click=${() => this.#plot(plot, "svg")}>SVG</button>
            <button type="button" aria-label="Save as PNG: ${plot.title}" @click=${() => this.#plot(plot, "png")}>PNG</button>
          </li>`,
        )}
      </ul>
      <p class="said" role="status">${this.said}</p>
    </section>`;
  }

  async #out(choice: Choice, way: "save" | "copy"): Promise<void> {
    const { report } = this;
    if (report === null) return;
    try {
      const { text } = await engine().ask("exported", { type: "export", report, format: choice.format });
      if (way === "save") {
        save(`${fileName("velocidade", report.program)}.${choice.extension}`, text, choice.type);
        this.said = `${choice.name} saved.`;
      } else {
        this.said = (await copyText(text)) ? `${choice.name} copied.` : "This browser copied nothing: save it instead.";
      }
    } catch (error) {
      this.said = faultFrom(error).message;
    }
  }

  async #plot(plot: Plot, form: "svg" | "png"): Promise<void> {
    const name = `${fileName("velocidade", this.report?.program ?? "", plot.title)}.${form}`;
    try {
      if (form === "svg") save(name, standalone(plot).text, "image/svg+xml");
      else save(name, await rasterised(plot));
      this.said = `${form.toUpperCase()} saved.`;
    } catch (error) {
      this.said = faultFrom(error).message;
    }
  }
}

customElements.define("velocidade-export-panel", ExportPanel);
