// <velocidade-rewriter>: a module of the reader's is rewritten in the page, and what it gains is said.

import rewriter from "velocidade:rewriter";
import { html, nothing, type TemplateResult } from "lit";
import { fold } from "../elements/fold.js";
import { Part } from "../elements/part.js";
import { number } from "../format.js";
import type { Report, Weight } from "./declared.js";
import type { RewriteRequest, RewriteResponse } from "./messages.js";

type State =
  | { readonly kind: "empty" }
  | { readonly kind: "working"; readonly name: string }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "done"; readonly name: string; readonly report: Report; readonly address: string };

/** A larger file is refused before it is read: a page has some gigabytes, and rewriting takes several times the module. */
const MOST_BYTES = 256 << 20;

const asset = (name: string): string => new URL(`./${name}`, import.meta.url).href;

export class RewriterPage extends Part {
  static override properties = { state: { state: true }, dragged: { state: true } };

  declare state: State;
  declare dragged: boolean;
  #worker: Worker | undefined;
  #asked = 0;

  constructor() {
    super();
    this.state = { kind: "empty" };
    this.dragged = false;
  }

  override render(): TemplateResult {
    const { state } = this;
    return html`<section class="choose ${this.dragged ? "over" : ""}" aria-label="Module" @dragover=${this.#drag}
        @dragleave=${this.#leave} @drop=${this.#drop}>
        <label>Choose a module, or drop it here
          <input type="file" accept=".wasm,application/wasm" @click=${this.#again} @change=${this.#picked}></label>
        <button type="button" class="quiet" aria-disabled=${state.kind === "working"} @click=${this.#example}>Try this site’s engine</button>
      </section>
      <div aria-live="polite">${this.#outcome()}</div>`;
  }

  #outcome(): TemplateResult {
    const { state } = this;
    switch (state.kind) {
      case "empty":
        return html`<p class="hint">You will see how many of its functions are rewritten, how many bytes are sent before and after, and
          you can download the result. The module stays in this page and is not run.</p>`;
      case "working":
        return html`<p>Rewriting ${state.name}…</p>`;
      case "failed":
        return html`<p class="fault" role="alert">${state.message}</p>`;
      case "done":
        return this.#done(state.name, state.report, state.address);
    }
  }

  #done(name: string, report: Report, address: string): TemplateResult {
    const left = Object.entries(report.left).sort(([, a], [, b]) => b - a);
    return html`<h2 class="verdict">${finding(name, report)}</h2>
      <table>
        <caption>Bytes before and after</caption>
        <thead><tr><th scope="col">Size</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Change</th></tr></thead>
        <tbody>${row("on disk", report, "raw")}${row("gzip", report, "gzip")}${row("brotli", report, "brotli")}</tbody>
      </table>
      <p><a class="download" href=${address} download=${renamed(name)}>Download ${renamed(name)}</a></p>
      ${known()}
      ${
        left.length === 0
          ? nothing
          : fold(
              `${number(report.functions - report.rewritten, 0)} functions left as they were`,
              () => html`<table>
                <thead><tr><th scope="col">Why</th><th scope="col">Functions</th></tr></thead>
                <tbody>${left.map(([why, n]) => html`<tr><th scope="row">${why}</th><td>${number(n, 0)}</td></tr>`)}</tbody>
              </table>`,
            )
      }`;
  }

  async #rewrite(name: string, read: () => Promise<ArrayBuffer>): Promise<void> {
    this.#forget();
    this.state = { kind: "working", name };
    const id = ++this.#asked;
    try {
      const input = new Uint8Array(await read());
      if (id !== this.#asked) return;
      this.#started().postMessage({ id, rewriter: asset(rewriter.module), input } satisfies RewriteRequest, [
        input.buffer,
      ]);
    } catch (error) {
      this.#fail(id, `${name} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** The worker; one that is busy with an earlier module is ended. */
  #started(): Worker {
    this.#worker?.terminate();
    const worker = new Worker(asset(rewriter.worker));
    worker.onmessage = ({ data }: MessageEvent<RewriteResponse>) => this.#answered(data);
    worker.onerror = (event) => this.#fail(this.#asked, event.message || "the rewriter could not be loaded");
    this.#worker = worker;
    return worker;
  }

  #answered(response: RewriteResponse): void {
    if (response.id !== this.#asked || this.state.kind !== "working") return;
    const { name } = this.state;
    if (response.type === "failed") {
      this.#fail(response.id, `${name}: ${response.message}`);
      return;
    }
    const address = URL.createObjectURL(new Blob([response.module], { type: "application/wasm" }));
    this.state = { kind: "done", name, report: response.report, address };
  }

  #fail(id: number, message: string): void {
    if (id === this.#asked) this.state = { kind: "failed", message };
  }

  #forget(): void {
    if (this.state.kind === "done") URL.revokeObjectURL(this.state.address);
  }

  #take(file: File | undefined): void {
    if (file === undefined) return;
    if (file.size > MOST_BYTES) {
      this.#forget();
      this.#asked++;
      this.state = {
        kind: "failed",
        message: `${file.name} has ${number(file.size)} bytes. This page takes ${number(MOST_BYTES)} at most; the command takes more.`,
      };
      return;
    }
    void this.#rewrite(file.name, () => file.arrayBuffer());
  }

  #picked = (event: Event): void => {
    this.#take((event.target as HTMLInputElement).files?.[0]);
  };

  /** The same file can be chosen again: it may have been built anew. */
  #again = (event: Event): void => {
    (event.target as HTMLInputElement).value = "";
  };

  #example = (): void => {
    if (this.state.kind === "working") return;
    void this.#rewrite("engine.wasm", async () => {
      const response = await fetch(asset(rewriter.example));
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      return response.arrayBuffer();
    });
  };

  #drag = (event: DragEvent): void => {
    event.preventDefault();
    this.dragged = true;
  };

  #leave = (): void => {
    this.dragged = false;
  };

  #drop = (event: DragEvent): void => {
    event.preventDefault();
    this.dragged = false;
    this.#take(event.dataTransfer?.files[0]);
  };
}

/** What a reader wants to know first. */
function finding(name: string, { before, after, rewritten, functions }: Report): string {
  const change = percent(before.brotli, after.brotli);
  const size =
    change === 0 ? "stays as large" : `gets ${number(Math.abs(change), 1)} % ${change < 0 ? "smaller" : "larger"}`;
  return `${name} ${size} to send, and ${number(rewritten, 0)} of its ${number(functions, 0)} functions are rewritten.`;
}

/** By how many hundredths a size changed, to a tenth. */
function percent(before: number, after: number): number {
  return Math.round((after / before - 1) * 1000) / 10;
}

function row(what: string, { before, after }: Report, of: keyof Weight): TemplateResult {
  const change = percent(before[of], after[of]);
  return html`<tr><th scope="row">${what}</th><td>${number(before[of], 0)}</td><td>${number(after[of], 0)}</td>
    <td>${change > 0 ? "+" : ""}${number(change, 1)} %</td></tr>`;
}

/** What is known of how fast such modules run. */
function known(): TemplateResult {
  const { faster } = rewriter;
  const measured =
    faster === null
      ? nothing
      : html` We measured ${faster.programs} programs built around other people’s libraries: under Node they ran
        ${number(faster.mean, 2)} times as fast (geometric mean), from ${number(faster.least, 2)} to ${number(faster.most, 2)} times.`;
  return html`<p>How much faster your program gets depends on what it does, so nothing is timed here.${measured}</p>`;
}

function renamed(name: string): string {
  return `${name.replace(/\.wasm$/, "")}.reloop.wasm`;
}
