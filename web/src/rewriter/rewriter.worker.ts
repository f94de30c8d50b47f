// The worker of the page /reloop/: rewriting takes a second or more, in which the page stays usable.

import type { RewriteRequest, RewriteResponse } from "./messages.js";
import { run } from "./run.js";

let compiled: Promise<WebAssembly.Module> | undefined;

self.onmessage = ({ data }: MessageEvent<RewriteRequest>) => {
  void answer(data).then((response) => self.postMessage(response));
};

async function answer({ id, rewriter, input }: RewriteRequest): Promise<RewriteResponse> {
  try {
    compiled ??= compile(rewriter);
    const { module, report } = await run(await compiled, input, { weigh: true, check: true });
    return { type: "done", id, module, report };
  } catch (error) {
    return { type: "failed", id, message: error instanceof Error ? error.message : String(error) };
  }
}

async function compile(address: string): Promise<WebAssembly.Module> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the rewriter could not be loaded: ${response.status} ${response.statusText}`);
  // A static host may serve the file under another type, which streaming refuses.
  return WebAssembly.compile(await response.arrayBuffer());
}
