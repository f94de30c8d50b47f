// The link of a run: one that carries the run itself, made here and copied; and a short one, stored on this site's server, only
// when it is asked for and after what is stored has been said.

import { html, nothing, type TemplateResult } from "lit";
import { Part } from "../elements/part.js";
import { faultFrom } from "../engine/client.js";
import { number } from "../format.js";
import type { Fault, Report } from "../report.js";
import { linkTo, SHORT_CHARS, SITE } from "./address.js";
import { copyText } from "./files.js";
import { carried, remove, type ShortLink, shortLinkOf, store, WHAT_IS_STORED } from "./stored.js";

type Made =
  | { readonly kind: "making" }
  | { readonly kind: "made"; readonly url: string }
  /** The run fits in no link, but may be stored. */
  | { readonly kind: "too long"; readonly fault: Fault }
  | { readonly kind: "failed"; readonly fault: Fault };

export type Short =
  | { readonly kind: "none" }
  | { readonly kind: "storing" }
  | { readonly kind: "stored"; readonly link: ShortLink }
  | { readonly kind: "deleted"; readonly gone: boolean }
  | { readonly kind: "failed"; readonly fault: Fault };

export class SharePanel extends Part {
  static override properties = {
    report: { attribute: false },
    source: { attribute: false },
    made: { state: true },
    short: { state: true },
    said: { state: true },
  };

  declare report: Report | null;
  /** Of a program of the reader's own, which travels with the run. */
  declare source: string;
  declare made: Made;
  declare short: Short;
  declare said: string;

  constructor() {
    super();
    this.report = null;
    this.source = "";
    this.made = { kind: "making" };
    this.short = { kind: "none" };
    this.said = "";
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("report") && this.report !== null) void this.#make(this.report);
  }

  override render(): TemplateResult {
    return html`<section class="panel" aria-label="Share">
      ${this.#long()}
      <p class="said" role="status">${this.said}</p>
      ${this.#shortened()}
    </section>`;
  }

  #long(): TemplateResult {
    const { made } = this;
    switch (made.kind) {
      case "making":
        return html`<p class="hint">Making the link…</p>`;
      case "failed":
        return html`<p class="fault" role="alert">${made.fault.message}</p>`;
      case "too long":
        return html`<p>No link can carry this run. ${made.fault.message}. A short link can, or the report’s file under Export.</p>`;
      case "made": {
        const length = made.url.length;
        return html`<h3>A link without a server</h3>
          ${this.#copyable("Link", made.url)}
          <p class="hint">It carries the run itself, in ${number(length, 0)} characters: program${this.source === "" ? "" : " with its source"}, arguments, every sample, this browser’s
            name and this build. Nothing was sent anywhere.
            ${length > SHORT_CHARS ? html`<b>Some programs cut addresses that long at ${number(SHORT_CHARS, 0)}: a short link is safer there.</b>` : nothing}</p>`;
      }
    }
  }

  #shortened(): TemplateResult | typeof nothing {
    const { made, short } = this;
    if (made.kind !== "made" && made.kind !== "too long") return nothing;
    return html`<h3>A short link</h3>
      ${short.kind === "stored" ? this.#stored(short.link) : nothing}
      ${short.kind === "deleted" ? html`<p>${short.gone ? "Deleted: the address no longer works." : "Deleted for you. Others have stored the same run, so its address still works for them."}</p>` : nothing}
      ${short.kind === "failed" ? html`<p class="fault" role="alert">${short.fault.message}</p>` : nothing}
      ${
        short.kind === "stored"
          ? nothing
          : html`<p class="hint">A short link stores this run on ${new URL(SITE).host}: ${WHAT_IS_STORED}</p>
            <button type="button" aria-disabled=${short.kind === "storing"} @click=${this.#store}>Store it and make a short link</button>`
      }`;
  }

  #stored(link: ShortLink): TemplateResult {
    return html`${this.#copyable("Short link", link.url)}
      ${this.#copyable("Token that deletes it", link.deleteToken)}
      <p class="hint"><b>Keep the token: it is shown this once.</b></p>
      <button type="button" @click=${() => this.#delete(link)}>Delete it again</button>`;
  }

  #copyable(label: string, text: string): TemplateResult {
    const copy = async () => {
      this.said = (await copyText(text))
        ? `${label} copied.`
        : "This browser copied nothing: select the text and copy it by hand.";
    };
    return html`<div class="copyable"><label><span>${label}</span>
      <input type="text" readonly .value=${text} @focus=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) event.target.select();
      }}></label>
      <button type="button" aria-label="Copy the ${label.toLowerCase()}" @click=${copy}>Copy</button></div>`;
  }

  async #make(report: Report): Promise<void> {
    this.made = { kind: "making" };
    const link = shortLinkOf(report);
    this.short = link === null ? { kind: "none" } : { kind: "stored", link };
    try {
      const { link, error } = await carried(report, this.source);
      if (report !== this.report) return;
      if (link === undefined) {
        this.made = { kind: "too long", fault: error ?? { code: "link-too-long", message: "It is too long" } };
        return;
      }
      const url = this.source === "" ? linkTo(link) : `${SITE}edit/#${link}`;
      this.made = { kind: "made", url };
      if (await copyText(url)) this.said = "Link copied.";
    } catch (error) {
      if (report === this.report) this.made = { kind: "failed", fault: faultFrom(error) };
    }
  }

  readonly #store = async (): Promise<void> => {
    const { report } = this;
    if (this.short.kind === "storing" || report === null) return;
    this.short = { kind: "storing" };
    try {
      const link = await store(report);
      this.short = { kind: "stored", link };
      if (await copyText(link.url)) this.said = "Short link copied.";
    } catch (error) {
      this.short = { kind: "failed", fault: faultFrom(error) };
    }
  };

  async #delete(link: ShortLink): Promise<void> {
    if (this.report === null) return;
    try {
      const gone = await remove(this.report, link);
      this.short = { kind: "deleted", gone };
    } catch (error) {
      this.short = { kind: "failed", fault: faultFrom(error) };
    }
  }
}

customElements.define("velocidade-share-panel", SharePanel);
