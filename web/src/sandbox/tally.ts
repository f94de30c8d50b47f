// Counts what a program sends, by what arrived and not by what it says, before anything looks into it; then says what it is.
// What arrived is a copy that the browser made: its sizes are the browser's own, and nothing of the sender's hangs on it.

import type { FromWorker } from "../engine/messages.js";
import { gate, type Passed } from "./gate.js";
import { type Ended, type FromGuest, type GuestLimits, type Limit, most } from "./messages.js";

/** Messages of any kind: so many at once, and so many more a second. Printing has its own worker send 400 a second. */
const AT_ONCE = 20_000;
const A_SECOND = 2_000;
/** Bytes of the messages of package measure. */
const MESSAGE_BYTES = 64 * 2 ** 20;

export type Counted =
  | Passed
  | { readonly kind: "printed"; readonly text: string }
  | { readonly kind: "ended"; readonly how: Ended }
  | { readonly kind: "over"; readonly limit: Limit }
  | { readonly kind: "pong" }
  | { readonly kind: "nothing" };

export class Tally {
  readonly #limits: GuestLimits;
  readonly #now: () => number;
  readonly #began: number;
  #messages = 0;
  #bytes = 0;
  #printed = 0;

  constructor(limits: GuestLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#began = now();
  }

  count(data: unknown): Counted {
    this.#messages++;
    if (this.#messages > AT_ONCE && this.#messages > AT_ONCE + (A_SECOND * (this.#now() - this.#began)) / 1000)
      return over("messages");
    if (data instanceof Uint8Array) return this.#message(data);
    if (typeof data !== "object" || data === null || !("type" in data)) return over("protocol");
    const message = data as Partial<Exclude<FromWorker, Uint8Array> | FromGuest>;
    switch (message.type) {
      case "started":
        return { kind: "nothing" };
      case "pong":
        return { kind: "pong" };
      case "printed":
        return this.#text(message.text);
      case "over":
        return isLimit(message.limit) ? over(message.limit) : over("protocol");
      case "exited":
        return ended(message.code, message.output, message.words);
      case undefined:
        return over("protocol");
    }
    return over("protocol");
  }

  #text(text: unknown): Counted {
    if (typeof text !== "string") return over("protocol");
    const room = this.#limits.outputBytes - this.#printed;
    this.#printed += text.length;
    // In UTF-8 it has as many bytes at the least.
    return text.length > room ? over("output") : { kind: "printed", text };
  }

  #message(data: Uint8Array): Counted {
    this.#bytes += data.byteLength;
    if (this.#bytes > MESSAGE_BYTES) return over("messages");
    // A copy, since the sender may have kept the same memory shared.
    const passed = gate(data.slice());
    return passed.kind === "refused" ? over("protocol") : passed;
  }
}

const over = (limit: Limit): Counted => ({ kind: "over", limit });

function isLimit(data: unknown): data is "output" | "workers" | "messages" {
  return data === "output" || data === "workers" || data === "messages";
}

function ended(code: unknown, output: unknown, words: unknown): Counted {
  if (!Number.isInteger(code) || typeof output !== "string" || !(words === undefined || typeof words === "string"))
    return over("protocol");
  if (Number(code) < 0) return { kind: "ended", how: { kind: "crashed", message: output.slice(0, most.words) } };
  return {
    kind: "ended",
    how: { kind: "exited", code: Number(code) & 0xff, words: (words ?? "").slice(0, most.words) },
  };
}
