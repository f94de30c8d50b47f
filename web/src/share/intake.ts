// Opening runs: from the address, from a file or a text that is dropped or pasted anywhere, and by hand. Whatever comes in is
// checked by the engine, field by field, before any of it is shown; what is refused changes nothing.

import { html, nothing, type TemplateResult } from "lit";
import { Part } from "../elements/part.js";
import { engine, faultFrom } from "../engine/client.js";
import { measuring } from "../offline/register.js";
import type { Fault, Report } from "../report.js";
import { SITE, wantedIn } from "./address.js";
import type { Origin } from "./origin.js";
import { pasted } from "./pasted.js";
import { fetchRun } from "./stored.js";
import { adopt } from "./style.js";

/** A page that shows runs. */
export interface Receiver extends HTMLElement {
  /** Shows a run; laid over the present one where that is asked for and they are of one program. */
  take(report: Report, origin: Origin, over: boolean): void;
  refuse(fault: Fault): void;
}

/** The largest file that is read: a Report of the largest run has a tenth of it. */
const MOST_BYTES = 4 << 20;

export class Intake extends Part {
  static override properties = {
    open: { state: true },
    busy: { state: true },
    newer: { state: true },
    told: { state: true },
    source: { state: true },
  };

  declare open: boolean;
  declare busy: boolean;
  /** Brings in a new version of the page that waits; null while there is none. */
  declare newer: (() => void) | null;
  declare told: string;
  /** Where the source of a reader's own program, which a link brought, can be read and changed; null without one. */
  declare source: string | null;
  receiver: Receiver | null = null;

  constructor() {
    super();
    this.open = false;
    this.busy = false;
    this.newer = null;
    this.told = "";
    this.source = null;
    adopt();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.receiver ??= this.closest<Receiver>("velocidade-playground");
    addEventListener("hashchange", this.#address);
    addEventListener("paste", this.#paste);
    addEventListener("dragover", this.#dragOver);
    addEventListener("drop", this.#drop);
    void this.#address();
  }

  override disconnectedCallback(): void {
    removeEventListener("hashchange", this.#address);
    removeEventListener("paste", this.#paste);
    removeEventListener("dragover", this.#dragOver);
    removeEventListener("drop", this.#drop);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<div class="intake">
      <button type="button" class="quiet" aria-expanded=${this.open} @click=${() => {
        this.open = !this.open;
      }}>Open a run…</button>
      ${this.busy ? html`<span class="hint" role="status">Opening…</span>` : nothing}
      ${this.open ? this.#form() : nothing}
      ${
        this.source === null
          ? nothing
          : html`<p class="hint">This link brought its program’s source: <a href=${this.source}>open it in the editor</a>. Nothing of it has run.</p>`
      }
      ${this.newer === null ? nothing : this.#waiting(this.newer)}
    </div>`;
  }

  #waiting(takeOver: () => void): TemplateResult {
    const reload = () => {
      if (measuring()) this.told = "A run is under way: reload when it is over.";
      else takeOver();
    };
    return html`<p class="hint" role="status">A new version of this page is ready. Runs of this tab are kept.
      <button type="button" class="quiet" @click=${reload}>Reload</button> ${this.told}</p>`;
  }

  #form(): TemplateResult {
    return html`<form class="panel" aria-label="Open a run" @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      const field = this.querySelector<HTMLInputElement>("#intake-text");
      if (field !== null && field.value.trim() !== "") void this.#text(field.value, "link");
    }}>
      <label for="intake-text">A link, or a report’s JSON</label>
      <input id="intake-text" type="text" autocomplete="off" spellcheck="false">
      <button>Open</button>
      <label class="file">Or a report’s file <input type="file" accept=".json,application/json" @change=${(
        event: Event,
      ) => {
        const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
        if (file !== undefined) void this.#file(file);
      }}></label>
      <p class="hint">Files and links can also be dropped or pasted anywhere on the page.</p>
    </form>`;
  }

  readonly #address = async (): Promise<void> => {
    const wanted = wantedIn(location);
    if (wanted === null) return;
    if (wanted.kind === "link") await this.#text(wanted.text, "link", false);
    else await this.#take("short link", false, () => fetchRun(wanted.id));
    document.querySelector("#shared")?.remove(); // what the server wrote of the run, for readers without scripts
  };

  readonly #paste = (event: ClipboardEvent): void => {
    if (event.target instanceof HTMLElement && event.target.closest("input, textarea, [contenteditable]")) return;
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (file !== undefined) void this.#file(file);
    else if (promising(text)) void this.#text(text, text.trim().startsWith("{") ? "file" : "link");
  };

  readonly #dragOver = (event: DragEvent): void => {
    if (event.dataTransfer?.types.some((type) => type === "Files" || type.startsWith("text/"))) event.preventDefault();
  };

  readonly #drop = (event: DragEvent): void => {
    if (event.target instanceof HTMLElement && event.target.closest("input, textarea")) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    const text = event.dataTransfer?.getData("text/uri-list") || event.dataTransfer?.getData("text/plain") || "";
    if (file !== undefined) void this.#file(file);
    else if (text !== "") void this.#text(text, "link");
  };

  async #file(file: File): Promise<void> {
    if (file.size > MOST_BYTES) {
      this.receiver?.refuse({
        code: "out-of-range",
        field: "report",
        value: `${file.size} bytes`,
        limit: `${MOST_BYTES} bytes`,
        message: `A report has at most ${MOST_BYTES} bytes; ${file.name.slice(0, 60)} has ${file.size}.`,
      });
      return;
    }
    await this.#text(await file.text(), "file");
  }

  async #text(text: string, origin: Origin, over = true): Promise<void> {
    const short = /https?:[^\s#<>"]*/.exec(text.slice(0, 4000))?.[0];
    const wanted = short === undefined || /^\s*\{/.test(text) || !URL.canParse(short) ? null : wantedIn(new URL(short));
    if (wanted?.kind === "stored") await this.#take("short link", over, () => fetchRun(wanted.id));
    else {
      await this.#take(origin, over, async () => {
        const { report, source } = await engine().ask("decoded", { type: "decode", text });
        this.source = source === undefined ? null : `${SITE}edit/#${pasted(text)}`;
        return report;
      });
    }
  }

  async #take(origin: Origin, over: boolean, read: () => Promise<Report>): Promise<void> {
    this.busy = true;
    try {
      this.receiver?.take(await read(), origin, over);
      this.open = false;
    } catch (error) {
      this.receiver?.refuse(faultFrom(error));
    } finally {
      this.busy = false;
    }
  }
}

/** Whether a pasted text can be meant for us: everything else that people paste is left alone. */
function promising(text: string): boolean {
  return /#v\d+\.|^\s*v\d+\.[\w-]{20}|\/r\/[\w-]+[^\w-]{0,3}$|^\s*\{[\s\S]*velocidade\.report/.test(text);
}

customElements.define("velocidade-intake", Intake);
