// A worker as its starter sees it: bytes in, bytes out, and its end always heard of.

import type { FromWorker, Start } from "./messages.js";

export interface ChildEvents {
  message(data: Uint8Array): void;
  /** Once, and last; not after terminate(). Code is -1 where the worker was ended from outside. */
  closed(code: number, output: string): void;
  printed(text: string): void;
}

let children = 0;

/** A name that no other worker of this origin has. (crypto.randomUUID is not there on an origin without HTTPS.) */
function lockName(): string {
  children++;
  const random = crypto.getRandomValues(new Uint32Array(4)).join("-");
  return `velocidade-worker-${children}-${random}`;
}

/** Where the page's origin is nobody's, as in a sandboxed frame, only a blob's script may start a worker; it loads the true one. */
export function startable(script: string, type: WorkerType): string {
  if (self.origin !== "null" || script.startsWith("blob:")) return script;
  const load = type === "module" ? "import" : "importScripts";
  return URL.createObjectURL(new Blob([`${load}(${JSON.stringify(script)})`], { type: "text/javascript" }));
}

export class Child {
  readonly #worker: Worker;
  readonly #events: ChildEvents;
  #open = true;

  constructor(
    script: string,
    start: Omit<Start, "type" | "lock">,
    events: ChildEvents,
    type: WorkerType = "classic", // which every browser has
  ) {
    this.#events = events;
    this.#worker = new Worker(startable(script, type), { type });
    const lock = lockName();
    this.#worker.onmessage = (event: MessageEvent<FromWorker>) => {
      if (!this.#open) return;
      const message = event.data;
      if (message instanceof Uint8Array) {
        events.message(message);
        return;
      }
      switch (message.type) {
        case "started":
          this.#watch(lock);
          break;
        case "exited":
          this.#close(message.code, message.output);
          break;
        case "printed":
          events.printed(message.text);
          break;
      }
    };
    // Fires for a script that cannot be loaded or parsed, and for an error nobody caught in it.
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#close(-1, event.message || "the worker's script could not be loaded");
    };
    this.#worker.postMessage({ type: "start", lock, ...start } satisfies Start);
  }

  /** Sends a copy, or the bytes themselves, which are gone from here then. */
  post(data: Uint8Array<ArrayBuffer>, transfer = false): void {
    if (this.#open) this.#worker.postMessage(data, transfer ? [data.buffer] : []);
  }

  terminate(): void {
    this.#open = false;
    this.#worker.terminate();
  }

  // The browser tells nobody when a worker is ended from outside (by the task manager, for its memory, by self.close()).
  // It does give the worker's locks back, and so to us. Where there are no locks (an opaque origin), only the worker's own
  // last words are heard.
  #watch(lock: string): void {
    navigator.locks?.request(lock, () => this.#close(-1, "")).catch(() => {});
  }

  #close(code: number, output: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#worker.terminate();
    this.#events.closed(code, output);
  }
}
