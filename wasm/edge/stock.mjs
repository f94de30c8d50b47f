// The fallback: a new instance for every request, as the shim of syumai/workers has it. It is slower by what starting Go costs
// (tools/figures/FIGURES.md has the figure), and depends on nothing that an instance could keep from one request to the next.
// Deploy it with velocidade edge -shim stock should the shared instance ever misbehave on the platform.

import "./wasm_exec.js";
import module from "./app.wasm";
import { page } from "./pages.mjs";

globalThis.tryCatch = (act) => {
  try {
    return { result: act() };
  } catch (error) {
    return { error };
  }
};

export default {
  async fetch(request, env, ctx) {
    const found = await page(request, env);
    if (found !== null) return found;
    const binding = {};
    globalThis.context = { env, ctx, binding };
    const go = new Go();
    let ready;
    const live = new Promise((resolve) => {
      ready = resolve;
    });
    const instance = new WebAssembly.Instance(module, { ...go.importObject, workers: { ready: () => ready() } });
    go.run(instance);
    await live;
    return binding.handleRequest(request);
  },
};
