// What other scripts can ask of the page: window.velocidade, and the same methods on <velocidade-bench>. What concerns
// programs of the reader's own is loaded when it is used.

import manifest from "velocidade:manifest";
import { engine, type RunOptions } from "./engine/client.js";
import type { Program } from "./manifest.js";
import type { Compiled, ExecOptions, OwnSpec } from "./own/api.js";
import type { Report, Spec } from "./report.js";

export interface Velocidade {
  programs(): readonly Program[];
  /** Resolves with the report, also when stopped through the signal; rejects with an EngineError. */
  run(spec: Spec | OwnSpec, options?: RunOptions): Promise<Report>;
  /** Compiles a Go program here, in the page. */
  compile(source: string): Promise<Compiled>;
  /** Runs a Go program that prints, and resolves with its exit code. */
  exec(source: string, options?: ExecOptions): Promise<number>;
}

const own = () => import("./own/api.js");

export const velocidade: Velocidade = {
  programs: () => manifest.programs,
  run: (spec, options) =>
    "source" in spec ? own().then((api) => api.run(spec, options)) : engine().run(spec, options),
  compile: (source) => own().then((api) => api.compile(source)),
  exec: (source, options) => own().then((api) => api.exec(source, options)),
};

declare global {
  interface Window {
    velocidade: Velocidade;
  }
}
