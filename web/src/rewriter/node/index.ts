// The package's main entry in Node.

import { readFile } from "node:fs/promises";
import type * as declared from "../declared.js";
import { run } from "../run.js";

let compiled: Promise<WebAssembly.Module> | undefined;

export const compile = (): Promise<WebAssembly.Module> => {
  compiled ??= readFile(new URL("./reloop.wasm", import.meta.url)).then((bytes) => WebAssembly.compile(bytes));
  return compiled;
};

export const rewriteAndReport = (async (module, options) =>
  run(await compile(), module, options)) satisfies typeof declared.rewriteAndReport;

export const rewrite = (async (module, options) =>
  (await rewriteAndReport(module, options)).module) satisfies typeof declared.rewrite;
