// The dialog with what an author pastes, and the embed itself as its reader will see it.

import manifest from "velocidade:manifest";
import { html, nothing, type TemplateResult } from "lit";
import { Part } from "../elements/part.js";
import { faultFrom } from "../engine/client.js";
import { encodeSource } from "../own/source-link.js";
import type { Report, Spec } from "../report.js";
import { toQuery } from "../state/address.js";
import { defaultForm } from "../state/form.js";
import { embedOf, linkTo, SITE } from "./address.js";
import { copyText } from "./files.js";
import { formOf } from "./respec.js";
import type { Short } from "./share-panel.js";
import { type Snippet, snippets } from "./snippets.js";
import { carried, shortLinkOf, store, WHAT_IS_STORED } from "./stored.js";

type What = "run" | "program";

export class EmbedDialog extends Part {
  static override properties = {
    report: { attribute: false },
    source: { attribute: false },
    what: { state: true },
    fragment: { state: true },
    known: { state: true },
    program: { state: true },
    short: { state: true },
    said: { state: true },
  };

  declare report: Report | null;
  /** Of a program of the reader's own; "" for one of the playground's. */
  declare source: string;
  /** Whether the embed shows this run from the beginning, or only what can be run. */
  declare what: What;
  declare fragment: string | null;
  /** Whether it is known what carries the run: a preview of something else would only be loaded to be thrown away. */
  declare known: boolean;
  /** The fragment that carries the reader's own program alone; "" without one. */
  declare program: string;
  declare short: Short;
  declare said: string;

  constructor() {
    super();
    this.report = null;
    this.source = "";
    this.what = "run";
    this.fragment = null;
    this.known = false;
    this.program = "";
    this.short = { kind: "none" };
    this.said = "";
  }

  override firstUpdated(): void {
    this.querySelector("dialog")?.showModal();
    const { report } = this;
    if (report === null) return;
    const link = shortLinkOf(report);
    if (link !== null) this.short = { kind: "stored", link };
    void this.#encode(report, this.source);
  }

  async #encode(report: Report, source: string): Promise<void> {
    try {
      if (source !== "") this.program = await encodeSource(source);
      this.fragment = (await carried(report, source)).link ?? null;
    } catch {
      this.fragment = null; // the program can be embedded all the same
    }
    if (this.fragment === null && this.short.kind !== "stored") this.what = "program";
    this.known = true;
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
      <p class="hint">Every attribute, and what an embed can tell the page around it: <a href="${SITE}guide/">how to embed</a>.</p>
      ${this.#picture()}
      <p class="said" role="status">${this.said}</p>
      <h3>As its reader sees it</h3>
      <iframe class="preview" src=${this.known ? this.#frame() : nothing} title="Preview of the embed" allow="cross-origin-isolated"></iframe>
    </dialog>`;
  }

  /** The way to the snippet that needs the run to be stored. */
  #picture(): TemplateResult | typeof nothing {
    const { short } = this;
    switch (short.kind) {
      case "stored":
        return html`<p class="hint">Stored as ${short.link.url}. Keep the token that deletes it: <code>${short.link.deleteToken}</code></p>`;
      case "none":
      case "deleted":
      case "storing":
      case "failed":
        return html`<h3>Link with a picture</h3>
          ${short.kind === "failed" ? html`<p class="fault" role="alert">${short.fault.message}</p>` : nothing}
          <p class="hint">For places that allow only links and pictures. The picture needs the run to be stored on ${new URL(SITE).host}:
            ${WHAT_IS_STORED}</p>
          <button type="button" aria-disabled=${short.kind === "storing"} @click=${this.#store}>Store it and make a short link</button>`;
    }
  }

  readonly #store = async (): Promise<void> => {
    const { report, short } = this;
    if (report === null || short.kind === "storing") return;
    this.short = { kind: "storing" };
    try {
      this.short = { kind: "stored", link: await store(report) };
      this.said = "Stored: the link with a picture is the last of the snippets.";
    } catch (error) {
      this.short = { kind: "failed", fault: faultFrom(error) };
    }
  };

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

  /** The run as an element's attribute names it: by its short link where there is one, by what carries it otherwise. */
  #link(): string | null {
    if (this.what === "program") return null;
    // A short link keeps no source: a reader's own program comes with the link that carries both.
    return this.short.kind === "stored" && this.source === "" ? this.short.link.id : this.fragment;
  }

  #frame(): string {
    const link = this.#link();
    if (link !== null) return link === this.fragment ? embedOf(link) : `${SITE}embed/${link}`;
    return `${SITE}embed/${this.source === "" ? this.#query() : this.#ownQuery()}`;
  }

  /** The full page with the same. */
  #page(link: string | null): string {
    if (this.source !== "") return `${SITE}edit/${link === null ? this.#ownQuery() : `#${link}`}`;
    return link === null ? SITE + this.#query() : linkTo(link);
  }

  #ownQuery(): string {
    const { workers, blocks } = this.#spec();
    return `?workers=${workers?.join(",")}&blocks=${blocks}#${this.program}`;
  }

  #spec(): Spec {
    const { report } = this;
    if (report === null) return { program: "" };
    const measured = [...new Set(report.lanes.map((lane) => lane.workers))].sort((a, b) => a - b);
    const form = formOf(report, manifest, defaultForm(manifest, navigator.hardwareConcurrency || 1));
    return {
      program: report.program,
      args: report.args,
      lanes: form.lanes,
      workers: this.source === "" ? form.workers.split(",").map(Number) : measured,
      blocks: report.plan.blocks,
    };
  }

  #snippets(): readonly Snippet[] {
    const { report, short } = this;
    if (report === null) return [];
    const title = manifest.programs.find((p) => p.name === report.program)?.title ?? report.program;
    const link = this.#link();
    const { args, ...spec } = this.#spec();
    return snippets({
      title: link === null ? title : report.verdict,
      // What one's own program takes is in its source.
      spec: this.source === "" ? { ...spec, ...(args === undefined ? {} : { args }) } : { ...spec, program: "" },
      source: this.source,
      link,
      page: short.kind === "stored" ? short.link.url : this.#page(link),
      frame: this.#frame(),
      picture: short.kind === "stored" ? `${short.link.url}.png` : null,
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
