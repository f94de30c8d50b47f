// A second worker with the build worker's own script, for what can be done at the same time: the second half of the
// rewriting after the linker (wasm/reloop/half.go). Where it cannot be had the build worker does all of it.

import type { SecondRequest, SecondResponse } from "./messages.js";

/** Half a module is rewritten in a fraction of a second. A worker that takes as long as this is taken for lost. */
const PATIENCE_MS = 15_000;

export class Second {
  readonly #worker: Worker;
  #done: ((half: Uint8Array) => void) | undefined;
  #fail: ((cause: Error) => void) | undefined;
  #lost: Error | undefined;

  /** Throws where a worker may start no other. */
  constructor(finish: WebAssembly.Module) {
    // A classic script's own address, or the blob's that loads it: what starts the build worker starts this one.
    this.#worker = new Worker(self.location.href);
    this.#worker.onmessage = ({ data }: MessageEvent<SecondResponse>) => {
      if (data.type === "half") this.#done?.(data.half);
      else this.#fail?.(new Error(data.message));
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new Error(event.message || "the second worker could not be loaded"));
    };
    this.#worker.onmessageerror = () => this.#end(new Error("what the second worker said could not be read"));
    this.#post({ type: "second", finish });
  }

  /** What Half makes of a module, whose bytes are gone from here then. One at a time. */
  half(linked: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    let patience: ReturnType<typeof setTimeout> | undefined;
    const half = new Promise<Uint8Array>((done, fail) => {
      this.#done = done;
      this.#fail = fail;
      patience = setTimeout(() => this.#end(new Error("the second worker does not answer")), PATIENCE_MS);
      this.#post({ type: "half", linked }, [linked.buffer]);
    });
    return half.finally(() => clearTimeout(patience));
  }

  #post(request: SecondRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  #end(cause: Error): void {
    this.#worker.terminate();
    this.#lost = cause;
    this.#fail?.(cause);
  }
}

/** A second worker where there is a second processor for it, or why there is none. */
export function second(finish: WebAssembly.Module): Second | string {
  if (navigator.hardwareConcurrency < 2) return "this machine has one processor";
  try {
    return new Second(finish);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
