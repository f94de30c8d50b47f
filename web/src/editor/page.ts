// The page of the reader's own program: holds the text and what it came to, and wires the editor, the compiler and the
// sandbox together. A program runs when Run is pressed, with its source in view, and never by itself.

import examples from "velocidade:examples";
import manifest from "velocidade:manifest";
import { html, nothing, type TemplateResult } from "lit";
import { Part } from "../elements/part.js";
import type { ResultView } from "../elements/result.js";
import { reveal } from "../elements/reveal.js";
import { engine } from "../engine/client.js";
import "../elements/result.js";
import { decodeSource, encodeSource, isSourceLink } from "../own/source-link.js";
import { MEASURE_TIMES } from "../sandbox/limits.js";
import { copyText } from "../share/files.js";
import { pasted } from "../share/pasted.js";
import "../share/toolbar.js";
import { compiler, status } from "../toolchain/compiler.js";
import type { Status } from "../toolchain/messages.js";
import { Editing } from "./editing.js";
import { type Example, sourceOf } from "./examples.js";
import { givenView } from "./given.js";
import { problemsView } from "./problems.js";
import { DEFAULT_SECONDS, isSeconds, loadDraft, MAX_SECONDS, saveDraft } from "./store.js";
import { defaultWorkers, resultOf, Work } from "./work.js";

/** What fills the editor on a first visit. */
const FIRST = "sixprimes";
const KEPT_EVERY_MS = 500;
const STATUS_EVERY_MS = 3000;
/** What begins this far down the window is scrolled to when a run has news there: on a phone, it is below the text. */
const BELOW = 0.85;

export class EditorPage extends Part {
  static override properties = {
    site: { state: true },
    chosen: { state: true },
    seconds: { state: true },
    workers: { state: true },
    blocks: { state: true },
    args: { state: true },
    shared: { state: true },
    linked: { state: true },
  };

  declare site: Status | null;
  declare chosen: string;
  declare seconds: string;
  declare workers: string;
  declare blocks: string;
  declare args: string;
  /** The link that was made of the source, "" for none. */
  declare shared: string;
  /** The source came by a link, and has not run. */
  declare linked: boolean;

  readonly #work = new Work(() => this.requestUpdate());
  readonly #editing = new Editing(this, this.#work, () => void this.#run());
  #source: string | null;
  /** Whether there is anything to keep: a program that is only looked at does not take the place of the visitor's own. */
  #own: boolean;
  #keep: ReturnType<typeof setTimeout> | undefined;
  #watching = () => {};
  #lastView: ResultView | null = null;

  constructor() {
    super();
    const draft = loadDraft(() => localStorage);
    const query = new URLSearchParams(location.search);
    this.chosen = query.get("example") ?? query.get("program") ?? "";
    this.#source = this.chosen === "" ? (draft?.source ?? null) : null;
    this.#own = this.#source !== null;
    if (this.#source === null && this.chosen === "") this.chosen = FIRST;
    this.seconds = String(draft?.seconds ?? DEFAULT_SECONDS);
    this.workers = query.get("workers") ?? defaultWorkers().join(",");
    this.blocks = query.get("blocks") ?? String(manifest.limits.defaultBlocks);
    this.args = query.get("args") ?? "";
    this.site = null;
    this.shared = "";
    this.linked = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.#editing.key);
    addEventListener("pagehide", this.#save);
    addEventListener("hashchange", this.#hash);
    this.#watching = this.#work.watch();
    void this.#ask();
  }

  override disconnectedCallback(): void {
    removeEventListener("keydown", this.#editing.key);
    removeEventListener("pagehide", this.#save);
    removeEventListener("hashchange", this.#hash);
    this.#watching();
    this.#work.stop();
    super.disconnectedCallback();
  }

  readonly #hash = (): void => void this.#openLink();

  protected override firstUpdated(): void {
    void this.#open();
  }

  override render(): TemplateResult {
    const work = this.#work;
    return html`
      ${this.#bar(work.busy)}
      <div class="code-place" @focusin=${this.#prefetch}><pre tabindex="0">${this.#source ?? "Loading …"}</pre></div>
      ${problemsView(work.diagnostics, (place) => this.#editing.editor?.goTo(place))}
      <section class="given" aria-label="What it gives">
        ${givenView({
          activity: work.activity,
          output: work.output,
          site: this.site,
          view: this.#view(),
          wrong: work.diagnostics.length > 0,
        })}
      </section>
      <p class="spoken" role="status">${work.spoken}</p>
    `;
  }

  #bar(busy: boolean): TemplateResult {
    const group = (kind: Example["kind"], label: string) => html`<optgroup label=${label}>
      ${examples
        .filter((example) => example.kind === kind)
        .map(({ name, title }) => html`<option value=${name} ?selected=${name === this.chosen}>${title}</option>`)}
    </optgroup>`;
    return html`<form class="bar" aria-label="What to do" novalidate @submit=${this.#submit}>
      <div class="field long">
        <label for="example">Start from</label>
        <select id="example" @change=${this.#choose}>
          <option value="" ?selected=${this.chosen === ""}>Your own text</option>
          ${group("example", "Examples")} ${group("program", "The playground’s programs")}
        </select>
      </div>
      ${this.#field("workers", "Worker counts", this.workers, (text) => {
        this.workers = text;
      })}
      ${this.#field("blocks", "Blocks", this.blocks, (text) => {
        this.blocks = text;
      })}
      ${
        examples.some(({ name, kind }) => kind === "program" && name === this.chosen) || this.args !== ""
          ? this.#field("args", "Arguments", this.args, (text) => {
              this.args = text;
            })
          : nothing
      }
      ${this.#field("seconds", "Time limit, s", this.seconds, (text) => {
        this.seconds = text;
        if (this.#own) this.#changed();
      })}
      <div class="buttons">
        <button type="submit" class="run" aria-disabled=${busy}>Run</button>
        <button type="button" class="stop" aria-disabled=${!busy} @click=${this.#stop}>Stop</button>
        <button type="button" aria-disabled=${busy} @click=${() => void this.#editing.format()}>Format</button>
        <button type="button" @click=${() => void this.#share()}>Share</button>
      </div>
      ${this.#link()}
      <p class="hint"><kbd>Ctrl</kbd> <kbd>Enter</kbd> runs, <kbd>Esc</kbd> stops, <kbd>Alt</kbd> <kbd>Shift</kbd> <kbd>F</kbd>
        formats; <kbd>Ctrl</kbd> <kbd>]</kbd> and <kbd>[</kbd> indent, <kbd>Tab</kbd> moves on.</p>
    </form>`;
  }

  #link(): TemplateResult | typeof nothing {
    if (this.shared === "")
      return this.linked
        ? html`<p class="came"><b>This program came by a link.</b> Read it before you press Run. It can reach neither the network
            nor this page. It ends when its time is up, and a measurement after ${MEASURE_TIMES} times as long.</p>`
        : nothing;
    return html`<div class="field whole">
      <label for="shared">A link that carries this text</label>
      <input id="shared" type="text" readonly .value=${this.shared} @focus=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) event.target.select();
      }} />
      <p class="hint">Nothing was sent anywhere: the link is the text. A measurement has a link of its own, beneath its verdict.</p>
    </div>`;
  }

  #field(id: string, label: string, value: string, change: (text: string) => void): TemplateResult {
    const fault = this.#fault(id);
    return html`<div class="field short">
      <label for=${id}>${label}</label>
      <input id=${id} type="text" autocomplete="off" spellcheck="false" .value=${value} aria-invalid=${fault !== null}
        aria-describedby=${fault === null ? nothing : "bar-fault"}
        @input=${(event: Event) => {
          if (event.target instanceof HTMLInputElement) change(event.target.value);
        }} />
      ${fault === null ? nothing : html`<p class="fault" id="bar-fault">${fault}</p>`}
    </div>`;
  }

  #fault(id: string): string | null {
    if (id !== "seconds" || isSeconds(Number(this.seconds))) return null;
    return `From 1 to ${MAX_SECONDS} seconds.`;
  }

  /** The same view for the same report: typing draws no plot anew. */
  #view(): ResultView | null {
    this.#lastView = resultOf(this.#work, this.#lastView);
    return this.#lastView;
  }

  /** Asks what the site has of the compiler, again while it is being built. */
  async #ask(): Promise<void> {
    try {
      this.site = await status();
    } catch {
      this.site = { state: "failed", message: "The site does not answer." };
    }
    if (this.site.state === "building" && this.isConnected) setTimeout(() => void this.#ask(), STATUS_EVERY_MS);
  }

  async #open(): Promise<void> {
    const loading = import("./code.js");
    if (this.#source === null) await this.#load(this.chosen);
    const place = this.querySelector<HTMLElement>(".code-place");
    if (place === null) return;
    const { CodeEditor } = await loading;
    this.#editing.open(
      new CodeEditor(place, this.#source ?? "", {
        changed: (source) => {
          this.#source = source;
          this.#changed();
          this.#work.edited();
          this.shared = "";
        },
        format: () => void this.#editing.format(),
      }),
    );
    await this.#openLink();
  }

  async #load(name: string): Promise<void> {
    const example = examples.find((known) => known.name === name);
    try {
      if (example === undefined) throw new Error(`There is no program “${name.slice(0, 40)}” here.`);
      this.#source = await sourceOf(example);
    } catch (error) {
      this.#source ??= "";
      this.#work.fail(error);
    }
    this.requestUpdate();
  }

  readonly #choose = async (event: Event): Promise<void> => {
    if (!(event.target instanceof HTMLSelectElement) || event.target.value === "") return;
    this.#save();
    this.chosen = event.target.value;
    this.args = "";
    const kind = examples.find(({ name }) => name === this.chosen)?.kind ?? "example";
    history.pushState(null, "", `?${kind}=${this.chosen}`);
    await this.#load(this.chosen);
    // As an edit: undo brings back what was there.
    if (this.#editing.editor !== null && this.#source !== null) this.#editing.editor.source = this.#source;
    this.#own = false;
    this.#work.clear();
  };

  #changed(): void {
    this.#own = true;
    clearTimeout(this.#keep);
    this.#keep = setTimeout(this.#save, KEPT_EVERY_MS);
  }

  /** What an address brought: it fills the page, and nothing runs. The visitor's own text is an undo away. */
  async #openLink(): Promise<void> {
    const hash = `#${pasted(location.hash)}`;
    if (!/^#[sv]\d/.test(hash)) return;
    try {
      if (isSourceLink(hash)) {
        this.#fill(await decodeSource(hash));
      } else {
        const { report, source } = await engine().ask("decoded", { type: "decode", text: hash });
        if (source === undefined || source === "") {
          location.replace(`../${hash}`);
          return;
        }
        this.#fill(source);
        this.#work.show(report, source);
      }
      this.chosen = "";
      this.linked = true;
    } catch (error) {
      this.#work.fail(error);
    }
  }

  #fill(source: string): void {
    this.#save();
    this.#source = source;
    if (this.#editing.editor !== null) this.#editing.editor.source = source;
    this.#own = false;
    this.#work.clear();
    this.requestUpdate();
  }

  async #share(): Promise<void> {
    if (this.#source === null) return;
    try {
      this.shared = new URL(`#${await encodeSource(this.#source)}`, location.href.replace(/[?#].*/, "")).href;
      this.#work.say((await copyText(this.shared)) ? "Link copied." : "Copy the link by hand.");
    } catch (error) {
      this.#work.fail(error);
    }
  }

  readonly #save = (): void => {
    const seconds = Number(this.seconds);
    if (this.#source !== null && this.#own)
      saveDraft(() => localStorage, { source: this.#source, seconds: isSeconds(seconds) ? seconds : DEFAULT_SECONDS });
  };

  readonly #prefetch = (): void => {
    if (this.site?.state === "ready") compiler.load().catch(() => {});
  };

  #submit(event: Event): void {
    event.preventDefault();
    void this.#run();
  }

  readonly #stop = (): void => this.#work.stop();

  async #run(): Promise<void> {
    if (this.#work.busy || this.#source === null || this.#fault("seconds") !== null) return;
    this.linked = false;
    const spec = {
      workers: this.workers.split(",").map(Number),
      blocks: Number(this.blocks),
      ...(this.args === "" ? {} : { args: this.args }),
    };
    // What went wrong is shown.
    const run = this.#work.run(this.#source, { seconds: Number(this.seconds), spec }).catch(() => {});
    await this.updateComplete;
    reveal(this.querySelector(".given"), BELOW);
    await run;
    reveal(this.querySelector(this.#work.diagnostics.length > 0 ? ".problems" : ".given"), BELOW);
  }
}
