// Something to unfold: what is inside is made when it is first opened. A table of every sample can have thousands of
// cells, and most readers never look.

import { html, nothing, type TemplateResult } from "lit";
import { Part } from "./part.js";

export class Fold extends Part {
  static override properties = { summary: { attribute: false }, content: { attribute: false }, open: { state: true } };

  declare summary: string;
  declare content: (() => TemplateResult) | null;
  declare open: boolean;

  constructor() {
    super();
    this.summary = "";
    this.content = null;
    this.open = false;
  }

  override render(): TemplateResult {
    return html`<details class="numbers" @toggle=${(event: Event) => {
      if (event.target instanceof HTMLDetailsElement) this.open = event.target.open;
    }}>
      <summary>${this.summary}</summary>
      ${this.open ? (this.content?.() ?? nothing) : nothing}
    </details>`;
  }
}

/** A fold with a summary, and what it shows when open. */
export function fold(summary: string, content: () => TemplateResult): TemplateResult {
  return html`<velocidade-fold .summary=${summary} .content=${content}></velocidade-fold>`;
}

customElements.define("velocidade-fold", Fold);
