// What is measured of programs of a reader's own, in the open page and by its interface for scripts.

import type { Page } from "puppeteer-core";
import type {} from "../../src/api.js";
import type { BuildTimes } from "../../src/toolchain/messages.js";

/** Builds a program and gives what its steps took. The same source is built once: asking again answers at once. */
export function compile(page: Page, source: string): Promise<BuildTimes> {
  return page.evaluate(async (text) => {
    const { times, diagnostics } = await window.velocidade.compile(text);
    if (times === null) throw new Error(diagnostics[0]?.message ?? "it does not compile");
    return times;
  }, source);
}

export async function execute(page: Page, source: string): Promise<BuildTimes & { readonly firstOutputMs: number }> {
  const firstOutputMs = await page.evaluate(async (text) => {
    const before = performance.now();
    let first: number | undefined;
    const onOutput = () => {
      first ??= performance.now() - before;
    };
    const code = await window.velocidade.exec(text, { onOutput });
    if (code !== 0 || first === undefined) throw new Error(`the program ended with ${code}`);
    return first;
  }, source);
  return { firstOutputMs, ...(await compile(page, source)) };
}

/**
 * The bytes that the build worker holds when its garbage is collected: its JavaScript objects, and what lies outside of the
 * heap, which is the memory of WebAssembly instances and all files.
 */
export async function buildMemory(page: Page): Promise<number> {
  const worker = page.workers().find((each) => /\/builder-[^/]*\.js$/.test(each.url()));
  if (worker === undefined) throw new Error("the page has no build worker");
  await worker.client.send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize, embedderHeapUsedSize } = await worker.client.send("Runtime.getHeapUsage");
  return usedSize + backingStorageSize + embedderHeapUsedSize;
}
