// The main path: open, press Run, read what was found.

import assert from "node:assert/strict";
import { LONG, measure, measuring, QUICK, rows, run, settledWorkers, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";

spec(
  "Run measures every lane and says what was found in words, in plots and in a table",
  async ({ visit }) => {
    const tab = await visit(QUICK);
    const said = await measure(tab);
    assert.match(said, /Count down to zero/);
    const table = await rows(tab);
    assert.deepEqual(
      table.map((row) => /^go\/\w+ \d/.exec(row)?.[0]),
      ["go/single 1", "go/goroutines 1", "go/goroutines 2", "go/workers 1", "go/workers 2"],
    );
    for (const row of table) assert.match(row, /\d+\.\d+/, "a median");
    await tab.page.waitForSelector("velocidade-costs svg rect.work");
    assert.ok(
      (await tab.count("velocidade-figure svg")) >= 5,
      "samples, speed-up, efficiency, costs and timeline are drawn",
    );
    assert.match(
      await tab.text("velocidade-costs h3"),
      /^Two workers: \d+.% of the time was the work \(.+\), .*parts (that )?took .*longer side by side.*, −?\d+.% was waiting \(.+\)$/,
    );
    assert.match(await tab.text(".answer"), /odd numbers passed: 1500000/);
    assert.equal(await tab.text("velocidade-playground > .spoken"), said, "the verdict is announced");
    await tab.shot("run done");
  },
  { in: "both" },
);

spec("samples appear one by one while a run goes on", async ({ visit }) => {
  const tab = await visit(LONG);
  await run(tab);
  await measuring(tab);
  // A lane's marks are one path, which gets longer with each of them.
  const drawn = () =>
    [...document.querySelectorAll("velocidade-result svg path.sample")]
      .map((path) => path.getAttribute("d")?.length ?? 0)
      .reduce((a, b) => a + b, 0);
  for (let i = 0; i < 3; i++) {
    const before = await tab.page.evaluate(drawn);
    await tab.page.waitForFunction(
      (least) =>
        [...document.querySelectorAll("velocidade-result svg path.sample")]
          .map((path) => path.getAttribute("d")?.length ?? 0)
          .reduce((a, b) => a + b, 0) > least,
      {},
      before,
    );
  }
  assert.equal(await tab.count(".verdict:not(.empty)"), 0, "no verdict before the end");
  await tab.press("Escape");
  await verdict(tab);
});

spec("nothing is loaded beside the page until the engine is needed", async ({ visit }) => {
  const tab = await visit("/");
  assert.equal(tab.page.workers().length, 0);
  await (await tab.find("textbox", "Blocks")).focus();
  await tab.page.waitForFunction(() => performance.getEntriesByType("resource").some((r) => r.name.includes("host-")));
});

spec("a finished run leaves no worker but the coordinator", async ({ visit }) => {
  const tab = await visit(QUICK);
  await measure(tab);
  assert.equal(await settledWorkers(tab), 1);
});

spec(
  "the page is cross-origin isolated, and says so",
  async ({ visit }) => {
    const tab = await visit(QUICK);
    assert.equal(await tab.page.evaluate(() => crossOriginIsolated), true);
    await measure(tab);
    assert.match(await tab.text(".facts"), /cross-origin isolated/);
  },
  { in: "both" },
);

spec("a result that is shown survives a reload in the list of runs", async ({ visit }) => {
  const tab = await visit(QUICK);
  const said = await measure(tab);
  await tab.page.waitForFunction(() => sessionStorage.length > 0);
  await tab.page.reload();
  await tab.page.waitForSelector(".history .show");
  await (await tab.page.$(".history .show"))?.click();
  assert.equal(await verdict(tab), said);
});
