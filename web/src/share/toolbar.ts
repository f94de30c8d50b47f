// What can be done with a result, under its verdict: share it, embed it, take it elsewhere. Loaded when there is a result.
// <velocidade-actions> stands in the result's view from the beginning; this makes it one.

import manifest from "velocidade:manifest";
import { html, nothing, type TemplateResult } from "lit";
import { Part } from "../elements/part.js";
import type { Report } from "../report.js";
import "./embed-dialog.js";
import "./export-panel.js";
import { copyPicture, fileName, save } from "./files.js";
import { environment, type Origin } from "./origin.js";
import { picture } from "./picture.js";
import "./share-panel.js";
import { adopt } from "./style.js";

type Panel = "share" | "export" | "embed";

export class Actions extends Part {
  static override properties = {
    report: { attribute: false },
    origin: { attribute: false },
    source: { attribute: false },
    panel: { state: true },
    said: { state: true },
  };

  declare report: Report | null;
  /** Where the run comes from; null for one that was measured here. */
  declare origin: Origin | null;
  /** Of a program of the reader's own; "" for one of the playground's. */
  declare source: string;
  declare panel: Panel | null;
  declare said: string;

  constructor() {
    super();
    this.report = null;
    this.origin = null;
    this.source = "";
    this.panel = null;
    this.said = "";
    adopt();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("report")) return;
    this.panel = null;
    this.said = "";
  }

  override render(): TemplateResult | typeof nothing {
    const { report } = this;
    if (report === null) return nothing;
    return html`${this.origin === null ? nothing : this.#foreign(report, this.origin)}
      <div class="deeds" role="group" aria-label="What to do with this run">
        ${this.#toggle("share", "Share")} ${this.#toggle("embed", "Embed")} ${this.#toggle("export", "Export")}
        <button type="button" class="deed" @click=${() => this.#picture(report)}>Copy image</button>
        <span class="said" role="status">${this.said}</span>
      </div>
      ${this.panel === "share" ? html`<velocidade-share-panel .report=${report} .source=${this.source}></velocidade-share-panel>` : nothing}
      ${this.panel === "export" ? html`<velocidade-export-panel .report=${report}></velocidade-export-panel>` : nothing}
      ${
        this.panel === "embed"
          ? html`<velocidade-embed-dialog .report=${report} .source=${this.source} @close=${() => this.#close()}></velocidade-embed-dialog>`
          : nothing
      }`;
  }

  #toggle(panel: Panel, name: string): TemplateResult {
    const open = this.panel === panel;
    return html`<button type="button" class="deed" data-panel=${panel} aria-expanded=${open}
      aria-haspopup=${panel === "embed" ? "dialog" : nothing} @click=${() => {
        this.panel = open ? null : panel;
        this.said = "";
      }}>${name}</button>`;
  }

  #close(): void {
    this.panel = null;
    this.querySelector<HTMLElement>("[data-panel=embed]")?.focus();
  }

  #foreign(report: Report, origin: Origin): TemplateResult {
    const known = this.source === "" && manifest.programs.some((p) => p.name === report.program);
    const own = html`<p class="hint">Its program stands beside it: press Run to measure it here.</p>`;
    const here = () => this.dispatchEvent(new CustomEvent("velocidade:again", { detail: report, bubbles: true }));
    return html`<div class="foreign">
      <p><b>Opened from a ${origin}.</b> ${environment(report, manifest.build)}</p>
      ${
        known
          ? html`<button type="button" class="run" @click=${here}>Run here</button>
            <span class="hint">The same run in this browser, laid beside this one and compared.</span>`
          : this.source !== ""
            ? own
            : html`<p class="hint">This page has no program called “${report.program}”, so it can be looked at, but not run here.</p>`
      }
    </div>`;
  }

  async #picture(report: Report): Promise<void> {
    this.said = "Drawing …";
    const drawn = picture(report);
    try {
      if (await copyPicture(drawn)) this.said = "Image copied.";
      else {
        save(fileName("velocidade", report.program).concat(".png"), await drawn);
        this.said = "This browser copies no images: it was saved as a file instead.";
      }
    } catch (error) {
      this.said = `The image could not be drawn: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

customElements.define("velocidade-actions", Actions);
