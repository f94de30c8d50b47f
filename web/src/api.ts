// What other scripts can ask of the page: window.velocidade, and the same two methods on <velocidade-bench>.

import manifest from "velocidade:manifest";
import { engine, type RunOptions } from "./engine/client.js";
import type { Program } from "./manifest.js";
import type { Report, Spec } from "./report.js";

export interface Velocidade {
  programs(): readonly Program[];
  /** Resolves with the report, also when stopped through the signal; rejects with an EngineError. */
  run(spec: Spec, options?: RunOptions): Promise<Report>;
}

export const velocidade: Velocidade = {
  programs: () => manifest.programs,
  run: (spec, options) => engine().run(spec, options),
};

declare global {
  interface Window {
    velocidade: Velocidade;
  }
}
