// Programs, workers, tabs and networks that fail: each gives a clear message, leaves the page usable, leaks no worker,
// and keeps what was measured.

import assert from "node:assert/strict";
import { LONG, measure, measuring, QUICK, rows, run, settledWorkers, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

/** Whatever happened, the same tab measures the next thing. */
async function stillWorks(tab: Visit): Promise<void> {
  await tab.page.click("#program");
  await tab.page.keyboard.type("count down");
  await tab.press("Enter");
  await tab.fill("Start", "3000000");
  await tab.fill("Worker counts", "2");
  await tab.fill("Blocks", "6");
  assert.match(await measure(tab), /Count down to zero/);
  assert.equal(await settledWorkers(tab), 1);
}

spec(
  "a program is added with one file: it is in the list, it runs on workers, and its answer is right",
  async ({ visit }) => {
    const tab = await visit("/?workers=1,2&blocks=6");
    await tab.page.click("#program");
    await tab.page.keyboard.type("add up");
    await tab.press("Enter");
    assert.match(await measure(tab), /Add up the numbers/);
    assert.match(await tab.text(".answer"), /the sum is 4499998500000/);
  },
  { site: "added" },
);

const failing: readonly { readonly name: string; readonly query: string; readonly message: RegExp }[] = [
  { name: "panics", query: "way=1", message: /this program panics on purpose/ },
  { name: "takes all memory", query: "way=2", message: /memory/ },
  { name: "returns an error", query: "way=3", message: /this program fails on purpose/ },
];

for (const { name, query, message } of failing) {
  spec(
    `a program that ${name} is reported in its lane, and the page goes on`,
    async ({ visit }) => {
      const tab = await visit(`/?program=faulty&${query}&workers=2&blocks=6`, { expect: /on purpose|memory/ });
      await run(tab);
      await tab.sees(message, ".readout");
      await tab.page.waitForFunction(() => document.querySelector("progress") === null);
      await tab.shot(`program ${name}`);
      assert.equal(await settledWorkers(tab), 1);
      await stillWorks(tab);
    },
    { site: "added" },
  );
}

spec(
  "a program that panics after some blocks keeps what was measured",
  async ({ visit }) => {
    const path = "/?program=faulty&way=1&after=150&workers=2&blocks=200&lanes=go/workers";
    const tab = await visit(path, { expect: /on purpose/ });
    await run(tab);
    await tab.sees(/this program panics on purpose/, ".readout");
    await tab.page.waitForFunction(() => document.querySelector("progress") === null);
    const [row] = await rows(tab);
    assert.match(row ?? "", /^go\/workers 2 \d/, "a median stands there");
  },
  { site: "added" },
);

spec(
  "a pool worker that is killed from outside ends its lane, which says so, and what was measured stays",
  async ({ visit }) => {
    const tab = await visit(LONG);
    await run(tab);
    await measuring(tab, 6); // two blocks of three lanes
    const victim = tab.page.workers().at(-1);
    assert.ok(victim !== undefined && tab.page.workers().length > 1);
    await victim.close();
    // Nobody is told of such an end but by the worker's lock: the next sample of its lane must not wait for ever.
    await measuring(tab, 18);
    await tab.press("Escape");
    await verdict(tab);
    const table = await rows(tab);
    assert.match(table[0] ?? "", /^go\/single 1 \d/);
    assert.match(table.join("\n"), /go\/workers.* ended early\..*terminated from outside/);
    await stillWorks(tab);
  },
);

spec("the coordinator killed from outside is reported at once, and Try again starts a new one", async ({ visit }) => {
  const tab = await visit(LONG);
  await run(tab);
  await measuring(tab);
  // The first worker of the page is the one that starts the others.
  await tab.page.workers()[0]?.close();
  await tab.sees(/The engine stopped working/, ".failure");
  await tab.shot("engine ended");
  await tab.click("button", "Try again");
  await measuring(tab);
  await tab.press("Escape");
  await verdict(tab);
  await stillWorks(tab);
});

spec(
  "a run during which the tab was hidden is void: its samples are kept and nothing is concluded",
  async ({ visit, browser }) => {
    const tab = await visit(LONG);
    await run(tab);
    await measuring(tab);
    const other = await browser.newPage();
    await other.bringToFront();
    await tab.page.waitForFunction(() => document.querySelector("progress") === null, { polling: 200 });
    await tab.page.bringToFront();
    await other.close();
    assert.match(await verdict(tab), /hidden/);
    assert.ok((await rows(tab)).length > 0);
    for (const row of await rows(tab)) assert.doesNotMatch(row, /×/, "no speed-up is claimed");
    await tab.shot("void");
    await stillWorks(tab);
  },
);

spec(
  "a network lost after the page has loaded does not matter to a program that was run before",
  async ({ visit, server }) => {
    const own = await server();
    const tab = await visit(QUICK, { server: own, expect: /Failed to load|request failed|NetworkError|fetch/ });
    await measure(tab);
    await own.stop();
    await tab.fill("Start", "4000000");
    assert.match(await measure(tab), /Count down to zero/);
    assert.equal(await tab.count(".history li"), 2);
  },
  { in: "both" },
);

spec(
  "a server lost before the engine has loaded is said, the form is kept, and Try again works when it is back",
  async ({ visit, server }) => {
    const own = await server();
    const tab = await visit(QUICK, { server: own, expect: /Failed to load|request failed|NetworkError|fetch|blocked/ });
    await own.stop();
    await run(tab);
    await tab.sees(/could not be finished/, ".failure");
    await tab.shot("engine unreachable");
    const start = await tab.find("textbox", "Start");
    assert.equal(await start.evaluate((e) => (e as HTMLInputElement).value), "3000000");
    await server(own);
    await tab.click("button", "Try again");
    assert.match(await verdict(tab), /Count down to zero/);
  },
  { in: "both" },
);

spec("the program's source that cannot be loaded says so, and can be asked for again", async ({ visit, server }) => {
  const own = await server();
  // The service worker may be fetched after the server has ended.
  const tab = await visit("/", { server: own, expect: /Failed to load|request failed|fetching the script/ });
  await own.stop();
  await tab.page.click("velocidade-source summary");
  await tab.sees(/could not be loaded/, "velocidade-source .fault");
  await server(own);
  await tab.click("button", "Try again");
  await tab.sees(/package kernels/, "velocidade-source");
});
