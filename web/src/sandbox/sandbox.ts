// A program in a frame of its own: started from its module, ended by the page. The frame is an opaque origin: what runs in it
// can reach neither the page nor the network nor anything that is kept.

import manifest from "velocidade:manifest";
import { limitMemory, PAGE_BYTES } from "./memory.js";
import type { FromFrame, ToFrame } from "./messages.js";
import { parse } from "./parse.js";

export interface Limits {
  /** For how long the program may go without a sign of life; see Sandbox.alive. */
  readonly timeMs: number;
  /** Memory of each instance. */
  readonly memoryBytes: number;
  readonly outputBytes: number;
  readonly workers: number;
}

const MIB = 2 ** 20;

export const defaultLimits: Limits = { timeMs: 10_000, memoryBytes: 512 * MIB, outputBytes: MIB / 4, workers: 64 };

/** How it ended: by itself, or by the page. */
export type Ending =
  | { readonly kind: "exited"; readonly code: number; readonly output: string }
  | { readonly kind: "time" }
  | { readonly kind: "stopped" };

export interface SandboxEvents {
  message(data: Uint8Array): void;
  printed(text: string): void;
  /** Once, and last. */
  ended(ending: Ending): void;
}

export class Sandbox {
  readonly #frame = document.createElement("iframe");
  readonly #events: SandboxEvents;
  readonly #limits: Limits;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #printed = 0;
  #open = true;

  constructor(wasm: Uint8Array, limits: Limits, events: SandboxEvents) {
    this.#events = events;
    this.#limits = limits;
    const limited = limitMemory(wasm, Math.floor(limits.memoryBytes / PAGE_BYTES));
    addEventListener("message", this.#receive);
    this.#frame.setAttribute("sandbox", "allow-scripts");
    // For its clock: without it a sample would have to be twenty times as long for the same accuracy.
    this.#frame.allow = "cross-origin-isolated";
    this.#frame.hidden = true;
    this.#frame.title = "Where the program runs";
    this.#frame.src = manifest.assets.sandbox;
    this.#start = {
      type: "start",
      wasm: limited,
      limits: { outputBytes: limits.outputBytes, workers: limits.workers },
      build: manifest.build,
    };
    document.body.append(this.#frame);
    this.#timer = setTimeout(this.#late, limits.timeMs + START_MS);
  }

  #start: (ToFrame & { type: "start" }) | null;

  post(data: Uint8Array<ArrayBuffer>): void {
    this.#send({ type: "post", data });
  }

  /** The program has given a sign of life: its time begins anew, which is that of its limit or the one given. */
  alive(timeMs = this.#limits.timeMs): void {
    if (!this.#open) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#late, timeMs);
  }

  stop(): void {
    this.#end({ kind: "stopped" });
  }

  #send(message: ToFrame): void {
    // The frame's origin is opaque, and so has no name to send to; the frame is ours, and nothing can lead it elsewhere.
    if (this.#open) this.#frame.contentWindow?.postMessage(message, "*");
  }

  readonly #late = (): void => this.#end({ kind: "time" });

  readonly #receive = ({ source, data }: MessageEvent<unknown>): void => {
    if (!this.#open || source === null || source !== this.#frame.contentWindow) return;
    const message = parse(data);
    if (message !== null) this.#take(message);
  };

  #take(message: FromFrame): void {
    switch (message.type) {
      case "ready":
        if (this.#start === null) return;
        this.#send(this.#start);
        this.#start = null;
        return;
      case "started":
        this.alive();
        return;
      case "printed":
        // The guest counts what it prints, and is not to be trusted with that.
        this.#printed += message.text.length;
        if (this.#printed <= 2 * this.#limits.outputBytes) this.#events.printed(message.text);
        return;
      case "message":
        this.#events.message(message.data);
        return;
      case "exited":
        this.#end({ kind: "exited", code: message.code, output: message.output });
        return;
    }
  }

  #end(ending: Ending): void {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#timer);
    removeEventListener("message", this.#receive);
    // Ends the frame's workers with it, whatever they do.
    this.#frame.remove();
    this.#events.ended(ending);
  }
}

/** For how long the frame may take to compile a module, on a slow machine. */
const START_MS = 20_000;
