// A Go program in the midst of a text, inside of <velocidade-bench>: read at once, changed where the reader likes, compiled and run
// when Run is pressed. The editor is loaded by Edit, the compiler by Run; what that takes is said before.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { Editing } from "../editor/editing.js";
import { givenView } from "../editor/given.js";
import { problemsView } from "../editor/problems.js";
import { DEFAULT_SECONDS, MAX_SECONDS } from "../editor/store.js";
import { defaultWorkers, resultOf, Work } from "../editor/work.js";
import { EngineError, type RunOptions } from "../engine/client.js";
import { type OwnSpec, reportOf } from "../own/api.js";
import type { Report } from "../report.js";
import { MEASURE_TIMES } from "../sandbox/limits.js";
import own from "../styles/own.css" with { type: "text" };
import { status } from "../toolchain/compiler.js";
import type { Status } from "../toolchain/messages.js";
import { adopt } from "./adopt.js";
import { Part } from "./part.js";
import "./result.js";
import type { ResultView } from "./result.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(own);

/** What the editor weighs on its way to a reader, in KB; a test of the built site holds it to that. */
export const EDITOR_KB = 111;

export class OwnBench extends Part {
  static override properties = {
    source: { attribute: false },
    name: { attribute: false },
    args: { attribute: false },
    lanes: { attribute: false },
    workers: { attribute: false },
    blocks: { attribute: false },
    seconds: { attribute: false },
    shown: { attribute: false },
    editing: { state: true },
    site: { state: true },
  };

  /** The program as its author gave it. */
  declare source: string;
  /** Of its file. */
  declare name: string;
  declare args: string | null;
  declare lanes: string | null;
  declare workers: string | null;
  declare blocks: string | null;
  declare seconds: string | null;
  /** A run of it that was measured elsewhere. */
  declare shown: Report | null;
  declare editing: "no" | "opening" | "yes";
  declare site: Status | null;

  readonly #work = new Work(() => this.requestUpdate());
  readonly #editing = new Editing(this, this.#work, () => this.#start());
  #text = "";
  #lastView: ResultView | null = null;
  #watching = () => {};

  constructor() {
    super();
    this.source = "";
    this.name = "";
    this.args = null;
    this.lanes = null;
    this.workers = null;
    this.blocks = null;
    this.seconds = null;
    this.shown = null;
    this.editing = "no";
    this.site = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, sheet);
    this.#watching = this.#work.watch();
    status().then(
      (site) => {
        this.site = site;
      },
      () => {
        this.site = { state: "failed", message: "The site that compiles it does not answer." };
      },
    );
  }

  override disconnectedCallback(): void {
    this.#watching();
    this.#work.stop();
    super.disconnectedCallback();
  }

  /** Runs what is shown, for a reader or for a script. Rejects where nothing was measured: a program that prints prints here. */
  async run({ signal, onProgress }: RunOptions = {}, spec: Omit<OwnSpec, "source"> = {}): Promise<Report> {
    const outcome = await this.#work.run(this.#text, {
      seconds: this.#seconds(),
      spec: { ...this.#spec(), ...spec },
      signal,
      onProgress,
    });
    if (outcome.kind === "report")
      this.dispatchEvent(
        new CustomEvent("velocidade:report", { detail: outcome.report, bubbles: true, composed: true }),
      );
    return reportOf(outcome);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("source")) {
      this.#text = this.source;
      if (this.#editing.editor !== null) this.#editing.editor.source = this.source;
      this.#work.clear();
    }
    if (changed.has("shown") && this.shown !== null && !this.#work.busy) this.#work.show(this.shown, this.source);
  }

  override render(): TemplateResult {
    const work = this.#work;
    this.#lastView = resultOf(work, this.#lastView);
    return html`<section class="bench" aria-label="A Go program, ${this.name}" @keydown=${this.#editing.key}>
      <header>
        <h2>${this.name}</h2>
        <button type="button" class="run" aria-disabled=${work.busy} @click=${this.#start}>Run</button>
        <button type="button" class="stop" aria-disabled=${!work.busy} @click=${() => work.stop()}>Stop</button>
        ${this.editing === "yes" ? this.#tools() : html`<button type="button" class="edit" aria-disabled=${this.editing === "opening"} @click=${() => void this.#edit()}>Edit</button>`}
      </header>
      <div class="code-place"><pre tabindex="0" aria-label="The program’s source">${this.#text}</pre></div>
      ${problemsView(work.diagnostics, (place) => void this.#edit().then(() => this.#editing.editor?.goTo(place)))}
      <div class="given">
        ${givenView({ activity: work.activity, output: work.output, site: this.site, view: this.#lastView, compact: true })}
        ${work.activity.kind === "idle" && this.site?.state === "ready" ? this.#note() : nothing}
      </div>
      <p class="spoken" role="status">${work.spoken}</p>
    </section>`;
  }

  #tools(): TemplateResult {
    return html`<button type="button" aria-disabled=${this.#work.busy} @click=${() => void this.#editing.format()}>Format</button>
      <button type="button" aria-disabled=${this.#text === this.source} @click=${this.#restore}>As it was</button>`;
  }

  #note(): TemplateResult {
    return html`<p class="note">${this.editing === "no" ? `Edit loads an editor of ${EDITOR_KB} KB. ` : ""}What runs reaches neither
      the network nor this page. A program that only prints has ${this.#seconds()} seconds, a measurement ${MEASURE_TIMES} times as
      long.</p>`;
  }

  #seconds(): number {
    return Math.min(Math.max(Number(this.seconds ?? DEFAULT_SECONDS) || DEFAULT_SECONDS, 1), MAX_SECONDS);
  }

  /** What the attributes say; the program's own worker checks it. */
  #spec(): Omit<OwnSpec, "source"> {
    const { args, lanes, workers, blocks } = this;
    return {
      ...(args === null || args === "" ? {} : { args }),
      ...(lanes === null ? {} : { lanes: lanes.split(",").map((name) => name.trim()) }),
      workers: workers === null ? defaultWorkers() : workers.split(",").map(Number),
      ...(blocks === null ? {} : { blocks: Number(blocks) }),
    };
  }

  readonly #start = (): void => {
    // What goes wrong is shown; a caller of run() hears of it by the rejection.
    if (!this.#work.busy) this.run().catch(() => {});
  };

  readonly #restore = (): void => {
    // As an edit: undo brings back what the reader wrote.
    if (this.#editing.editor !== null) this.#editing.editor.source = this.source;
  };

  async #edit(): Promise<void> {
    const place = this.querySelector<HTMLElement>(".code-place");
    if (place === null || this.editing !== "no") return;
    this.editing = "opening";
    try {
      const { CodeEditor } = await import("../editor/code.js");
      // In the room that the text had, so that nothing moves away under the reader.
      place.style.height = `${Math.max(place.offsetHeight, 200)}px`;
      const editor = new CodeEditor(place, this.#text, {
        changed: (source) => {
          this.#text = source;
          this.#work.edited();
          this.requestUpdate();
        },
        format: () => void this.#editing.format(),
      });
      this.#editing.open(editor);
      this.editing = "yes";
      editor.focus();
    } catch (error) {
      this.editing = "no";
      this.#work.fail(
        new EngineError({ code: "editor-unavailable", message: `The editor could not be loaded. ${String(error)}` }),
      );
    }
  }
}

customElements.define("velocidade-own", OwnBench);
