// The compiler as the page sees it: what there is to load, loading it, and building. One build worker, started when it is
// first asked for; ended and started again where a build hangs.

import manifest from "velocidade:manifest";
import { startable } from "../engine/child.js";
import { EngineError } from "../engine/client.js";
import type { BuildRequest, BuildResponse, Built, Formatted, Status } from "./messages.js";
import { remember, remembered } from "./store.js";
import { weight } from "./weight.js";

/** How far loading is. Bytes are those of the files as they are used, which is more than what is sent of them. */
export type Loading =
  | { readonly kind: "idle" }
  | { readonly kind: "loading"; readonly got: number; readonly total: number }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string };

/** A build that takes longer is taken for one that never ends. */
const BUILD_PATIENCE_MS = 120_000;
/** A build that is under way when whoever wants it gives it up may end within this time, or is ended, compiler and all. */
const GIVEN_UP_MS = 900;
/** Builds that are remembered by their source. */
const REMEMBERED = 8;

const address = (file: string): string => new URL(`../${file}`, import.meta.url).href;

/**
 * What the site says of its compiler; without a network, what it said when it was last ready, since that is what this browser
 * has. Rejects where neither is known.
 */
export async function status(): Promise<Status> {
  const url = address("toolchain.json");
  let response: Response;
  try {
    response = await fetch(url, { cache: "no-cache" });
  } catch (error) {
    const known = await remembered(url);
    if (known === undefined) throw error;
    return (await known.json()) as Status;
  }
  if (!response.ok) return { state: "failed", message: "This site was built without the compiler." };
  const copy = response.clone();
  const now = (await response.json()) as Status;
  if (now.state === "ready") await remember(url, copy);
  return now;
}

type Waiting = { fail(error: EngineError): void } & (
  | { readonly kind: "build"; done(built: Built): void }
  | { readonly kind: "format"; done(formatted: Formatted): void }
);

class Compiler {
  #worker: Worker | undefined;
  #ready: Promise<void> | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();
  readonly #built = new Map<string, Promise<Built>>();
  readonly #listeners = new Set<(loading: Loading) => void>();
  #loading: Loading = { kind: "idle" };

  /** Tells now and at every change how far loading is; returns what ends that. */
  watch(listener: (loading: Loading) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#loading);
    return () => this.#listeners.delete(listener);
  }

  /** Loads the compiler, once. Rejects with an EngineError; the next call tries again. */
  load(): Promise<void> {
    this.#ready ??= this.#load().catch((error: unknown) => {
      this.#ready = undefined;
      this.#worker?.terminate();
      this.#worker = undefined;
      const message = error instanceof Error ? error.message : String(error);
      this.#tell({ kind: "failed", message });
      throw error instanceof EngineError ? error : new EngineError({ code: "toolchain-unavailable", message });
    });
    return this.#ready;
  }

  /** Builds a program. The same source is built once. Aborting rejects at once, with the code "stopped". */
  build(source: string, signal?: AbortSignal): Promise<Built> {
    const built = this.#build(source);
    return signal === undefined ? built : this.#unless(signal, built);
  }

  async #unless(signal: AbortSignal, built: Promise<Built>): Promise<Built> {
    const stopped = () => new EngineError({ code: "stopped", message: "Stopped before it ran." });
    built.catch(() => {}); // nobody may be waiting for it any more
    if (signal.aborted) throw stopped();
    let giveUp = () => {};
    const aborted = new Promise<never>((_, reject) => {
      giveUp = () => {
        reject(stopped());
        // Loading goes on: it is wanted for the next build.
        const end = () => this.#waiting.size === 1 && this.#broken("it was stopped");
        const patience = setTimeout(end, GIVEN_UP_MS);
        const over = () => clearTimeout(patience);
        built.then(over, over);
      };
    });
    signal.addEventListener("abort", giveUp);
    return Promise.race([built, aborted]).finally(() => signal.removeEventListener("abort", giveUp));
  }

  #build(source: string): Promise<Built> {
    const known = this.#built.get(source);
    this.#built.delete(source);
    const built = known ?? this.#request("build", source);
    this.#built.set(source, built);
    built.catch(() => this.#built.delete(source));
    for (const oldest of this.#built.keys()) {
      if (this.#built.size <= REMEMBERED) break;
      this.#built.delete(oldest);
    }
    return built;
  }

  format(source: string): Promise<Formatted> {
    return this.#request("format", source);
  }

  async #load(): Promise<void> {
    const now = await status().catch(() => {
      throw unavailable("The compiler could not be loaded: the site does not answer.");
    });
    if (now.state === "building")
      throw unavailable("The compiler is still being built by the site. It takes some minutes, once.");
    if (now.state === "failed") throw unavailable(now.message);
    const total = weight(now.files, "bytes");
    const files = Object.fromEntries(
      Object.entries(now.files).map(([name, info]) => [name, { ...info, file: address(info.file) }]),
    ) as typeof now.files;
    this.#tell({ kind: "loading", got: 0, total });
    await new Promise<void>((resolve, reject) => {
      const worker = new Worker(startable(manifest.assets.builder, "classic"));
      this.#worker = worker;
      worker.onerror = (event) => {
        event.preventDefault();
        reject(unavailable(event.message || "the build worker could not be loaded"));
        this.#broken(event.message);
      };
      worker.onmessage = ({ data }: MessageEvent<BuildResponse>) => {
        switch (data.type) {
          case "loading":
            this.#tell({ kind: "loading", got: data.got, total });
            return;
          case "loaded":
            resolve();
            return;
          case "unloadable":
            reject(unavailable(data.message));
            return;
          default:
            this.#answer(data);
        }
      };
      worker.postMessage({ type: "load", go: now.go, files } satisfies BuildRequest);
    });
    this.#tell({ kind: "ready" });
  }

  async #request(kind: "build", source: string): Promise<Built>;
  async #request(kind: "format", source: string): Promise<Formatted>;
  async #request(kind: "build" | "format", source: string): Promise<Built | Formatted> {
    await this.load();
    this.#lastId++;
    const id = this.#lastId;
    let patience: ReturnType<typeof setTimeout> | undefined;
    const answer = new Promise<Built | Formatted>((done, fail) => {
      this.#waiting.set(id, { kind, done, fail });
      patience = setTimeout(
        () => this.#broken(`it did not end within ${BUILD_PATIENCE_MS / 1000} seconds and was ended`),
        BUILD_PATIENCE_MS,
      );
      this.#worker?.postMessage({ type: kind, id, source } satisfies BuildRequest);
    });
    return answer.finally(() => clearTimeout(patience));
  }

  #answer(response: Extract<BuildResponse, { id: number }>): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if (response.type === "broken") waiting?.fail(broken(response.message));
    else if (response.type === "built" && waiting?.kind === "build") waiting.done(response.built);
    else if (response.type === "formatted" && waiting?.kind === "format") waiting.done(response.formatted);
  }

  /** The worker is of no more use: the next request starts another. */
  #broken(message: string): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ready = undefined;
    this.#tell({ kind: "idle" });
    for (const waiting of this.#waiting.values()) waiting.fail(broken(message));
    this.#waiting.clear();
  }

  #tell(loading: Loading): void {
    this.#loading = loading;
    for (const listener of this.#listeners) listener(loading);
  }
}

function unavailable(message: string): EngineError {
  return new EngineError({ code: "toolchain-unavailable", message });
}

function broken(message: string): EngineError {
  return new EngineError({ code: "build-failed", message: `The program could not be built: ${message}.` });
}

/** The page's one compiler. */
export const compiler = new Compiler();
