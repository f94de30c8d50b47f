// The page's other runtimes, really loaded and run: each gives the answers that Go gives. What they weigh is said first, and
// nothing of them is loaded before a run asks for it.

import assert from "node:assert/strict";
import type {} from "../../src/api.js";
import { measure, rows, run, settledWorkers, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

const BASE = "/?program=countdown&workers=2";

spec(
  "CPython and PyPy run in workers of the page and agree with Go; nothing of them is loaded before",
  async ({ visit }) => {
    const tab = await visit(`${BASE}&n=1000000&blocks=2&lanes=go/single,cpython/single,pypy/single`);
    assert.match(await tab.text("fieldset"), /CPython.*Loads \d+(\.\d)? MB when it first runs/);
    const loaded = await tab.page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
    assert.ok(!loaded.some((address) => /pyodide|pypyjs|host/.test(address)), loaded.join("\n"));
    await measured(tab);
    assert.match(await tab.text(".answer"), /the same on every lane odd numbers passed: 500000/);
    assert.match(await tab.text(".facts"), /CPython 3\.14\.\d+ .*PyPy 2\.6\.\d+ \(Python 2\.7/);
    await tab.shot("CPython and PyPy");
    const medians = await tab.page.evaluate(() => {
      const [run] = JSON.parse(sessionStorage.getItem("velocidade.runs") ?? "[]") as { report: { lanes: Timed[] } }[];
      return Object.fromEntries(run?.report.lanes.map((lane) => [lane.lane, lane.medianMs]) ?? []);
    });
    const ratio = (medians["cpython/single"] ?? 0) / (medians["pypy/single"] ?? 1);
    console.info(`CPython takes ${ratio.toFixed(1)} times as long as PyPy for countdown`);
    assert.equal(await settledWorkers(tab), 1);
  },
);

spec(
  "integers of 64 bits and of more than 31 are right in every language, and those that JavaScript cannot tell apart are refused",
  async ({ visit }) => {
    const tab = await visit("/");
    const answers = (program: string, args: string, lanes: readonly string[]) =>
      tab.page.evaluate(
        async (spec) =>
          (await window.velocidade.run(spec)).lanes.map(
            (lane) => `${lane.lane}: ${lane.error?.message ?? lane.result}`,
          ),
        { program, args, lanes, blocks: 1 },
      );
    const everyLane = ["go/single", "js/single", "cpython/single", "pypy/single"];
    const [first = "", ...others] = await answers("sort", "n=50", everyLane);
    assert.match(first, /largest {2}[c-f][0-9a-f]{15}\n/, "a number of 64 bits");
    assert.equal(others.length, 3);
    for (const answer of others) assert.equal(answer.replace(/^.*?: /, ""), first.replace(/^.*?: /, ""), answer);
    const prime = await answers("isprime", "numbers=4294967311,4295098369", ["js/single", "pypy/single"]);
    for (const answer of prime) assert.match(answer, /4294967311 is prime\n4295098369 is not prime/);
    assert.equal(prime.length, 2);
    const refused = await answers("isprime", "numbers=9007199254740993", ["js/single"]).catch(String);
    assert.match(String(refused), /9007199254740993|9007199254740991/);
  },
);

spec(
  "CPython runs in two workers and agrees with Go, in every browser",
  async ({ visit }) => {
    const tab = await visit(`${BASE}&n=300000&blocks=1&lanes=go/single,cpython/workers`);
    await measured(tab);
    assert.match(await tab.text(".answer"), /the same on every lane odd numbers passed: 150000/);
  },
  { in: "both" },
);

spec("JavaScript, stock Go, boxed Go, and CPython with an extension in Go agree with Go", async ({ visit }) => {
  const lanes = "go/single,go-stock/single,go-boxed/single,js/workers,cpython+go/single";
  const tab = await visit(`/?program=primes&kmax=1000&workers=2&blocks=1&lanes=${lanes}`);
  assert.equal((await measured(tab)).length, 5);
  assert.match(await tab.text(".answer"), /the same on every lane the 1000th prime is 7919/);
});

spec(
  "a program of many rounds runs on other runtimes, and one that is not written for a runtime says so",
  async ({ visit }) => {
    const tab = await visit(
      "/?program=spectralnorm&n=100&workers=2&blocks=1&lanes=go/single,js/workers,go-boxed/single",
    );
    await tab.sees(/has not been written for go-boxed\/single/, "fieldset");
    await tab.page.click('input[value="go-boxed/single"]');
    await measured(tab);
    assert.match(await tab.text(".answer"), /the same on every lane 1\.274219991/);
  },
);

spec("a lane that is too slow for what was asked runs less, beside Go, and says so", async ({ visit }) => {
  const tab = await visit(`${BASE}&n=300000000&blocks=1&lanes=go/single,go-boxed/single`);
  await measured(tab);
  assert.match(await tab.text(".warnings"), /one run of n=300000000 takes more than 5000 ms, so it ran n=\d+ instead/);
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
    assert.match(table.join("\n"), /cpython\/single ended early\. “CPython could not be started/);
    assert.match(table[0] ?? "", /^go\/single 1 \d/);
    await tab.shot("CPython cannot be loaded");
  },
);

interface Timed {
  readonly lane: string;
  readonly medianMs: number | null;
}

/** Runs what the form says. A runtime takes seconds to load, and many of them on a machine that is busy. */
async function measured(tab: Visit): Promise<string[]> {
  tab.page.setDefaultTimeout(140_000);
  await measure(tab);
  const table = await rows(tab);
  for (const row of table) assert.doesNotMatch(row, /ended early/);
  return table;
}
