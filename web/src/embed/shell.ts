// <velocidade-bench> on another origin's page: a frame around our page for iframes. What it says and is told goes through
// messages.ts; to the page around it looks as it does at home.

import manifest from "velocidade:manifest";
import { EngineError, type RunOptions } from "../engine/client.js";
import type { Program } from "../manifest.js";
import type { Progress, Report, Spec } from "../report.js";
import { readArgs } from "../state/args.js";
import type { FromEmbed, ToEmbed } from "./messages.js";
import { themeOf } from "./theme.js";

const SITE = new URL("../", import.meta.url);

const ATTRIBUTES = ["program", "args", "lanes", "workers", "blocks"] as const;

interface Pending {
  resolve(report: Report): void;
  reject(error: EngineError): void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Whether the frame listens. */
class Ready {
  resolve: () => void = () => {};
  readonly promise = new Promise<void>((resolve) => {
    this.resolve = resolve;
  });
}

const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: block }
  iframe { display: block; width: 100%; height: 24rem; border: 0; color-scheme: normal }
`);

class Shell extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;

  readonly #frame = document.createElement("iframe");
  readonly #pending = new Map<number, Pending>();
  #ready = new Ready();
  #lastId = 0;
  #scheduled = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    this.#frame.allow = "cross-origin-isolated; clipboard-write";
    this.#frame.referrerPolicy = "no-referrer";
    root.append(this.#frame);
  }

  connectedCallback(): void {
    addEventListener("message", this.#hear);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.#themed);
    this.#load();
  }

  disconnectedCallback(): void {
    removeEventListener("message", this.#hear);
    matchMedia("(prefers-color-scheme: dark)").removeEventListener("change", this.#themed);
    this.#fail("The element was taken out of its page.");
  }

  /** Frameworks set attributes one by one: the frame is loaded once for all of them. */
  attributeChangedCallback(): void {
    if (!this.isConnected || this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (this.isConnected) this.#load();
    });
  }

  programs(): readonly Program[] {
    return manifest.programs;
  }

  /** As of the element at home: runs a spec, or what the attributes say, and shows it. */
  async run(spec?: Spec, options: RunOptions = {}): Promise<Report> {
    await this.#ready.promise;
    this.#lastId++;
    const id = this.#lastId;
    const stop = () => this.#say({ velocidade: 1, type: "stop", id });
    return new Promise<Report>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onProgress: options.onProgress });
      this.#say({ velocidade: 1, type: "run", id, ...(spec && { spec }) });
      if (options.signal?.aborted) stop();
      options.signal?.addEventListener("abort", stop);
    }).finally(() => {
      this.#pending.delete(id);
      options.signal?.removeEventListener("abort", stop);
    });
  }

  #load(): void {
    const query = new URLSearchParams();
    for (const name of ATTRIBUTES) {
      const value = this.getAttribute(name);
      if (value === null) continue;
      if (name === "args") for (const [param, text] of Object.entries(readArgs(value))) query.set(param, text);
      else query.set(name, value);
    }
    const address = new URL(`embed/?${query}`, SITE).href;
    if (this.#frame.src === address) return;
    this.#fail("The element’s attributes changed.");
    this.#ready = new Ready();
    const program = manifest.programs.find((p) => p.name === this.getAttribute("program"));
    this.#frame.title = program?.title ?? "Velocidade";
    this.#frame.src = address;
  }

  readonly #hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
    if (source !== this.#frame.contentWindow || origin !== SITE.origin || !isOurs(data)) return;
    switch (data.type) {
      case "ready":
        this.#themed();
        this.#ready.resolve();
        break;
      case "height":
        this.#frame.style.height = `${data.height}px`;
        break;
      case "progress":
        this.#pending.get(data.id)?.onProgress?.(data.progress);
        break;
      case "report":
        this.dispatchEvent(
          new CustomEvent("velocidade:report", { detail: data.report, bubbles: true, composed: true }),
        );
        if (data.id !== null) this.#pending.get(data.id)?.resolve(data.report);
        break;
      case "failed":
        this.#pending.get(data.id)?.reject(new EngineError(data.error));
        break;
    }
  };

  readonly #themed = (): void => this.#say({ velocidade: 1, type: "theme", theme: themeOf(this) });

  #say(message: ToEmbed): void {
    this.#frame.contentWindow?.postMessage(message, SITE.origin);
  }

  #fail(message: string): void {
    for (const pending of this.#pending.values()) pending.reject(new EngineError({ code: "engine-ended", message }));
    this.#pending.clear();
  }
}

/** The frame is our own page: what has the protocol's version is as messages.ts says. */
function isOurs(data: unknown): data is FromEmbed {
  return typeof data === "object" && data !== null && "velocidade" in data && data.velocidade === 1 && "type" in data;
}

if (customElements.get("velocidade-bench") === undefined) customElements.define("velocidade-bench", Shell);
