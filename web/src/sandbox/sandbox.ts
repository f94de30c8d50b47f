// A program in a frame of its own: started from its module, ended by the page. The frame is an opaque origin: what runs in it
// can reach neither the page nor the network nor anything that is kept. Its time is kept here, by the page alone: nothing that a
// program says gives it more.

import manifest from "velocidade:manifest";
import type { Ending, Limits } from "./limits.js";
import { limitMemory, PAGE_BYTES } from "./memory.js";
import type { FromWarden, Item, ToWarden } from "./messages.js";

export interface SandboxEvents {
  take(item: Exclude<Item, { kind: "ended" }>): void;
  /** Time is nearly up for a program that is measured: it can be asked for what it has. */
  late(): void;
  /** Once, and last. */
  ended(ending: Ending): void;
}

/** For how long the frame may take to compile a module, on a slow machine. */
const START_MS = 20_000;
/** For how long a program that was asked to stop, or whether it computes, may take. */
const GRACE_MS = 800;
/** A parcel is taken in when the page has had time to draw it; a hidden page draws nothing. */
const DRAW_MS = 16;

export class Sandbox {
  readonly #frame = document.createElement("iframe");
  readonly #events: SandboxEvents;
  readonly #limits: Limits;
  readonly #channel = new MessageChannel();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #startedAt = 0;
  #measured = false;
  #grace = false;
  #open = true;

  constructor(wasm: Uint8Array, limits: Limits, events: SandboxEvents) {
    this.#events = events;
    this.#limits = limits;
    const limited = limitMemory(wasm, Math.floor(limits.memoryBytes / PAGE_BYTES));
    this.#channel.port1.onmessage = ({ data }: MessageEvent<FromWarden>) => {
      if (this.#open) this.#receive(data);
    };
    this.#send({
      type: "start",
      wasm: limited,
      limits: { outputBytes: limits.outputBytes, workers: limits.workers },
      build: manifest.build,
    });
    addEventListener("message", this.#ready);
    this.#frame.setAttribute("sandbox", "allow-scripts");
    // For its clock: without it a sample would have to be twenty times as long for the same accuracy.
    this.#frame.allow = "cross-origin-isolated";
    this.#frame.hidden = true;
    this.#frame.title = "Where the program runs";
    this.#frame.src = manifest.assets.sandbox;
    document.body.append(this.#frame);
    this.#timer = setTimeout(() => this.#end({ kind: "time", busy: true }), START_MS);
  }

  post(data: Uint8Array<ArrayBuffer>): void {
    this.#send({ type: "post", data });
  }

  /** It is to be measured: its time is that of a measurement from now on, counted from its start. */
  measure(): void {
    if (this.#measured || !this.#open) return;
    this.#measured = true;
    clearTimeout(this.#timer);
    const spent = performance.now() - this.#startedAt;
    this.#timer = setTimeout(this.#late, Math.max(this.#limits.measureMs - spent, 0));
  }

  /** Ends it at once, or where it is asked to stop, when it has answered or so soon that it is ended within a second. */
  stop(asked = false): void {
    if (asked) this.#within({ kind: "stopped" });
    else this.#end({ kind: "stopped" });
  }

  #send(message: ToWarden): void {
    if (this.#open) this.#channel.port1.postMessage(message);
  }

  readonly #late = (): void => {
    if (this.#measured) {
      this.#events.late();
      this.#within({ kind: "time", busy: false });
      return;
    }
    this.#send({ type: "ask" });
    this.#within({ kind: "time", busy: true });
  };

  /** Ends it so, unless it has ended by itself before. */
  #within(ending: Ending): void {
    if (this.#grace || !this.#open) return;
    this.#grace = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(ending), GRACE_MS);
  }

  readonly #ready = ({ source }: MessageEvent<unknown>): void => {
    if (!this.#open || source === null || source !== this.#frame.contentWindow) return;
    removeEventListener("message", this.#ready);
    // The frame's origin is opaque, and so has no name to send to; the frame is ours, and nothing can lead it elsewhere.
    this.#frame.contentWindow?.postMessage({ type: "connect" }, "*", [this.#channel.port2]);
  };

  #receive(message: FromWarden): void {
    switch (message.type) {
      case "started":
        clearTimeout(this.#timer);
        this.#startedAt = performance.now();
        this.#timer = setTimeout(this.#late, this.#limits.timeMs);
        return;
      case "parcel":
        for (const item of message.items) {
          if (item.kind === "ended") this.#end(item.how);
          else if (this.#open) this.#events.take(item);
        }
        if (document.visibilityState === "hidden") this.#send({ type: "taken" });
        else setTimeout(() => this.#send({ type: "taken" }), DRAW_MS);
        return;
      case "answers":
        this.#end({ kind: "time", busy: message.busy });
        return;
    }
  }

  #end(ending: Ending): void {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#timer);
    removeEventListener("message", this.#ready);
    this.#channel.port1.close();
    // Ends the frame's workers with it, whatever they do.
    this.#frame.remove();
    this.#events.ended(ending);
  }
}
