// Runs the compiler, the linker and what comes after them, each a Go program of its own, over one set of files.

import { diagnose } from "./diagnostics.js";
import type { Files } from "./files.js";
import type { Built, Formatted } from "./messages.js";
import type { Second } from "./second.js";

/** What any tool runs with. */
export type Runnable = Pick<Tools, "files" | "printed">;

export interface Tools {
  readonly compile: WebAssembly.Module;
  readonly link: WebAssembly.Module;
  readonly finish: WebAssembly.Module;
  /** The release of Go, such as "go1.26.8". */
  readonly go: string;
  readonly files: Files;
  /** Where half of a linked module can be rewritten at the same time; or why nowhere. */
  readonly second: Pick<Second, "half"> | string;
  /** What the tools have printed since it was last asked for. */
  printed(): string;
}

export const paths = {
  source: "/src/main.go",
  /** Beside the reader's source: what has Go's runtime say why it ends a program. */
  ending: "/build/ending.go",
  compileConfig: "/build/importcfg",
  linkConfig: "/build/importcfg.link",
  object: "/build/main.a",
  linked: "/build/linked.wasm",
  half: "/build/half",
  finished: "/build/finished.wasm",
};

/** The import configurations for archives at archivePath. */
export function configure(files: Files, packages: readonly string[]): void {
  const known = packages.map((path) => `packagefile ${path}=${archivePath(path)}\n`).join("");
  files.write(paths.compileConfig, known);
  files.write(paths.ending, 'package main\n\nimport _ "velocidade/wasm/ending"\n');
  files.write(paths.linkConfig, `${known}packagefile command-line-arguments=${paths.object}\n`);
}

export function archivePath(path: string): string {
  return `/pkg/${path}.a`;
}

/** Whether a source is of package main: one that is not gets no other file beside it, or the compiler would speak of that. */
const MAIN = /^[ \t\ufeff]*package[ \t]+main\b/m;

/** How the compiler is called; wasm/toolchain/identical_test.go calls the native one in the same way. */
export function compileArgs(go: string, source: string): string[] {
  const language = /^go\d+\.\d+/.exec(go)?.[0] ?? go;
  return (
    `compile -o ${paths.object} -p main -complete -lang ${language} -trimpath /src=>. -pack -c=1 -dwarf=false ` +
    `-importcfg ${paths.compileConfig} ${paths.source}${MAIN.test(source) ? ` ${paths.ending}` : ""}`
  ).split(" ");
}

export function linkArgs(): string[] {
  return `link -o ${paths.linked} -importcfg ${paths.linkConfig} -buildmode=exe -s -w ${paths.object}`.split(" ");
}

export async function build(tools: Tools, source: string): Promise<Built> {
  const { files } = tools;
  files.write(paths.source, source);
  const times: number[] = [performance.now()];
  const step = async (module: WebAssembly.Module, args: string[]): Promise<Ran> => {
    const ran = await runTool(tools, module, args);
    times.push(performance.now());
    return ran;
  };
  const compiled = await step(tools.compile, compileArgs(tools.go, source));
  if (!compiled.well) return { ok: false, diagnostics: diagnose(compiled.printed, source) };
  const bound = await step(tools.link, linkArgs());
  if (!bound.well) return { ok: false, diagnostics: diagnose(bound.printed, source) };
  const linked = files.read(paths.linked);
  if (linked === undefined) throw new Error("the linker ended well and wrote nothing");
  const finish = ["finish", "module", paths.linked, paths.finished];
  let alone = typeof tools.second === "string" ? tools.second : null;
  if (typeof tools.second !== "string") {
    const half = tools.second.half(linked.slice()).catch((error: unknown) => {
      alone = error instanceof Error ? error.message : String(error);
      throw error;
    });
    files.expect(paths.half, half);
    finish.push(paths.half);
  }
  const finished = await step(tools.finish, finish);
  const said = finished.printed.trim();
  if (finished.well && said !== "") alone ??= said;
  // What the linker wrote runs as well, only slower.
  const stock = finished.well ? null : said || "the rewriter ended early";
  const wasm = finished.well ? files.read(paths.finished) : linked;
  if (wasm === undefined) throw new Error("the rewriter ended well and wrote nothing");
  for (const name of [paths.object, paths.linked, paths.half, paths.finished]) files.remove(name);
  const [t0 = 0, t1 = 0, t2 = 0, t3 = 0] = times;
  return {
    ok: true,
    wasm: whole(wasm),
    times: { compileMs: t1 - t0, linkMs: t2 - t1, finishMs: t3 - t2, alone, stock },
  };
}

/** A file that was removed, as an array with a buffer of its own: the same, where there is nothing else in that. */
function whole(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = file;
  return buffer instanceof ArrayBuffer && buffer.byteLength === file.length ? new Uint8Array(buffer) : file.slice();
}

/**
 * What the second worker does with a linked module, which may be still to come: everything is made ready for it. Throws where
 * that cannot be done.
 */
export async function rewriteHalf(
  tools: Runnable,
  finish: WebAssembly.Module,
  linked: Promise<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { files } = tools;
  files.expect(paths.linked, linked);
  const { well, printed } = await runTool(tools, finish, ["finish", "half", paths.linked, paths.half]);
  const half = files.read(paths.half);
  for (const name of [paths.linked, paths.half]) files.remove(name);
  if (!well || half === undefined) throw new Error(printed || "nothing was written");
  return whole(half);
}

export async function format(tools: Tools, source: string): Promise<Formatted> {
  tools.files.write(paths.source, source);
  const { well, printed } = await runTool(tools, tools.finish, ["finish", "format", paths.source]);
  if (!well) return { ok: false, diagnostics: diagnose(printed, source) };
  return { ok: true, source: new TextDecoder().decode(tools.files.read(paths.source)) };
}

/** How a tool ended, and what it printed: something, where it did not end well. */
interface Ran {
  readonly well: boolean;
  readonly printed: string;
}

/** Runs a tool to its end. */
async function runTool(tools: Runnable, module: WebAssembly.Module, args: readonly string[]): Promise<Ran> {
  tools.printed();
  const go = new Go();
  go.argv = [...args];
  go.env = { GOOS: "js", GOARCH: "wasm", HOME: "/", TMPDIR: "/build" };
  let code = 0;
  go.exit = (given) => {
    code = given;
  };
  try {
    await go.run(await WebAssembly.instantiate(module, go.importObject));
  } finally {
    tools.files.closeAll();
    // A timer that it left behind would wake a program that has ended, which is an error, and would end the worker.
    for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
    go._scheduledTimeouts.clear();
  }
  const printed = tools.printed();
  return code === 0
    ? { well: true, printed }
    : { well: false, printed: printed || `${args[0]} ended with code ${code}` };
}
