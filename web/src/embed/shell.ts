// <velocidade-bench> on another origin's page: a frame around our page for iframes. What it says and is told goes through
// messages.ts; to the page around it looks as it does at home.

import manifest from "velocidade:manifest";
import { EngineError, type RunOptions } from "../engine/client.js";
import type { Program } from "../manifest.js";
import type { OwnSpec } from "../own/api.js";
import { encodeSource } from "../own/source-link.js";
import type { Progress, Report, Spec } from "../report.js";
import { wantedBy } from "../share/address.js";
import { readArgs } from "../state/args.js";
import { brings, brought } from "./brought.js";
import type { FromEmbed, ToEmbed } from "./messages.js";
import { themeOf } from "./theme.js";

const SITE = new URL("../", import.meta.url);

/** What goes into the address of the frame's page. */
const ASKED = ["program", "args", "lanes", "workers", "blocks", "seconds"] as const;
const ATTRIBUTES = [...ASKED, "src", "link"];

interface Pending {
  resolve(report: Report): void;
  reject(error: EngineError): void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Whether the frame listens. */
class Ready {
  resolve: () => void = () => {};
  reject: (error: unknown) => void = () => {};
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    this.promise.catch(() => {}); // whoever waits hears of it
  }
}

const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: block }
  iframe { display: block; width: 100%; height: 24rem; border: 0; color-scheme: normal }
  [hidden] { display: none }
`);

class Shell extends HTMLElement {
  static readonly observedAttributes = ATTRIBUTES;

  readonly #frame = document.createElement("iframe");
  /** The page's own content, which is readable until the frame is there, and where it cannot be. */
  readonly #content = document.createElement("slot");
  readonly #fault = document.createElement("p");
  readonly #changes = new MutationObserver(() => this.attributeChangedCallback());
  readonly #pending = new Map<number, Pending>();
  #ready = new Ready();
  #lastId = 0;
  #lastLoad = 0;
  #scheduled = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    this.#frame.allow = "cross-origin-isolated; clipboard-write";
    this.#frame.referrerPolicy = "no-referrer";
    this.#fault.setAttribute("role", "alert");
    this.#fault.hidden = true;
    root.append(this.#fault, this.#content, this.#frame);
  }

  connectedCallback(): void {
    addEventListener("message", this.#hear);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.#themed);
    this.#changes.observe(this, { childList: true, characterData: true, subtree: true });
    this.#load();
  }

  disconnectedCallback(): void {
    this.#changes.disconnect();
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
  async run(spec?: Spec | OwnSpec, options: RunOptions = {}): Promise<Report> {
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
    this.#lastLoad++;
    const id = this.#lastLoad;
    if (!brings(this)) {
      const program = manifest.programs.find((p) => p.name === this.getAttribute("program"));
      this.#show(this.#address(), program?.title ?? "Velocidade");
      return;
    }
    if (this.#frame.src === "") this.#frame.hidden = true;
    brought(this)
      .then(async (found) => {
        if (found.kind === "missing") throw new EngineError(found.fault);
        if (found.kind !== "here") return;
        const address = this.#address();
        address.searchParams.set("file", found.name);
        address.hash = await encodeSource(found.source);
        if (id === this.#lastLoad) this.#show(address, `A Go program, ${found.name}`);
      })
      .catch((error: unknown) => {
        if (id === this.#lastLoad) this.#missing(error);
      });
  }

  /** Of the frame's page, with what the attributes say. */
  #address(): URL {
    const wanted = wantedBy(this.getAttribute("link") ?? "");
    const address = new URL(wanted?.kind === "stored" ? `embed/${wanted.id}` : "embed/", SITE);
    if (wanted?.kind === "link") address.hash = wanted.text;
    for (const name of ASKED) {
      const value = this.getAttribute(name);
      if (value === null) continue;
      if (name === "args")
        for (const [param, text] of Object.entries(readArgs(value))) address.searchParams.set(param, text);
      else address.searchParams.set(name, value);
    }
    return address;
  }

  #show({ href }: URL, title: string): void {
    this.#frame.hidden = false;
    this.#content.hidden = true;
    this.#fault.hidden = true;
    if (this.#frame.src === href) return;
    this.#fail("What the element shows was changed.");
    this.#ready = new Ready();
    this.#frame.title = title;
    this.#frame.src = href;
  }

  /** There is no program to show. */
  #missing(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#frame.hidden = true;
    this.#content.hidden = false;
    this.#fault.hidden = false;
    this.#fault.textContent = message;
    this.#ready.reject(error instanceof EngineError ? error : new EngineError({ code: "internal", message }));
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
