// The page's other runtimes, really loaded and run: each gives the answers that Go gives. What they weigh is said first, and
// nothing of them is loaded before a run asks for it.

import assert from "node:assert/strict";
import { measure, rows, run, settledWorkers, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";

const BASE = "/?program=countdown&workers=2";

spec(
  "CPython and PyPy run in workers of the page and agree with Go; nothing of them is loaded before",
  async ({ visit }) => {
    const tab = await visit(`${BASE}&n=1000000&blocks=6&lanes=go/single,cpython/single,cpython/workers,pypy/single`);
    const loaded: string[] = [];
    tab.page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
    assert.match(await tab.text("fieldset"), /CPython.*Loads \d+(\.\d)? MB when it first runs/);
    assert.ok(!loaded.some((path) => /pyodide|pypyjs/.test(path)));
    const said = await measure(tab);
    assert.match(said, /cpython.*times as long/);
    for (const row of await rows(tab)) assert.doesNotMatch(row, /ended early/);
    assert.match(await tab.text(".answer"), /the same on every lane odd numbers passed: 500000/);
    assert.match(await tab.text(".facts"), /CPython 3\.14\.\d+ .*PyPy 2\.6\.\d+ \(Python 2\.7/);
    await tab.shot("CPython and PyPy");
    const report = await lastReport(tab.page);
    const median = (lane: string) => report.find((l) => l.lane === lane)?.medianMs ?? Number.NaN;
    console.info(`CPython / PyPy on countdown: ${(median("cpython/single") / median("pypy/single")).toFixed(1)}`);
    console.info(`CPython, one worker / two: ${(median("cpython/single") / median("cpython/workers")).toFixed(2)}`);
    assert.equal(await settledWorkers(tab), 1);
  },
);

spec(
  "CPython runs in a worker and agrees with Go, in every browser",
  async ({ visit }) => {
    const tab = await visit(`${BASE}&n=300000&blocks=1&lanes=go/single,cpython/single`);
    await measure(tab);
    for (const row of await rows(tab)) assert.doesNotMatch(row, /ended early/);
    assert.match(await tab.text(".answer"), /the same on every lane odd numbers passed: 150000/);
  },
  { in: "both" },
);

spec(
  "JavaScript, stock Go, boxed Go, and CPython with an extension in Go agree with Go, in whole rounds",
  async ({ visit }) => {
    const lanes = "go/single,go-stock/single,go-boxed/single,js/single,js/workers,cpython+go/single,cpython+go/workers";
    const tab = await visit(`/?program=spectralnorm&n=100&workers=2&blocks=1&lanes=${lanes}`);
    await measure(tab);
    const table = await rows(tab);
    assert.equal(table.length, 7);
    for (const row of table) assert.doesNotMatch(row, /ended early/);
    assert.match(await tab.text(".answer"), /the same on every lane 1\.274219991/);
  },
);

spec("a lane that is too slow for what was asked runs less, beside Go, and says so", async ({ visit }) => {
  const tab = await visit(`${BASE}&n=300000000&blocks=1&lanes=go/single,go-boxed/single`);
  await measure(tab);
  assert.match(await tab.text(".warnings"), /one run of n=300000000 takes more than 5.00 s, so it ran n=\d+ instead/);
  assert.match(await tab.text("velocidade-result"), /Its answer at n=\d+, the same on every lane/);
});

spec(
  "while a runtime loads, its size is said and Stop is a way out; one that cannot be loaded says so in its lane alone",
  async ({ visit, server }) => {
    const own = await server();
    const tab = await visit(`${BASE}&n=300000&blocks=6&lanes=go/single,cpython/single`, {
      server: own,
      expect: /Failed to load|request failed|NetworkError|fetch/,
    });
    await run(tab);
    await tab.sees(/Loading CPython, \d+(\.\d)? MB/, ".progress");
    await tab.press("Escape");
    await verdict(tab);
    assert.equal(await settledWorkers(tab), 1);
    await own.stop();
    const said = await measure(tab);
    assert.match(said, /one worker ran|cpython failed/i);
    const table = await rows(tab);
    assert.match(table.join("\n"), /cpython\/single ended early\. cpython could not be started/);
    assert.match(table[0] ?? "", /^go\/single 1 \d/);
    await tab.shot("CPython cannot be loaded");
  },
);

async function lastReport(page: import("puppeteer-core").Page): Promise<{ lane: string; medianMs: number | null }[]> {
  const text = await page.evaluate(
    () => Object.values({ ...sessionStorage }).find((value) => value.includes("pypy/")) ?? "",
  );
  const found = JSON.parse(text) as { report: { lanes: { lane: string; medianMs: number | null }[] } }[];
  return found[0]?.report.lanes ?? [];
}
