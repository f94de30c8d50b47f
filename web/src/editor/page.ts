// The page of the reader's own program: holds the text and what it came to, and wires the editor, the compiler and the
// sandbox together. A program runs when Run is pressed, with its source in view, and never by itself.

import examples from "velocidade:examples";
import manifest from "velocidade:manifest";
import { html, nothing, type TemplateResult } from "lit";
import { Part } from "../elements/part.js";
import type { ResultView } from "../elements/result.js";
import { EngineError, engine } from "../engine/client.js";
import "../elements/result.js";
import { launch } from "../own/launch.js";
import type { OwnProgram } from "../own/messages.js";
import { decodeSource, encodeSource, isSourceLink } from "../own/source-link.js";
import type { Fault, Spec } from "../report.js";
import { defaultLimits } from "../sandbox/sandbox.js";
import { copyText } from "../share/files.js";
import "../share/toolbar.js";
import { compiler, status } from "../toolchain/compiler.js";
import type { Diagnostic, Status } from "../toolchain/messages.js";
import { type Activity, type Measuring, measured, toldOf } from "./activity.js";
import type { CodeEditor } from "./code.js";
import { type Example, sourceOf } from "./examples.js";
import { givenView } from "./given.js";
import { DEFAULT_SECONDS, isSeconds, loadDraft, MAX_SECONDS, saveDraft } from "./store.js";

/** What fills the editor on a first visit. */
const FIRST = "sixprimes";
const KEPT_EVERY_MS = 500;
const STATUS_EVERY_MS = 3000;

export class EditorPage extends Part {
  static override properties = {
    activity: { state: true },
    diagnostics: { state: true },
    output: { state: true },
    site: { state: true },
    chosen: { state: true },
    seconds: { state: true },
    workers: { state: true },
    blocks: { state: true },
    args: { state: true },
    shared: { state: true },
    linked: { state: true },
    spoken: { state: true },
  };

  declare activity: Activity;
  declare diagnostics: readonly Diagnostic[];
  declare output: string;
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
  declare spoken: string;

  #source: string | null;
  #code: CodeEditor | null = null;
  /** The source of the report that is shown. */
  #ran = "";
  #abort: AbortController | null = null;
  #news: string[] = [];
  #keep: ReturnType<typeof setTimeout> | undefined;
  #watching = () => {};
  #lastView: ResultView | null = null;

  constructor() {
    super();
    const draft = loadDraft(() => localStorage);
    const query = new URLSearchParams(location.search);
    this.chosen = query.get("example") ?? query.get("program") ?? "";
    this.#source = this.chosen === "" ? (draft?.source ?? null) : null;
    if (this.#source === null && this.chosen === "") this.chosen = FIRST;
    this.seconds = String(draft?.seconds ?? DEFAULT_SECONDS);
    this.workers =
      query.get("workers") ?? [...new Set([1, 2, navigator.hardwareConcurrency || 1])].sort((a, b) => a - b).join(",");
    this.blocks = query.get("blocks") ?? String(manifest.limits.defaultBlocks);
    this.args = query.get("args") ?? "";
    this.activity = { kind: "idle" };
    this.diagnostics = [];
    this.output = "";
    this.site = null;
    this.shared = "";
    this.linked = false;
    this.spoken = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.#key);
    addEventListener("pagehide", this.#save);
    addEventListener("hashchange", this.#hash);
    this.#watching = compiler.watch((loading) => {
      this.activity = toldOf(this.activity, loading);
    });
    void this.#ask();
  }

  override disconnectedCallback(): void {
    removeEventListener("keydown", this.#key);
    removeEventListener("pagehide", this.#save);
    removeEventListener("hashchange", this.#hash);
    this.#watching();
    this.#abort?.abort();
    super.disconnectedCallback();
  }

  readonly #hash = (): void => void this.#openLink();

  protected override firstUpdated(): void {
    void this.#open();
  }

  override render(): TemplateResult {
    const busy = isBusy(this.activity);
    return html`
      ${this.#bar(busy)}
      <div class="code-place" @focusin=${this.#prefetch}><pre tabindex="0">${this.#source ?? "Loading …"}</pre></div>
      ${this.#problems()}
      <section class="given" aria-label="What it gives">
        ${givenView({ activity: this.activity, output: this.output, site: this.site, view: this.#view() })}
      </section>
      <p class="spoken" role="status">${this.spoken}</p>
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
        this.#changed();
      })}
      <div class="buttons">
        <button type="submit" class="run" aria-disabled=${busy}>Run</button>
        <button type="button" class="stop" aria-disabled=${!busy} @click=${this.#stop}>Stop</button>
        <button type="button" aria-disabled=${busy} @click=${() => void this.#format()}>Format</button>
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
            nor this page, and it ends when its time is up.</p>`
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

  #problems(): TemplateResult | typeof nothing {
    if (this.diagnostics.length === 0) return nothing;
    return html`<section class="problems" role="alert">
      <h2>${this.diagnostics.length === 1 ? "It does not compile yet" : `It does not compile yet, for ${this.diagnostics.length} reasons`}</h2>
      <ol>${this.diagnostics.map(
        (d) => html`<li><button type="button" @click=${() => this.#code?.goTo(d)}>
          <span class="place">${d.line}:${d.column}</span> <span>${d.message}</span></button></li>`,
      )}</ol>
    </section>`;
  }

  /** The same view for the same report: typing draws no plot anew. */
  #view(): ResultView | null {
    const { activity } = this;
    if (activity.kind === "running" && activity.measuring !== null) {
      const { plan, blocks, samples } = activity.measuring;
      return { kind: "live", plan, blocks, samples };
    }
    if (activity.kind !== "report") return null;
    if (this.#lastView?.kind !== "report" || this.#lastView.report !== activity.report)
      this.#lastView = {
        kind: "report",
        report: activity.report,
        earlier: null,
        source: this.#ran,
        ...(activity.times === null ? { origin: "link" as const } : {}),
      };
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
    this.#code = new CodeEditor(place, this.#source ?? "", {
      changed: (source) => {
        this.#source = source;
        this.#changed();
        if (this.diagnostics.length > 0) this.diagnostics = [];
        this.shared = "";
      },
      format: () => void this.#format(),
    });
    await this.#openLink();
  }

  async #load(name: string): Promise<void> {
    const example = examples.find((known) => known.name === name);
    try {
      if (example === undefined) throw new Error(`There is no program “${name.slice(0, 40)}” here.`);
      this.#source = await sourceOf(example);
    } catch (error) {
      this.#source ??= "";
      this.activity = { kind: "failed", fault: faultFrom(error) };
    }
    this.requestUpdate();
  }

  readonly #choose = async (event: Event): Promise<void> => {
    if (!(event.target instanceof HTMLSelectElement) || event.target.value === "") return;
    this.chosen = event.target.value;
    this.args = "";
    const kind = examples.find(({ name }) => name === this.chosen)?.kind ?? "example";
    history.pushState(null, "", `?${kind}=${this.chosen}`);
    await this.#load(this.chosen);
    // As an edit: undo brings back what was there.
    if (this.#code !== null && this.#source !== null) this.#code.source = this.#source;
    if (!isBusy(this.activity)) this.activity = { kind: "idle" };
    this.output = "";
  };

  #changed(): void {
    clearTimeout(this.#keep);
    this.#keep = setTimeout(this.#save, KEPT_EVERY_MS);
  }

  /** What an address brought: it fills the page, and nothing runs. The visitor's own text is an undo away. */
  async #openLink(): Promise<void> {
    const { hash } = location;
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
        this.#ran = source;
        this.activity = { kind: "report", report, times: null };
      }
      this.chosen = "";
      this.linked = true;
    } catch (error) {
      this.activity = { kind: "failed", fault: faultFrom(error) };
    }
  }

  #fill(source: string): void {
    this.#source = source;
    if (this.#code !== null) this.#code.source = source;
    this.diagnostics = [];
    this.output = "";
    this.requestUpdate();
  }

  async #share(): Promise<void> {
    if (this.#source === null) return;
    try {
      this.shared = new URL(`#${await encodeSource(this.#source)}`, location.href.replace(/[?#].*/, "")).href;
      this.spoken = (await copyText(this.shared)) ? "Link copied." : "Copy the link by hand.";
    } catch (error) {
      this.activity = { kind: "failed", fault: faultFrom(error) };
    }
  }

  readonly #save = (): void => {
    const seconds = Number(this.seconds);
    if (this.#source !== null)
      saveDraft(() => localStorage, { source: this.#source, seconds: isSeconds(seconds) ? seconds : DEFAULT_SECONDS });
  };

  readonly #prefetch = (): void => {
    if (this.site?.state === "ready") compiler.load().catch(() => {});
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.#run();
    } else if (event.key === "Escape" && !event.defaultPrevented) {
      this.#stop();
    }
  };

  #submit(event: Event): void {
    event.preventDefault();
    void this.#run();
  }

  readonly #stop = (): void => {
    if (this.activity.kind === "running") this.activity = { ...this.activity, stopping: true };
    this.#abort?.abort();
  };

  async #format(): Promise<void> {
    if (isBusy(this.activity) || this.#code === null) return;
    const before = this.#code.source;
    this.activity = { kind: "building", doing: "Formatting" };
    try {
      const formatted = await compiler.format(before);
      this.activity = { kind: "idle" };
      if (this.#code.source !== before) return;
      if (formatted.ok) this.#code.source = formatted.source;
      this.#show(formatted.ok ? [] : formatted.diagnostics);
    } catch (error) {
      this.activity = { kind: "failed", fault: faultFrom(error) };
    }
  }

  #show(diagnostics: readonly Diagnostic[]): void {
    this.diagnostics = diagnostics;
    this.#code?.mark(diagnostics);
    const [first] = diagnostics;
    if (first !== undefined)
      this.spoken = `It does not compile. Line ${first.line}, column ${first.column}: ${first.message}`;
  }

  async #run(): Promise<void> {
    if (isBusy(this.activity) || this.#source === null || this.#fault("seconds") !== null) return;
    const source = this.#source;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.output = "";
    this.linked = false;
    this.#ran = source;
    this.activity = { kind: "building", doing: "Compiling" };
    this.spoken = "Compiling.";
    try {
      const built = await compiler.build(source);
      this.#show(built.ok ? [] : built.diagnostics);
      if (!built.ok || signal.aborted) {
        this.activity = { kind: "idle" };
        return;
      }
      this.activity = { kind: "running", measuring: null, stopping: false, times: built.times };
      this.spoken = "Running.";
      const outcome = await launch(built.wasm, {
        limits: { ...defaultLimits, timeMs: Number(this.seconds) * 1000 },
        signal,
        onOutput: this.#printed,
        onProgress: (progress) => {
          if (this.activity.kind === "running" && this.activity.measuring !== null)
            this.activity = { ...this.activity, measuring: measured(this.activity.measuring, progress) };
        },
        measure: (program) => this.#measure(program),
      });
      this.activity =
        outcome.kind === "report"
          ? { kind: "report", report: outcome.report, times: built.times }
          : { kind: "ended", ending: outcome.ending, times: built.times };
      this.spoken = outcome.kind === "report" ? outcome.report.verdict : outcome.ending.message;
    } catch (error) {
      const fault = faultFrom(error);
      this.activity = { kind: "failed", fault };
      this.spoken = fault.message;
    } finally {
      this.#abort = null;
    }
  }

  /** What to ask of a program that is to be measured. */
  #measure({ name, title }: OwnProgram): Spec {
    const spec: Spec = {
      program: name,
      workers: this.workers.split(",").map(Number),
      blocks: Number(this.blocks),
      ...(this.args === "" ? {} : { args: this.args }),
    };
    if (this.activity.kind === "running") this.activity = { ...this.activity, measuring: measuringOf(title, spec) };
    return spec;
  }

  /** Output can come a thousand times a second: the page takes it in once a frame. */
  readonly #printed = (text: string): void => {
    this.#news.push(text);
    if (this.#news.length > 1) return;
    requestAnimationFrame(() => {
      this.output += this.#news.join("");
      this.#news = [];
    });
  };
}

function measuringOf(title: string, spec: Spec): Measuring {
  const counts = spec.workers ?? [1];
  const plan = ["go/single", "go/goroutines", "go/workers"].flatMap((lane) =>
    (lane === "go/single" ? [1] : counts).map((workers) => ({ lane, workers })),
  );
  return { title, plan, blocks: spec.blocks ?? 1, progress: null, samples: [] };
}

function isBusy(activity: Activity): boolean {
  return activity.kind === "building" || activity.kind === "running";
}

function faultFrom(error: unknown): Fault {
  if (error instanceof EngineError) return error.fault;
  return { code: "internal", message: error instanceof Error ? error.message : String(error) };
}
