// The build worker: holds the compiler, the linker and the archives, and builds one program after the other. It has a second
// worker with the same script for half of the rewriting after the linker.

import { installed } from "./install.js";
import "go:wasm_exec";
import type { BuildRequest, BuildResponse, FileName, SecondRequest, SecondResponse } from "./messages.js";
import { unpack } from "./pack.js";
import { second } from "./second.js";
import { load, sweep } from "./store.js";
import { archivePath, build, configure, format, rewriteHalf, type Tools } from "./tools.js";

let tools: Tools | undefined;
/** Requests are done one after the other: the tools share their files. */
let queue: Promise<void> = Promise.resolve();

function respond(response: BuildResponse | SecondResponse, transfer: Transferable[] = []): void {
  postMessage(response, { transfer });
}

self.onmessage = ({ data }: MessageEvent<BuildRequest | SecondRequest>) => {
  if (data.type === "second") {
    void beSecond(data.finish);
    return;
  }
  if (data.type === "half") return; // for a second
  queue = queue
    .then(() => handle(data))
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (data.type === "load") respond({ type: "unloadable", message });
      else respond({ type: "broken", id: data.id, message });
    });
};

async function handle(request: BuildRequest): Promise<void> {
  if (request.type === "load") {
    tools = await prepare(request);
    respond({ type: "loaded" });
    return;
  }
  if (tools === undefined) throw new Error("the compiler is not loaded");
  switch (request.type) {
    case "build": {
      const built = await build(tools, request.source);
      respond({ type: "built", id: request.id, built }, built.ok ? [built.wasm.buffer as ArrayBuffer] : []);
      return;
    }
    case "format":
      respond({ type: "formatted", id: request.id, formatted: await format(tools, request.source) });
      return;
  }
}

/** Rewrites half of one module after the other. Each time everything is ready before there is a module. */
async function beSecond(finish: WebAssembly.Module): Promise<void> {
  for (;;) {
    const asked = new Promise<Uint8Array>((done) => {
      self.onmessage = ({ data }: MessageEvent<SecondRequest>) => {
        if (data.type === "half") done(data.linked);
      };
    });
    const rewritten = rewriteHalf(installed, finish, asked).then(
      (half) => ({ ok: true, half }) as const,
      (error: unknown) => ({ ok: false, message: error instanceof Error ? error.message : String(error) }) as const,
    );
    await asked; // whatever went wrong before is said then
    const outcome = await rewritten;
    if (outcome.ok) respond({ type: "half", half: outcome.half }, [outcome.half.buffer]);
    else respond({ type: "unable", message: outcome.message });
  }
}

async function prepare({ go, files: infos }: BuildRequest & { type: "load" }): Promise<Tools> {
  let got = 0;
  let told = 0;
  const data = async (name: FileName): Promise<Uint8Array> =>
    load(infos[name], (bytes) => {
      got += bytes;
      if (got - told < PROGRESS_BYTES) return;
      told = got;
      respond({ type: "loading", got });
    });
  const modules = new Map<string, Promise<WebAssembly.Module>>();
  const module = (name: FileName): Promise<WebAssembly.Module> => {
    const { file } = infos[name];
    const compiled = modules.get(file) ?? data(name).then((bytes) => WebAssembly.compile(bytes as BufferSource));
    modules.set(file, compiled);
    return compiled;
  };
  const [compile, link, finish, std, own] = await Promise.all([
    module("compile"),
    module("link"),
    module("finish"),
    data("std"),
    data("own"),
  ]);
  const archives = [...unpack(std), ...unpack(own)];
  for (const [path, archive] of archives) installed.files.write(archivePath(path), archive);
  configure(
    installed.files,
    archives.map(([path]) => path),
  );
  await sweep(infos).catch(() => {});
  return { compile, link, finish, go, second: second(finish), files: installed.files, printed: installed.printed };
}

/** The page hears of progress in steps of a megabyte. */
const PROGRESS_BYTES = 1 << 20;
