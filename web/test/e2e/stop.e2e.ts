// Stop, and what else is pressed at the wrong time.

import assert from "node:assert/strict";
import type {} from "../../src/api.js";
import { LONG, measure, measuring, rows, run, SLOW, settledWorkers, stop, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";

spec(
  "Stop keeps what was measured",
  async ({ visit }) => {
    const tab = await visit(LONG);
    await run(tab);
    await measuring(tab);
    await stop(tab);
    await verdict(tab);
    await tab.sees(/stopped/i, ".verdict");
    assert.ok((await rows(tab)).length > 0);
    await tab.shot("stopped");
  },
  { in: "both" },
);

spec("Stop works in the middle of a chunk, and the page can run again at once", async ({ visit }) => {
  const tab = await visit(SLOW);
  await run(tab);
  await tab.sees(/Warming up|Starting workers/, ".progress");
  await stop(tab);
  await tab.page.waitForFunction(() => document.querySelector("progress") === null);
  assert.equal(await settledWorkers(tab), 1);
  await tab.fill("Start", "3000000");
  await tab.fill("Blocks", "6");
  await measure(tab);
  assert.equal((await rows(tab)).length, 3);
});

spec("Stop ends an engine that does not answer, and the page can run again", async ({ visit }) => {
  const tab = await visit(LONG);
  await run(tab);
  await measuring(tab);
  // The first worker of the page is the coordinator; a debugger that holds it up is as good as a browser that hangs.
  const debug = tab.page.workers()[0]?.client;
  await debug?.send("Debugger.enable");
  await debug?.send("Debugger.pause");
  await stop(tab);
  await tab.sees(/did not answer/, ".failure");
  await tab.fill("Start", "3000000");
  await tab.fill("Blocks", "6");
  assert.match(await measure(tab), /Count down to zero/);
});

spec("Run and Stop in quick succession end in one run that is not stopped", async ({ visit }) => {
  const tab = await visit(LONG);
  for (let i = 0; i < 5; i++) {
    await run(tab);
    await tab.press("Escape");
    await tab.page.waitForFunction(() => document.querySelector("progress") === null);
  }
  await tab.fill("Start", "3000000");
  await tab.fill("Blocks", "6");
  const said = await measure(tab);
  assert.match(said, /Count down to zero/);
  assert.equal(await settledWorkers(tab), 1);
});

spec("a second Run during a run changes nothing", async ({ visit }) => {
  const tab = await visit(LONG);
  await run(tab);
  await measuring(tab);
  const workers = tab.page.workers().length;
  await run(tab);
  await tab.chord("Control", "Enter");
  assert.equal(await tab.count("progress"), 1);
  assert.equal(tab.page.workers().length, workers);
  await stop(tab);
  await verdict(tab);
  assert.equal(await tab.count(".history li"), 1);
});

spec("a run asked for by a script during a run is refused with a code, and the first goes on", async ({ visit }) => {
  const tab = await visit(LONG);
  await run(tab);
  await measuring(tab);
  const code = await tab.page.evaluate(() =>
    window.velocidade.run({ program: "countdown" }).then(
      () => "ran",
      (error: unknown) => (error as { fault?: { code?: string } }).fault?.code ?? String(error),
    ),
  );
  assert.equal(code, "busy");
  assert.equal(await tab.count("progress"), 1);
  await stop(tab);
  await verdict(tab);
});
