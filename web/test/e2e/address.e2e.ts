// The state of the form is in the address.

import assert from "node:assert/strict";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

const value = async (tab: Visit, field: string): Promise<string> =>
  (await tab.find("textbox", field)).evaluate((e) => (e as HTMLInputElement).value);

const chosen = (tab: Visit): Promise<string> => tab.page.$eval("#program", (e) => (e as HTMLInputElement).value);

async function choose(tab: Visit, words: string): Promise<void> {
  await tab.page.click("#program");
  await tab.page.keyboard.type(words);
  await tab.press("Enter");
}

spec(
  "reload keeps everything that was typed",
  async ({ visit }) => {
    const tab = await visit("/");
    await choose(tab, "count down");
    await tab.fill("Start", "123456");
    await tab.fill("Worker counts", "1,3");
    await tab.fill("Blocks", "7");
    await tab.page.click("input[value='go/goroutines']");
    await tab.page.reload();
    assert.equal(await chosen(tab), "Count down to zero");
    assert.equal(await value(tab, "Start"), "123456");
    assert.equal(await value(tab, "Worker counts"), "1,3");
    assert.equal(await value(tab, "Blocks"), "7");
    assert.equal(await tab.count("input[value='go/goroutines']:checked"), 0);
    assert.equal(await tab.count("input[value='go/workers']:checked"), 1);
  },
  { in: "both" },
);

spec("reload keeps a wrong value with its message", async ({ visit }) => {
  const tab = await visit("/?program=countdown");
  await tab.fill("Start", "many");
  await tab.page.reload();
  assert.equal(await value(tab, "Start"), "many");
  await tab.sees(/“many” is not/, ".fault");
});

spec(
  "Back returns to the program before, Forward to the one after",
  async ({ visit }) => {
    const tab = await visit("/?program=countdown&n=777");
    await choose(tab, "mandelbrot");
    await tab.sees(/Mandelbrot/i, "#subject");
    await tab.page.goBack();
    await tab.sees(/Count down/, "#subject");
    assert.equal(await value(tab, "Start"), "777");
    await tab.page.goForward();
    await tab.sees(/Mandelbrot/i, "#subject");
  },
  { in: "both" },
);

spec("an address says only what differs from the defaults", async ({ visit }) => {
  const tab = await visit("/");
  await choose(tab, "count down");
  assert.equal(new URL(tab.page.url()).search, "?program=countdown");
  await tab.fill("Blocks", "12");
  assert.equal(new URL(tab.page.url()).search, "?program=countdown&blocks=12");
});
