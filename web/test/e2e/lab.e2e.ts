// The laboratories, as a reader has them: each is run, watched and stopped in the page at /lab/.

import assert from "node:assert/strict";
import type { ElementHandle } from "puppeteer-core";
import type { LabChart, LabResult } from "../../src/elements/lab/types.js";
import { accessible } from "../harness/axe.js";
import { browserName } from "../harness/browser.js";
import { settledWorkers } from "../harness/playground.js";
import { spec } from "../harness/spec.js";
import { bare } from "../harness/unisolated.js";
import type { Visit } from "../harness/visit.js";

/** Where one laboratory is set up by its address. */
const lab = (name: string, args = "") => `/lab/?${name}=${encodeURIComponent(args)}#${name}`;

const inside = (name: string, css: string) => `velocidade-lab[name=${name}] >>> ${css}`;

/** An element inside a laboratory, once it is seen: by looking at every frame, since nothing tells of what changes in there. */
async function seen(tab: Visit, name: string, css: string): Promise<ElementHandle<HTMLElement>> {
  const found = await tab.page.waitForSelector(inside(name, css), { visible: true });
  return found as ElementHandle<HTMLElement>;
}

async function pressed(tab: Visit, name: string, button: "run" | "stop"): Promise<void> {
  const found = await seen(tab, name, `button.${button}`);
  // By keyboard: what stands above may still be growing, and a mouse would miss.
  await found.focus();
  await tab.press("Enter");
}

/** Presses Run and waits for what the element tells the page around it. */
async function found(tab: Visit, name: string): Promise<LabResult> {
  const told = tab.page.evaluate(
    (wanted) =>
      new Promise<LabResult>((resolve) =>
        document
          .querySelector(`velocidade-lab[name=${wanted}]`)
          ?.addEventListener("velocidade:lab", (event) => resolve((event as CustomEvent<LabResult>).detail), {
            once: true,
          }),
      ),
    name,
  );
  await pressed(tab, name, "run");
  return told;
}

/** The text of an element inside a laboratory, once it is there. */
async function text(tab: Visit, name: string, css: string): Promise<string> {
  const element = await seen(tab, name, css);
  return element.evaluate((one) => one.innerText);
}

spec(
  "six numbers go to four workers, and their futures come in the order in which they complete",
  async ({ visit }) => {
    const tab = await visit(lab("executor", "workers=4,wait=20"));
    const result = await found(tab, "executor");
    assert.match(await text(tab, "executor", ".verdict"), /the futures completed in the order [1-6, ]+;/);
    const rows = result.tables?.[0]?.rows ?? [];
    assert.deepEqual(rows.map((row) => row[1]).sort(), [1, 2, 3, 4, 5, 6]);
    assert.equal(rows.filter((row) => row[4] === "prime").length, 5);
    const after = rows.map((row) => Number(row[3]));
    assert.deepEqual(
      after,
      [...after].sort((a, b) => a - b),
    );
    if (browserName === "chromium") assert.equal(await settledWorkers(tab), 1, "nothing is left but the engine");
  },
  { in: "both" },
);

spec("tasks are seen in their states, and a pending one is cancelled by its button", async ({ visit }) => {
  // Far more work than one worker does before the last is cancelled.
  const numbers = Array.from({ length: 40 }, () => "9007199254740881").join(",");
  const tab = await visit(lab("executor", `workers=1,numbers=${numbers}`));
  await pressed(tab, "executor", "run");
  const cancel = await seen(tab, "executor", "tr:last-child button.quiet");
  await seen(tab, "executor", "tr.task.running");
  await cancel.focus();
  await tab.press("Enter");
  assert.match(await text(tab, "executor", "tr.task.cancelled"), /cancelled/);
  await pressed(tab, "executor", "stop");
  assert.match(await text(tab, "executor", ".failure"), /was stopped/);
});

spec(
  "of ten runs without a lock nine or ten lose additions, with atomics and locks none does",
  async ({ visit }) => {
    const tab = await visit(lab("race", "lines=1000"));
    const result = await found(tab, "race");
    const lost = result.tables?.[0]?.rows.map((row) => Number(row[3])) ?? [];
    assert.ok((lost[0] ?? 0) >= 9, `${lost[0]} of ten lost additions`);
    assert.deepEqual(lost.slice(1), [0, 0, 0]);
    assert.deepEqual(result.tables?.[1]?.rows[1]?.slice(3), [0, 0], "the locked log is whole");
  },
  { in: "both" },
);

spec("where the page is not isolated the race is explained, and offered in a page of its own", async ({ visit }) => {
  const server = await bare();
  try {
    const tab = await visit(lab("race"), { server });
    await pressed(tab, "race", "run");
    assert.match(await text(tab, "race", ".failure"), /isolated[\s\S]*in a page of its own/);
    const link = await seen(tab, "race", ".failure a");
    assert.match(await link.evaluate((a) => (a as HTMLAnchorElement).href), /\/lab\/#race$/);
  } finally {
    await server.stop();
  }
});

/** The timeline of two threads in one instance: both have turns, and at no moment two of them. */
function oneTurn(chart: LabChart | undefined): void {
  assert.equal(chart?.kind, "timeline");
  const turns = ["thread 1", "thread 2"].flatMap((thread) =>
    (chart.rows.find((row) => row.label === thread)?.spans ?? [])
      .filter(({ phase }) => phase === "run")
      .map(({ startMs, endMs }) => ({ thread, startMs, endMs })),
  );
  assert.equal(new Set(turns.map(({ thread }) => thread)).size, 2);
  turns.sort((a, b) => a.startMs - b.startMs);
  for (const [i, turn] of turns.entries()) {
    const before = turns[i - 1];
    if (before !== undefined)
      assert.ok(turn.startMs >= before.endMs, `${turn.thread} began before the other's turn ended`);
  }
}

for (const [name, args, sees] of [
  ["thread", "work=30,timeout=1,count=2000000", /Two threads that count ran at the same time/],
  ["gil", "n=3000000,repeats=2", /Go in one WebAssembly instance took/],
  ["send", "largest=64,passes=2", /two workers (do not )?pay/],
  ["spawn", "repeats=1,workers=2", /one killed while it computed was replaced after/],
  ["multiprocessing", "inputs=200,chunks=1,50", /200 inputs were mapped quickest/],
] as const)
  spec(`the laboratory ${name} ends with a finding, and its charts have tables`, async ({ visit }) => {
    const tab = await visit(lab(name, args));
    const result = await found(tab, name);
    assert.match(await text(tab, name, ".verdict"), sees);
    const charts = result.charts?.length ?? 0;
    assert.ok(charts > 0);
    if (name === "gil") oneTurn(result.charts?.[1]);
    await seen(tab, name, "velocidade-figure svg");
    const folds = await tab.page.$$(inside(name, "velocidade-fold summary"));
    assert.equal(folds.length, charts + 1, "a table for each chart, and what happened");
    await (folds[0] as ElementHandle<HTMLElement>).focus();
    await tab.press("Enter");
    await seen(tab, name, "velocidade-fold table");
    await tab.shot(`laboratory ${name}`);
  });

spec("ten requests wait at the server's own slow page", async ({ visit }) => {
  const tab = await visit(lab("io", "ms=20,workers=5"));
  const asked: string[] = [];
  tab.page.on("response", (response) => asked.push(response.url()));
  const result = await found(tab, "io");
  assert.equal(result.notes, undefined, "no timer stood for it");
  assert.equal(result.charts?.length, 4);
  assert.match(await text(tab, "io", ".verdict"), /One by one the ten requests took/);
});

spec("CPython, loaded when asked, refuses threads in its own words", async ({ visit }) => {
  const tab = await visit(lab("gil", "n=300000,repeats=1,python=1"));
  const result = await found(tab, "gil");
  assert.match(result.finding, /CPython 3.* has no threads/);
  assert.match(result.quotes?.[0]?.text ?? "", /can't start new thread/);
});

spec("Python calls Go in the same worker, and all ways count alike", async ({ visit }) => {
  const tab = await visit(lab("extension", "n=2000,repeats=1"));
  const result = await found(tab, "extension");
  assert.deepEqual(
    result.tables?.[0]?.rows.map((row) => row[1]),
    [0, 2000, 1],
  );
});

spec("nothing starts by itself, Stop ends what runs, and two at a time are refused", async ({ visit }) => {
  const tab = await visit(lab("thread", "work=10000,timeout=10000"));
  await seen(tab, "thread", "button.run");
  assert.equal(tab.page.workers().length, 0);
  await pressed(tab, "thread", "run");
  await seen(tab, "thread", ".steps");
  await pressed(tab, "spawn", "run");
  assert.match(await text(tab, "spawn", ".failure"), /another run is under way/i);
  await pressed(tab, "thread", "stop");
  assert.match(await text(tab, "thread", ".failure"), /was stopped/);
});

spec("a wrong setting is named at its field", async ({ visit }) => {
  const tab = await visit(lab("race", "runs=0"));
  await pressed(tab, "race", "run");
  assert.match(await text(tab, "race", ".failure"), /runs must be from 1 to 50/);
  assert.equal(await tab.page.$$eval(inside("race", "[aria-invalid=true]"), (all) => all.length), 1);
});

for (const options of [{}, { dark: true, width: 360, height: 740 }])
  spec(`the laboratories are accessible and keep to the width ${JSON.stringify(options)}`, async ({ visit }) => {
    const tab = await visit(lab("thread", "work=30,timeout=1,count=2000000"), options);
    await found(tab, "thread");
    await tab.page.$$eval(inside("thread", "details"), (all) => {
      for (const one of all) (one as HTMLDetailsElement).open = true;
    });
    await seen(tab, "thread", ".steps");
    await accessible(tab);
    const [page, window] = await tab.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok((page ?? 0) <= (window ?? 0), `the page is ${page} px wide in a window of ${window} px`);
    await tab.shot(`laboratories ${JSON.stringify(options)}`);
  });
