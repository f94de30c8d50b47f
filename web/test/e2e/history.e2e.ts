// Earlier runs of the tab: listed, shown again, laid over each other.

import assert from "node:assert/strict";
import { measure, QUICK, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";

spec("two runs of a program can be laid over each other, with the differences in a table", async ({ visit }) => {
  const tab = await visit(QUICK);
  await measure(tab);
  const alone = await tab.count("velocidade-figure svg *");
  await measure(tab);
  assert.equal(await tab.count(".history li"), 2);
  await (await tab.page.waitForSelector(".history button.quiet"))?.click();
  await tab.sees(/laid over this one/);
  assert.ok((await tab.count("velocidade-figure svg *")) > alone, "both runs are drawn");
  const table = await tab.texts('[aria-label="Table of changes"] tbody tr');
  assert.equal(table.length, 5);
  await tab.sees(/faster|slower|no difference/, '[aria-label="Table of changes"] tbody');
  await tab.shot("overlay");
  await tab.click("button", "Take it off");
  await tab.page.waitForFunction(() => document.querySelector('[aria-label="Table of changes"]') === null);
});

spec("of runs at other arguments, nothing is said to be faster", async ({ visit }) => {
  const tab = await visit(QUICK);
  await measure(tab);
  await tab.fill("Start", "6000000");
  await measure(tab);
  await (await tab.page.waitForSelector(".history button.quiet"))?.click();
  await tab.sees(/not compared: they did different work, n=\d+ and n=6000000/, ".change");
  assert.deepEqual([...new Set(await tab.texts('[aria-label="Table of changes"] td:last-child'))], ["not compared"]);
});

spec("an earlier run is shown again with its own verdict", async ({ visit }) => {
  const tab = await visit(QUICK);
  const first = await measure(tab);
  await tab.page.click("#program");
  await tab.page.keyboard.type("montecarlo");
  await tab.press("Enter");
  await tab.fill("Samples", "200000");
  const second = await measure(tab);
  assert.notEqual(first, second);
  const entries = await tab.page.$$(".history .show");
  await entries[1]?.click();
  await tab.sees(/Count down to zero/, ".verdict");
  assert.equal(await verdict(tab), first);
  assert.equal(await tab.count(".history button.quiet"), 0, "runs of different programs cannot be compared");
});
