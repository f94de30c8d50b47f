// A plot at the width it is given: drawn anew when that changes, so that its type stays readable on a phone instead of
// shrinking with the picture.

import { html, nothing, type TemplateResult } from "lit";
import { HeavyPart } from "./part.js";

export class Figure extends HeavyPart {
  static override properties = {
    heading: { attribute: false },
    note: { attribute: false },
    controls: { attribute: false },
    draw: { attribute: false },
    width: { state: true },
  };

  /** The finding, in words. */
  declare heading: string;
  /** How to read the plot. */
  declare note: string | TemplateResult;
  declare controls: TemplateResult | null;
  declare draw: ((width: number) => TemplateResult) | null;
  declare width: number;

  readonly #sizes = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    // No width: not laid out for the moment, as when a browser takes a picture of the page. What is drawn may stay.
    if (width > 0) this.width = width;
  });

  constructor() {
    super();
    this.heading = "";
    this.note = "";
    this.controls = null;
    this.draw = null;
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    this.#sizes.disconnect();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    // Narrower than this there is nothing to draw on; the observer reports the true width before the first paint.
    const drawn = this.draw === null || this.width < 200 ? nothing : this.draw(this.width);
    return html`<figure>
      <figcaption><h3>${this.heading}</h3>${this.controls ?? nothing}</figcaption>
      ${drawn}
      ${this.note === "" ? nothing : html`<p class="note">${this.note}</p>`}
    </figure>`;
  }
}

customElements.define("velocidade-figure", Figure);
