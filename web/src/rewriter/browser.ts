// The package's main entry in a browser, and for bundlers: they find the module by its address beside this script.

import type * as declared from "./declared.js";
import { run } from "./run.js";

let compiled: Promise<WebAssembly.Module> | undefined;

export const rewriteAndReport = (async (module, options) => {
  compiled ??= compile();
  return run(await compiled, module, options);
}) satisfies typeof declared.rewriteAndReport;

export const rewrite = (async (module, options) =>
  (await rewriteAndReport(module, options)).module) satisfies typeof declared.rewrite;

async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(new URL("./reloop.wasm", import.meta.url));
  if (!response.ok) throw new Error(`${response.url} could not be loaded: ${response.status} ${response.statusText}`);
  return WebAssembly.compile(await response.arrayBuffer());
}
