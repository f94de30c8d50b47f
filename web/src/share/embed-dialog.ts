// The dialog with what an author pastes, and the embed itself as its reader will see it.

import manifest from "velocidade:manifest";
import { html, type TemplateResult } from "lit";
import { Part } from "../elements/part.js";
import { engine } from "../engine/client.js";
import type { Report } from "../report.js";
import { toQuery } from "../state/address.js";
import { defaultForm } from "../state/form.js";
import { embedOf, linkTo, SITE } from "./address.js";
import { copyText } from "./files.js";
import { formOf } from "./respec.js";
import { type Snippet, snippets } from "./snippets.js";

type What = "run" | "program";

export class EmbedDialog extends Part {
  static override properties = {
    report: { attribute: false },
    what: { state: true },
    fragment: { state: true },
    said: { state: true },
  };

  declare report: Report | null;
  /** Whether the embed shows this run from the beginning, or only what can be run. */
  declare what: What;
  declare fragment: string | null;
  declare said: string;

  constructor() {
    super();
    this.report = null;
    this.what = "run";
    this.fragment = null;
    this.said = "";
  }

  override firstUpdated(): void {
    this.querySelector("dialog")?.showModal();
    const { report } = this;
    if (report === null) return;
    engine()
      .ask("encoded", { type: "encode", report })
      .then(
        ({ link }) => {
          this.fragment = link ?? null;
          if (link === undefined) this.what = "program";
        },
        () => {
          this.what = "program";
        },
      );
  }

  override render(): TemplateResult {
    const all = this.#snippets();
    return html`<dialog class="embed" aria-labelledby="embed-title" @close=${() => this.dispatchEvent(new Event("close"))}>
      <form method="dialog" class="dialog-head">
        <h2 id="embed-title">Embed</h2>
        <button aria-label="Close">Close</button>
      </form>
      <div class="segments" role="group" aria-label="What the embed begins with">
        ${this.#choice("run", "This run, and a button to run it")} ${this.#choice("program", "Only the button")}
      </div>
      <ul class="snippets">
        ${all.map(
          (snippet, i) => html`<li>
            <label for="snippet-${i}">${snippet.name}</label>
            <textarea id="snippet-${i}" readonly rows="3" .value=${snippet.text} aria-describedby="snippet-hint-${i}"></textarea>
            <p class="hint" id="snippet-hint-${i}">${snippet.hint}</p>
            <button type="button" aria-label="Copy the snippet for ${snippet.name}" @click=${() => this.#copy(snippet)}>Copy</button>
          </li>`,
        )}
      </ul>
      <p class="said" role="status">${this.said}</p>
      <h3>As its reader sees it</h3>
      <iframe class="preview" src=${this.#frame()} title="Preview of the embed" allow="cross-origin-isolated"></iframe>
    </dialog>`;
  }

  #choice(what: What, name: string): TemplateResult {
    return html`<button type="button" aria-pressed=${this.what === what} @click=${() => {
      this.what = what;
    }}>${name}</button>`;
  }

  #query(): string {
    const cores = navigator.hardwareConcurrency || 1;
    const base = defaultForm(manifest, cores);
    // What is at its default here may be another on the reader's machine: workers are always said.
    const form = this.report === null ? base : formOf(this.report, manifest, base);
    const query = new URLSearchParams(toQuery(form, manifest, cores));
    query.set("program", form.program);
    if (!query.has("workers")) query.set("workers", form.workers);
    return `?${query}`.replaceAll("%2C", ",").replaceAll("%2F", "/");
  }

  #frame(): string {
    return this.what === "run" && this.fragment !== null ? embedOf(this.fragment) : `${SITE}embed/${this.#query()}`;
  }

  #snippets(): readonly Snippet[] {
    const { report } = this;
    if (report === null) return [];
    const form = formOf(report, manifest, defaultForm(manifest, navigator.hardwareConcurrency || 1));
    const title = manifest.programs.find((p) => p.name === report.program)?.title ?? report.program;
    const run = this.what === "run" && this.fragment !== null;
    return snippets({
      title: run ? report.verdict : title,
      spec: {
        program: report.program,
        args: report.args,
        lanes: form.lanes,
        workers: form.workers.split(",").map(Number),
        blocks: report.plan.blocks,
      },
      page: run && this.fragment !== null ? linkTo(this.fragment) : SITE + this.#query(),
      frame: this.#frame(),
      picture: null,
      script: `${SITE}embed@1.js`,
    });
  }

  async #copy({ name, text }: Snippet): Promise<void> {
    this.said = (await copyText(text))
      ? `The snippet for ${name} is copied.`
      : "This browser copied nothing: select the text and copy it by hand.";
  }
}

customElements.define("velocidade-embed-dialog", EmbedDialog);
