// The build worker's second, which rewrites half of a program. Whether it does, refuses or is gone makes no difference to the
// program, and is told.

import assert from "node:assert/strict";
import type { WebWorker } from "puppeteer-core";
import { editorReady, exec } from "../harness/editor.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

/** The same program each time, in a text that was not built before. */
const program = (note: string): string => `package main

import "fmt"

func main() { fmt.Println("six by seven is", 6*7) } // ${note}
`;

/** What the build worker's own global object has while this test looks on. */
type Watched = typeof globalThis & { built?: Uint8Array[] };

/** Has the build worker keep a copy of every program that it answers with. */
function watch(builder: WebWorker): Promise<void> {
  return builder.evaluate(() => {
    const here = globalThis as Watched;
    const built: Uint8Array[] = [];
    here.built = built;
    const post = here.postMessage.bind(here) as (...args: unknown[]) => void;
    here.postMessage = (message: { type: string; built?: { ok: boolean; wasm: Uint8Array } }, ...rest: unknown[]) => {
      if (message.type === "built" && message.built?.ok) built.push(message.built.wasm.slice());
      post(message, ...rest);
    };
  });
}

/** How many programs were kept, and whether all are the same. */
function kept(builder: WebWorker): Promise<{ count: number; same: boolean }> {
  return builder.evaluate(() => {
    const all = (globalThis as Watched).built ?? [];
    const same = all.every((one) => one.length === all[0]?.length && one.every((byte, i) => byte === all[0]?.[i]));
    return { count: all.length, same };
  });
}

/** Ends the workers that the build worker started, behind its back, and has it lose patience sooner than readers' does. */
async function endSecond(builder: WebWorker): Promise<number> {
  await builder.evaluate(() => {
    const wait = globalThis.setTimeout;
    globalThis.setTimeout = ((act: () => void, ms?: number) => wait(act, (ms ?? 0) / 20)) as typeof setTimeout;
  });
  const { result } = await builder.client.send("Runtime.evaluate", { expression: "Worker.prototype" });
  assert.ok(result.objectId);
  const { objects } = await builder.client.send("Runtime.queryObjects", { prototypeObjectId: result.objectId });
  assert.ok(objects.objectId);
  const ended = await builder.client.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: "function () { for (const worker of this) worker.terminate(); return this.length; }",
    returnByValue: true,
  });
  return ended.result.value as number;
}

/** Builds, and returns why by one worker alone; null where by two. */
async function alone(tab: Visit, note: string): Promise<string | null> {
  const times = await tab.page.evaluate(async (text) => (await window.velocidade.compile(text)).times, program(note));
  assert.ok(times !== null);
  return times.alone;
}

spec("two workers rewrite a program; where one refuses or is gone the other comes to the same", async ({ visit }) => {
  const tab = await visit("/edit/");
  await editorReady(tab);
  if ((await tab.page.evaluate(() => navigator.hardwareConcurrency)) < 2) {
    assert.match((await alone(tab, "here")) ?? "", /one processor/);
    return;
  }
  await exec(tab, program("loads the compiler"));
  const builder = tab.page.workers().find((each) => /\/builder-[^/]*\.js$/.test(each.url()));
  assert.ok(builder);
  await watch(builder);
  assert.equal(await alone(tab, "by two"), null);
  // What the second gets is damaged, once.
  await builder.evaluate(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: { linked: Uint8Array }) {
      Worker.prototype.postMessage = post;
      post.call(this, { type: "half", linked: message.linked.slice(0, 1000) });
    };
  });
  assert.match((await alone(tab, "the second refuses")) ?? "", /the module is damaged/);
  assert.equal(await alone(tab, "by two again"), null);
  assert.equal(await endSecond(builder), 1);
  assert.match((await alone(tab, "the second is gone")) ?? "", /does not answer/);
  assert.match((await alone(tab, "it stays so")) ?? "", /does not answer/);
  assert.deepEqual(await kept(builder), { count: 5, same: true });
});
