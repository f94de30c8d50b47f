// Runs a reader's own program, whichever kind it is: one that prints runs to its end; one that is to be measured says so, and
// is then asked for a run.

import manifest from "velocidade:manifest";
import { EngineError, engine, tell } from "../engine/client.js";
import type { Progress, Report, Spec } from "../report.js";
import { RUN_ID } from "../sandbox/gate.js";
import type { Ending, Limits } from "../sandbox/limits.js";
import type { Item } from "../sandbox/messages.js";
import { Sandbox } from "../sandbox/sandbox.js";
import { type Asked, askedOf, whyOther } from "./asked.js";
import { type Described, describe } from "./ending.js";
import type { OwnProgram, OwnRequest } from "./messages.js";

export interface LaunchOptions {
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
  readonly onOutput?: ((text: string) => void) | undefined;
  /** Where this returns a promise, the next run of the program waits for it. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
  /** Called for a program that is to be measured: what to ask of it. Throwing ends the program and rejects. */
  readonly measure: (program: Pick<OwnProgram, "name" | "title">) => Spec;
}

export type Outcome =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "ended"; readonly ending: Described };

/** Rejects with an EngineError where a measurement cannot be had. */
export function launch(wasm: Uint8Array, options: LaunchOptions): Promise<Outcome> {
  const { limits, signal } = options;
  let cleanUp = () => {};
  return new Promise<Outcome>((resolve, reject) => {
    let asked: Asked | null = null;
    let samples = 0;
    const send = (request: OwnRequest): void => sandbox.post(new TextEncoder().encode(JSON.stringify(request)));
    const askToStop = (): void => send({ type: "stop", id: RUN_ID });
    const stop = (): void => {
      // A measurement is asked to stop, and gives what it has if it does so at once.
      if (asked !== null) askToStop();
      sandbox.stop(asked !== null);
    };
    const hidden = (): void => {
      if (asked !== null && document.visibilityState === "hidden") send({ type: "void", id: RUN_ID });
    };
    const take = (item: Exclude<Item, { kind: "ended" }>): void => {
      switch (item.kind) {
        case "printed":
          options.onOutput?.(item.text);
          return;
        case "program": {
          if (asked !== null) throw badMessage("it announced a second measurement");
          const spec = { ...options.measure(item.program), program: item.program.name };
          asked = askedOf(spec, manifest.limits);
          sandbox.measure();
          send({ type: "run", id: RUN_ID, draws: true, spec });
          hidden();
          return;
        }
        case "progress": {
          if (asked === null) throw badMessage("it told of a measurement that nobody had asked for");
          samples += item.progress.sample === null ? 0 : 1;
          if (samples > asked.samples) throw badMessage("it told of more samples than were asked for");
          void tell(options.onProgress, item.progress, () => send({ type: "drawn", id: RUN_ID }));
          return;
        }
        case "report":
          if (asked === null) throw badMessage("it reported a measurement that nobody had asked for");
          resolve(derive(item.json, asked).then((report) => ({ kind: "report", report })));
          sandbox.stop();
          return;
        case "failed":
          throw new EngineError({
            ...item.error,
            message: `The program’s measurement failed. It says: ${item.error.message}`,
          });
      }
    };
    const sandbox = new Sandbox(wasm, limits, {
      take(item) {
        try {
          take(item);
        } catch (error) {
          reject(error);
          sandbox.stop();
        }
      },
      late: askToStop,
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

/**
 * The report as our own engine has it: what was measured is the program's word, and what follows from that, the verdict and the
 * warnings above all, is ours. It is read there, and not on the page's thread.
 */
async function derive(text: string, asked: Asked): Promise<Report> {
  const { report } = await engine().ask("decoded", { type: "decode", text });
  const other = whyOther(report, asked);
  if (other !== null) throw badMessage(`it reported another measurement than was asked for: ${other}`);
  return report;
}

function badMessage(what: string): EngineError {
  return new EngineError({ code: "bad-message", message: `The program was ended: ${what}.` });
}
