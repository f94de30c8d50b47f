// What scripts can ask for a program of their own: the part of window.velocidade that loads the compiler. It is loaded itself
// when it is first used.

import { EngineError, type RunOptions } from "../engine/client.js";
import type { Report, Spec } from "../report.js";
import { limitsOf } from "../sandbox/limits.js";
import { compiler } from "../toolchain/compiler.js";
import type { BuildTimes, Diagnostic } from "../toolchain/messages.js";
import { launch, type Outcome } from "./launch.js";

export interface Compiled {
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Size of the WebAssembly module, 0 where there is none. */
  readonly bytes: number;
  /** What the build took; null where there is none. */
  readonly times: BuildTimes | null;
}

export interface OwnSpec extends Omit<Spec, "program"> {
  readonly source: string;
}

export interface ExecOptions {
  readonly signal?: AbortSignal;
  readonly onOutput?: (text: string) => void;
  /** For how long it may run; 10 000 where it is left out. */
  readonly timeMs?: number;
}

export async function compile(source: string): Promise<Compiled> {
  const built = await compiler.build(source);
  return built.ok
    ? { ok: true, diagnostics: [], bytes: built.wasm.length, times: built.times }
    : { ok: false, diagnostics: built.diagnostics, bytes: 0, times: null };
}

/** Measures a source that calls package measure. */
export async function run({ source, ...spec }: OwnSpec, options: RunOptions = {}): Promise<Report> {
  const outcome = await launch(await module(source, options.signal), {
    limits: limitsOf(),
    signal: options.signal,
    onProgress: options.onProgress,
    measure: () => ({ ...spec, program: "" }),
  });
  return reportOf(outcome);
}

/** The report that a launch came to. Throws where the program measured nothing. */
export function reportOf(outcome: Outcome): Report {
  if (outcome.kind === "report") return outcome.report;
  throw new EngineError(
    outcome.ending.code === "exited"
      ? {
          code: "nothing-measured",
          message: "The program ended without a call of package measure. Use exec for programs that print.",
        }
      : { code: outcome.ending.code, message: outcome.ending.message },
  );
}

/** Runs a program that prints. Resolves with its exit code; rejects with an EngineError where it was ended from outside. */
export async function exec(source: string, { signal, onOutput, timeMs }: ExecOptions = {}): Promise<number> {
  const outcome = await launch(await module(source, signal), {
    limits: limitsOf(timeMs),
    signal,
    onOutput,
    measure: ({ title }) => {
      throw new EngineError({ code: "to-be-measured", message: `“${title}” is to be measured. Use run for it.` });
    },
  });
  if (outcome.kind === "ended" && outcome.ending.exit !== null) return outcome.ending.exit;
  throw new EngineError(
    outcome.kind === "ended" ? outcome.ending : { code: "to-be-measured", message: "The program was measured." },
  );
}

async function module(source: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const built = await compiler.build(source, signal);
  if (built.ok) return built.wasm;
  throw notCompiled(built.diagnostics);
}

export function notCompiled(diagnostics: readonly Diagnostic[]): EngineError {
  const { line, column, message } = diagnostics[0] ?? { line: 1, column: 1, message: "it does not compile" };
  return new EngineError({
    code: "does-not-compile",
    field: "source",
    message: `main.go:${line}:${column}: ${message}`,
  });
}
