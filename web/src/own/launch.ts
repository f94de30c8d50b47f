// Runs a reader's own program, whichever kind it is: one that prints runs to its end; one that is to be measured says so, and
// is then asked for a run.

import { EngineError, tell } from "../engine/client.js";
import type { Progress, Report, Spec } from "../report.js";
import { type Ending, type Limits, Sandbox } from "../sandbox/sandbox.js";
import { type Described, describe } from "./ending.js";
import type { OwnProgram, OwnRequest, OwnResponse } from "./messages.js";

export interface LaunchOptions {
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Where this returns a promise, the next run of the program waits for it. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
  /** Called for a program that is to be measured: what to ask of it. Throwing ends the program and rejects. */
  readonly measure: (program: OwnProgram) => Spec;
}

export type Outcome =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "ended"; readonly ending: Described };

/** The most JSON that one message of a program may be. */
const MAX_MESSAGE_BYTES = 32 * 2 ** 20;
const RUN_ID = 1;
/** A measurement is heard of after each run, the first with the start of all its workers: on a slow machine, that takes a while. */
const MEASURING_SILENCE_MS = 60_000;

/** Rejects with an EngineError where a measurement cannot be had. */
export function launch(wasm: Uint8Array, options: LaunchOptions): Promise<Outcome> {
  const { limits, signal } = options;
  const silenceMs = Math.max(limits.timeMs, MEASURING_SILENCE_MS);
  let cleanUp = () => {};
  return new Promise<Outcome>((resolve, reject) => {
    let asked = false;
    const send = (request: OwnRequest): void => sandbox.post(new TextEncoder().encode(JSON.stringify(request)));
    const stop = (): void => {
      // A measurement is asked to stop, and gives what it has; its time limit ends one that does not.
      if (asked) send({ type: "stop", id: RUN_ID });
      else sandbox.stop();
    };
    const hidden = (): void => {
      if (asked && document.visibilityState === "hidden") send({ type: "void", id: RUN_ID });
    };
    const receive = (response: OwnResponse): void => {
      switch (response.type) {
        case "program":
          if (asked) return;
          asked = true;
          sandbox.alive(silenceMs);
          send({
            type: "run",
            id: RUN_ID,
            draws: true,
            spec: { ...options.measure(response.program), program: response.program.name },
          });
          hidden();
          return;
        case "progress":
          sandbox.alive(silenceMs);
          void tell(options.onProgress, response.progress, () => send({ type: "drawn", id: RUN_ID }));
          return;
        case "report":
          resolve({ kind: "report", report: response.report });
          sandbox.stop();
          return;
        case "failed":
          reject(new EngineError(response.error));
          sandbox.stop();
          return;
      }
    };
    const sandbox = new Sandbox(wasm, limits, {
      message(data) {
        try {
          if (data.length > MAX_MESSAGE_BYTES) throw new Error("a message is too long");
          const response: unknown = JSON.parse(new TextDecoder().decode(data));
          if (isResponse(response)) receive(response);
        } catch (error) {
          reject(
            error instanceof EngineError ? error : new EngineError({ code: "bad-message", message: String(error) }),
          );
          sandbox.stop();
        }
      },
      printed: (text) => options.onOutput?.(text),
      ended: (ending: Ending) => resolve({ kind: "ended", ending: describe(ending, limits) }),
    });
    cleanUp = () => {
      signal?.removeEventListener("abort", stop);
      document.removeEventListener("visibilitychange", hidden);
    };
    signal?.addEventListener("abort", stop);
    document.addEventListener("visibilitychange", hidden);
    if (signal?.aborted) stop();
  }).finally(() => cleanUp());
}

/** Only the outline is checked here; a Report that is to be kept or shared is checked by the engine. */
function isResponse(data: unknown): data is OwnResponse {
  if (typeof data !== "object" || data === null || !("type" in data)) return false;
  const within = (name: string): boolean => {
    const value = new Map(Object.entries(data)).get(name);
    return typeof value === "object" && value !== null;
  };
  switch (data.type) {
    case "program":
      return within("program");
    case "progress":
      return within("progress");
    case "report":
      return within("report");
    case "failed":
      return within("error");
  }
  return false;
}
