// What passes between the page and a reader's program, link by link. Types and limits only.
//
//     page ── frame: no origin, no network, no storage; makes the workers' scripts, and hears nothing of the program
//      └──── warden: a worker of ours in the frame; counts and checks, and hands on no more than the page takes
//             └── guest: the program, which may be hostile and may use all of JavaScript through syscall/js
//                  └── guests that it starts, which may start none
//
// The page and the warden talk through a channel of their own, which nothing that the program can reach has an end of.

import type { OwnProgram } from "../own/messages.js";
import type { Fault, Progress } from "../report.js";

/** To the frame, once, with the warden's end of the channel; it has said {type: "ready"} before. */
export interface Connect {
  readonly type: "connect";
}

/** To the warden, on the channel. "start" comes first, once. */
export type ToWarden =
  | { readonly type: "start"; readonly wasm: Uint8Array; readonly limits: GuestLimits; readonly build: string }
  /** A message to the program. */
  | { readonly type: "post"; readonly data: Uint8Array<ArrayBuffer> }
  /** The page has taken in the last parcel: the next may come. */
  | { readonly type: "taken" }
  /** Asked when its time is over: does the program answer? */
  | { readonly type: "ask" };

/** From the warden. */
export type FromWarden =
  /** The module is compiled, and the program starts. */
  | { readonly type: "started" }
  /** What came of the program, in order: at most so much that the page is not held up by it. */
  | { readonly type: "parcel"; readonly items: readonly Item[] }
  | { readonly type: "answers"; readonly busy: boolean };

export type Item =
  | { readonly kind: "printed"; readonly text: string }
  | { readonly kind: "program"; readonly program: Pick<OwnProgram, "name" | "title"> }
  | { readonly kind: "progress"; readonly progress: Progress }
  /** A Report's JSON, which has a Report's shape. */
  | { readonly kind: "report"; readonly json: string }
  | { readonly kind: "failed"; readonly error: Fault }
  /** Last. */
  | { readonly kind: "ended"; readonly how: Ended };

export type Ended =
  /** It exited. Words are what Go's runtime said when it ended the program, and "" where the program ended by itself. */
  | { readonly kind: "exited"; readonly code: number; readonly words: string }
  /** The browser ended it. */
  | { readonly kind: "crashed"; readonly message: string }
  /** It went beyond a limit. */
  | { readonly kind: "limit"; readonly limit: Limit };

export type Limit = "output" | "workers" | "messages" | "protocol";

/** What a program is held to besides its time, which is the page's business. */
export interface GuestLimits {
  readonly outputBytes: number;
  /** Workers that the program may have at a time. */
  readonly workers: number;
}

/** In the environment of a guest: its limits, as JSON. */
export const LIMITS_VARIABLE = "VELOCIDADE_LIMITS";

/** From a guest to the warden, besides what every worker says to its starter (engine/messages.ts). */
export type FromGuest =
  | { readonly type: "over"; readonly limit: "output" | "workers" | "messages" }
  | { readonly type: "pong" };

/** To a guest, which answers "pong" unless it computes. */
export interface Ping {
  readonly type: "ping";
}

/** The name of a worker that a program started: given to it before any message, so that nobody can give it another. */
export const POOL_WORKER = "velocidade-pool-worker";

/** Bounds of what is handed to the page, in UTF-16 units. */
export const most = {
  /** Text of one parcel. */
  parcelText: 16_384,
  parcelItems: 16,
  reportJSON: 2 * 2 ** 20,
  /** Any other message. */
  message: 16_384,
  title: 120,
  words: 4096,
} as const;
