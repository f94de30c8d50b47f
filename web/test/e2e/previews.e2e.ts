// A short link as others see it: the readers of link previews and of oEmbed that sites use, and a reader without scripts.

import assert from "node:assert/strict";
import { extract } from "@extractus/oembed-extractor";
import { unfurl } from "unfurl.js";
import type { Report, Spec } from "../../src/report.js";
import { accessible } from "../harness/axe.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

const COUNTDOWN: Spec = { program: "countdown", args: "n=1000000", workers: [2], blocks: 6 };

/** Runs a program in the page and has the server keep the run. */
async function shortLink(tab: Visit): Promise<{ url: string; verdict: string }> {
  await tab.page.waitForFunction(() => window.velocidade !== undefined);
  const { report, answer } = await tab.page.evaluate(async (run) => {
    const found: Report = await window.velocidade.run(run);
    const body = JSON.stringify({ ...found, timeline: [] });
    const kept = await fetch("/api/runs", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    return { report: found, answer: (await kept.json()) as { url: string } };
  }, COUNTDOWN);
  return { url: answer.url, verdict: report.verdict };
}

spec("link previews and oEmbed readers understand a short link", async ({ visit }) => {
  const { url, verdict } = await shortLink(await visit("/"));

  const seen = await unfurl(url);
  assert.equal(seen.open_graph?.title, "Count down to zero");
  assert.equal(seen.open_graph?.description, verdict);
  assert.equal(seen.open_graph?.url, url);
  const [image] = seen.open_graph?.images ?? [];
  assert.deepEqual([image?.url, image?.width, image?.height], [`${url}.png`, 1200, 630]);
  assert.equal(seen.twitter_card?.card, "summary_large_image");
  assert.equal(seen.twitter_card?.images?.[0]?.url, `${url}.png`);
  const picture = await fetch(`${url}.png`);
  assert.equal(picture.headers.get("content-type"), "image/png");

  const embed = url.replace("/r/", "/embed/");
  assert.equal(seen.oEmbed?.type, "rich");
  assert.equal(seen.oEmbed?.title, "Count down to zero");
  assert.match(seen.oEmbed?.type === "rich" ? seen.oEmbed.html : "", new RegExp(`^<iframe src="${embed}" `));

  const read = await extract(url, { maxwidth: 400 });
  assert.equal(read.type, "rich");
  assert.equal(read.title, "Count down to zero");
  assert.ok("html" in read && String(read["html"]).includes(embed), "the reader finds the embed by the page’s links");
});

spec("a short link can be read without scripts", async ({ visit, browser }) => {
  const { url, verdict } = await shortLink(await visit("/"));
  const page = await browser.newPage();
  try {
    await page.setJavaScriptEnabled(false);
    await page.goto(url);
    const text = await page.$eval("#shared", (part) => (part instanceof HTMLElement ? part.innerText : ""));
    assert.ok(text.includes("Count down to zero"), text);
    assert.ok(text.includes(verdict), text);
    assert.match(text, /go\/workers\s+2\s+[\d.]+\s(µs|ms|s)/);
  } finally {
    await page.close();
  }
  const tab = await visit(new URL(url).pathname);
  await tab.sees(/Count down to zero/);
  await accessible(tab);
  await tab.shot("short link");
});
