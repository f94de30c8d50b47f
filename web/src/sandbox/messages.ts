// What the page and the sandboxed frame say to each other. Types only. The frame holds a program that may be hostile, so the
// page takes nothing of it on trust: see parse.ts.

/** To the frame. "start" comes once, after its "ready". */
export type ToFrame =
  | { readonly type: "start"; readonly wasm: Uint8Array; readonly limits: GuestLimits; readonly build: string }
  | { readonly type: "post"; readonly data: Uint8Array<ArrayBuffer> };

/** What the program's own worker holds it to; the time is the page's business. */
export interface GuestLimits {
  readonly outputBytes: number;
  /** Workers that the program may have at a time. */
  readonly workers: number;
}

/** From the frame. */
export type FromFrame =
  | { readonly type: "ready" }
  /** The module is compiled, and the program starts. */
  | { readonly type: "started" }
  | { readonly type: "printed"; readonly text: string }
  | { readonly type: "message"; readonly data: Uint8Array }
  | { readonly type: "exited"; readonly code: number; readonly output: string };

/** In the environment of a guest: its limits, as JSON. */
export const LIMITS_VARIABLE = "VELOCIDADE_LIMITS";

/** Exit codes of a guest that its own worker ended, beyond those that programs have. */
export const ended = { output: 1001, workers: 1002, messages: 1003 } as const;
