// <velocidade-reference>: figures from outside the browser laid over a run. A file that the site brings, or the reader's own,
// chosen or dropped here; it never leaves the page.

import shipped from "velocidade:references";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { adopt } from "../elements/adopt.js";
import { fold } from "../elements/fold.js";
import { HeavyPart } from "../elements/part.js";
import "../elements/figure.js";
import { engine } from "../engine/client.js";
import type { Comparison, Report } from "../report.js";
import { type Beside, beside, chief, type Row, sizeText } from "./beside.js";
import { type Reference, readReference } from "./file.js";
import { besidePlot } from "./plot.js";
import sheet from "./reference.css" with { type: "text" };
import { besideFinding, besideTable, printedTable, provenance } from "./table.js";

type State =
  | { readonly kind: "off" }
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "laid"; readonly reference: Reference };

const styles = new CSSStyleSheet();
styles.replaceSync(sheet);

/** Read in one go: a larger file is refused before it is. */
const MOST_BYTES = 2 << 20;

const NOTE =
  "Filled marks: this run. Hollow marks and dashed lines: the recorded one. Crosses: printed in the chapter, on other machines. " +
  "The line is the median, the band its interval.";

export class ReferenceOverlay extends HeavyPart {
  static override properties = {
    report: { attribute: false },
    state: { state: true },
    every: { state: true },
    compared: { state: true },
    dragged: { state: true },
  };

  declare report: Report | null;
  declare state: State;
  /** Every lane of the file, not the chief ones alone. */
  declare every: boolean;
  /** What the engine says of the lanes that both have; null until it has answered. */
  declare compared: readonly Comparison[] | null;
  declare dragged: boolean;

  constructor() {
    super();
    this.report = null;
    this.state = { kind: "off" };
    this.every = false;
    this.compared = null;
    this.dragged = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("report") || changed.has("state")) void this.#compare();
  }

  async #compare(): Promise<void> {
    const { report, state } = this;
    this.compared = null;
    if (report === null || state.kind !== "laid") return;
    const earlier = state.reference.reports.filter((other) => other.program === report.program);
    const answer = await engine()
      .ask("beside", { type: "beside", report, earlier })
      .catch(() => null);
    if (report === this.report && state === this.state) this.compared = answer?.beside ?? [];
  }

  override render(): TemplateResult | typeof nothing {
    const { report, state } = this;
    if (report === null) return nothing;
    return html`<section class="result-table" aria-labelledby="reference-title">
      <h3 id="reference-title">Beside figures from outside the browser</h3>
      ${this.#choice()}
      ${state.kind === "failed" ? html`<p class="fault" role="alert">${state.message}</p>` : nothing}
      ${state.kind === "laid" ? this.#laid(report, state.reference) : nothing}
    </section>`;
  }

  #choice(): TemplateResult {
    const laid = this.state.kind === "laid";
    return html`<div class="choose ${this.dragged ? "over" : ""}" @dragover=${this.#drag} @dragleave=${this.#leave} @drop=${this.#drop}>
      ${shipped.map(
        ({ machine, file }) => html`<button type="button" class="quiet" aria-disabled=${this.state.kind === "loading"}
          @click=${() => void this.#fetch(file)}>Lay over: ${machine}</button>`,
      )}
      <label>or a file of your own
        <input type="file" accept=".json,application/json" @change=${this.#picked}></label>
      ${laid ? html`<button type="button" class="quiet" @click=${this.#off}>Take it off</button>` : nothing}
    </div>`;
  }

  #laid(report: Report, reference: Reference): TemplateResult {
    const both = beside(report, reference);
    const printed = reference.printed.filter((p) => p.program === report.program);
    const body = both.rows.some((row) => row.there !== null) ? this.#rows(both) : this.#none(report, both);
    return html`${body}
      ${printed.length === 0 ? nothing : printedTable(printed)}
      ${provenance(reference)}`;
  }

  #rows({ rows }: Beside): TemplateResult {
    const shown: readonly Row[] = this.every ? rows : chief(rows);
    const left = rows.length - shown.length;
    const more =
      left === 0 && !this.every
        ? nothing
        : html`<button type="button" class="quiet" @click=${this.#toggle}>${
            this.every ? "Fewer lanes" : `All ${rows.length} lanes`
          }</button>`;
    return html`<velocidade-figure .heading=${besideFinding(this.compared)} .controls=${html`${more}`} .note=${NOTE}
        .draw=${(width: number) => besidePlot(shown, width)}></velocidade-figure>
      ${fold("These numbers as a table", () => besideTable(rows, this.compared ?? []))}`;
  }

  /** The file has nothing of this program at this size: what it has instead, as links that set the form. */
  #none(report: Report, { sizes }: Beside): TemplateResult {
    if (sizes.length === 0) return html`<p>The file has nothing of ${report.program}.</p>`;
    return html`<p>The file has ${report.program} at another size than this run’s ${sizeText(report.args)}: choose
      ${sizes.map((size, i) => {
        const query = new URLSearchParams([["program", report.program], ...pairs(size)]);
        return html`${i === 0 ? "" : " or "}<a href=${`?${query}`}>${size}</a>`;
      })}, and run again.</p>`;
  }

  async #fetch(file: string): Promise<void> {
    if (this.state.kind === "loading") return;
    this.state = { kind: "loading" };
    try {
      const response = await fetch(file);
      if (!response.ok) throw new Error(`the server said ${response.status}`);
      this.#read(await response.text());
    } catch (error) {
      const why = error instanceof TypeError ? "the network is gone" : error instanceof Error ? error.message : "";
      this.state = { kind: "failed", message: `The recorded figures could not be loaded: ${why}.` };
    }
  }

  async #take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    if (file.size > MOST_BYTES) {
      this.state = { kind: "failed", message: "The file is larger than 2 MiB, more than any reference has." };
      return;
    }
    this.state = { kind: "loading" };
    try {
      this.#read(await file.text());
    } catch {
      this.state = { kind: "failed", message: "The file could not be read." };
    }
  }

  #read(text: string): void {
    const read = readReference(text);
    this.state = read.ok ? { kind: "laid", reference: read.value } : { kind: "failed", message: read.fault.message };
  }

  readonly #picked = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) {
      void this.#take(event.target.files?.[0]);
      // So that the same file, mended, can be chosen again.
      event.target.value = "";
    }
  };

  readonly #drag = (event: DragEvent): void => {
    event.preventDefault();
    this.dragged = true;
  };

  readonly #leave = (): void => {
    this.dragged = false;
  };

  readonly #drop = (event: DragEvent): void => {
    event.preventDefault();
    this.dragged = false;
    void this.#take(event.dataTransfer?.files[0]);
  };

  readonly #off = (): void => {
    this.state = { kind: "off" };
  };

  readonly #toggle = (): void => {
    this.every = !this.every;
  };
}

/** "width=8,height=8" as name and value; a list's later items have no name of their own. */
function pairs(size: string): [string, string][] {
  const found: [string, string][] = [];
  for (const piece of size.split(",")) {
    const at = piece.indexOf("=");
    const last = found.at(-1);
    if (at >= 0) found.push([piece.slice(0, at), piece.slice(at + 1)]);
    else if (last !== undefined) last[1] += `,${piece}`;
  }
  return found;
}

customElements.define("velocidade-reference", ReferenceOverlay);
