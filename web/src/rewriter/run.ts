// Runs the rewriter, a Go program, on a module: a fresh instance each time, since an instance's memory never shrinks.

import { Go } from "velocidade:go";
import type { Options, Report } from "./declared.js";

/** What tools/rewriter/module/library_js.go is asked. */
interface Request {
  readonly input: Uint8Array;
  /** Options as JSON. */
  readonly options: string;
  done(module: Uint8Array<ArrayBuffer>, report: string): void;
  failed(message: string): void;
}

export interface Rewritten {
  readonly module: Uint8Array<ArrayBuffer>;
  readonly report: Report;
}

let asked = 0;

export async function run(rewriter: WebAssembly.Module, input: Uint8Array, options: Options = {}): Promise<Rewritten> {
  const go = new Go();
  const name = `reloop request ${++asked}`;
  go.env = { RELOOP_REQUEST: name };
  const instance = await WebAssembly.instantiate(rewriter, go.importObject);
  return new Promise((resolve, reject) => {
    const request: Request = {
      input,
      options: JSON.stringify(options),
      done: (module, report) => resolve({ module, report: JSON.parse(report) as Report }),
      failed: (message) => reject(new Error(message)),
    };
    Object.assign(globalThis, { [name]: request });
    // It has answered when it ends well; what is said here then comes too late to matter.
    go.run(instance).then(() => reject(new Error("the rewriter ended without an answer")), reject);
  });
}
