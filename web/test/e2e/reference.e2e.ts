// Figures from outside the browser, laid over a run: those that the project ships, and a file of the reader's own.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure, QUICK } from "../harness/playground.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

const FEW_PRIMES = "/?program=primes&kmax=500&workers=1,2&blocks=6";

/** Gives the page a file of the reader's own. */
async function choose(tab: Visit, text: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "velocidade-"));
  try {
    const file = join(folder, "mine.json");
    writeFileSync(file, text);
    const input = await tab.page.waitForSelector<"input">("velocidade-reference input[type=file]" as "input");
    await input?.uploadFile(file);
    await tab.page.waitForFunction(
      () => document.querySelector("velocidade-reference :is([role=alert], .plot)") !== null,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

spec(
  "native figures and the chapter’s own are laid over a run of the same size, and taken off again",
  async ({ visit }) => {
    const tab = await visit(FEW_PRIMES);
    await measure(tab);
    await (await tab.page.waitForSelector("velocidade-reference button"))?.click();
    await tab.sees(/here|natively/, "velocidade-reference figcaption");
    await tab.page.waitForFunction(() => document.querySelector("svg.beside")?.textContent?.includes("cython/single"));
    const printed = await tab.text('velocidade-reference [aria-label="Table of printed times"]');
    for (const figure of ["56.6", "5.40", "330", "19.6"]) assert.ok(printed.includes(figure), figure);
    await tab.page.click("velocidade-reference summary");
    await tab.sees(/shedskin\/single/, '[aria-label="Table of times here and natively"]');
    const row = (await tab.texts('[aria-label="Table of times here and natively"] tbody tr'))[0] ?? "";
    assert.match(row, /go\/single.*×/s, "what both measured is compared");
    const few = await tab.count("svg.beside .strip");
    await tab.page.waitForSelector("velocidade-reference figcaption button").then((button) => button?.click());
    await tab.page.waitForFunction((n) => document.querySelectorAll("svg.beside .strip").length > n, {}, few);
    await tab.shot("reference");
    await tab.click("button", "Take it off");
    await tab.page.waitForFunction(() => document.querySelector("svg.beside") === null);
  },
  { in: "both" },
);

spec("a run of another size is told the sizes that there are", async ({ visit }) => {
  const tab = await visit(QUICK);
  await measure(tab);
  await (await tab.page.waitForSelector("velocidade-reference button"))?.click();
  await tab.sees(/countdown at another size/, "velocidade-reference");
  const href = await tab.page.$eval("velocidade-reference p a", (a) => a.getAttribute("href"));
  assert.equal(href, "?program=countdown&n=10000000");
});

spec("a file of one’s own is read strictly, and never leaves the page", async ({ visit }) => {
  const tab = await visit(FEW_PRIMES);
  await measure(tab);
  await choose(tab, `{"schema": "velocidade.reference/v1", "machine": {"name": "<img src=x onerror=alert(1)>"}}`);
  await tab.sees(/neither a reference nor a report/, "velocidade-reference [role=alert]");
  const runs = await tab.page.evaluate(() => sessionStorage.getItem("velocidade.runs"));
  const [mine]: { report: { verdict: string } }[] = JSON.parse(runs ?? "[]");
  assert.ok(mine);
  await choose(tab, JSON.stringify(mine.report));
  await tab.sees(/no difference found/, "velocidade-reference figcaption");
});
