// What a program printed, as far as it is shown: its end. Laying out text takes a browser longer the stranger it is, up to a
// second for some tens of thousands of characters with many marks, so there is never more of it in the page than this.

import { html, nothing, type TemplateResult } from "lit";
import { number } from "../format.js";
import { copyText } from "../share/files.js";

export const SHOWN_CHARACTERS = 12_000;
export const SHOWN_LINES = 1000;

/** The end of a text, from the beginning of a line where that does not leave out much, and how many characters stand before it. */
export function endOf(output: string): { readonly before: number; readonly text: string } {
  let from = Math.max(output.length - SHOWN_CHARACTERS, 0);
  if (from > 0) {
    const line = output.indexOf("\n", from) + 1;
    if (line > 0 && line - from < SHOWN_CHARACTERS / 4) from = line;
    else if (/[\udc00-\udfff]/.test(output.charAt(from))) from++;
  }
  let lines = 0;
  for (let at = output.length - 2; at >= from; at--) {
    if (output.charCodeAt(at) !== 10) continue;
    lines++;
    if (lines >= SHOWN_LINES) {
      from = at + 1;
      break;
    }
  }
  return { before: from, text: output.slice(from) };
}

export function consoleView(output: string): TemplateResult | typeof nothing {
  if (output === "") return nothing;
  const { before, text } = endOf(output);
  const cut =
    before === 0
      ? nothing
      : html`<p class="hint">The end of the output. ${number(before, 0)} characters before it are not shown.
          <button type="button" class="quiet" @click=${() => void copyText(output)}>Copy all of it</button></p>`;
  return html`${cut}<pre class="console" tabindex="0" aria-label="Output">${text}</pre>`;
}
