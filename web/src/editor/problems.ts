// What the compiler says of a source, as a list beside it.

import { html, nothing, type TemplateResult } from "lit";
import type { Diagnostic } from "../toolchain/messages.js";

export function problemsView(
  diagnostics: readonly Diagnostic[],
  goTo: (place: Diagnostic) => void,
): TemplateResult | typeof nothing {
  const { length } = diagnostics;
  if (length === 0) return nothing;
  return html`<section class="problems" role="alert">
    <h2>${length === 1 ? "It does not compile yet" : `It does not compile yet, for ${length} reasons`}</h2>
    <ol>${diagnostics.map(
      (d) => html`<li><button type="button" @click=${() => goTo(d)}>
        <span class="place">${d.line}:${d.column}</span> <span>${d.message}</span></button></li>`,
    )}</ol>
  </section>`;
}
