// The guide for authors: every example that it shows works as it stands, on a site of its own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { marked } from "marked";
import type { Report } from "../../src/report.js";
import { accessible } from "../harness/axe.js";
import { type Elsewhere, elsewhere, embedded, pressRun, type Served } from "../harness/elsewhere.js";
import { shared } from "../harness/server.js";
import { type Stage, spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

const example = async (name: string): Promise<string> => placed(await readFile(`web/guide/examples/${name}`, "utf8"));

/** The examples name a site that there is not: here it is the one under test. */
const placed = (text: string): string => text.replaceAll("https://velocidade.example", shared("plain"));

async function on(
  pages: Readonly<Record<string, Served>>,
  visit: Stage["visit"],
): Promise<readonly [Elsewhere, Visit]> {
  const site = await elsewhere(pages);
  const server = { url: site.url, stop: async () => {} };
  return [site, await visit("/", { server, expect: /another origin|request failed|favicon|404/ })];
}

/** Presses Run in the element's frame, as a reader does, and waits for the report. */
async function press(tab: Visit): Promise<void> {
  const inside = await embedded(tab, "velocidade-bench >>> iframe");
  const report = tab.page.evaluate(
    () =>
      new Promise<Report["status"]>((resolve) =>
        document.addEventListener("velocidade:report", (event) =>
          resolve((event as CustomEvent<Report>).detail.status),
        ),
      ),
  );
  await pressRun(inside);
  assert.equal(await report, "complete");
}

spec("the guide is a page with its examples in it", async ({ visit }) => {
  const tab = await visit("/guide/");
  await accessible(tab);
  const code = (await tab.texts("pre code")).join("\n");
  for (const file of ["html/index.html", "markdown/lesson.md", "react/Lesson.jsx"]) {
    const text = await readFile(`web/guide/examples/${file}`, "utf8");
    assert.ok(code.includes(text.replace(/\s+/g, " ").trim()), `${file} stands in it whole`);
  }
  await tab.shot("guide");
});

spec("the example in plain HTML measures, and hears of its report", async ({ visit }) => {
  const [site, tab] = await on({ "/": { html: await example("html/index.html") } }, visit);
  try {
    await press(tab);
    await tab.sees(/Your ratio: \d\.\d\d|too few/);
  } finally {
    site.stop();
  }
});

spec("the example for Markdown comes through a generator whole, and measures", async ({ visit }) => {
  const html = await marked.parse(await example("markdown/lesson.md"));
  const [site, tab] = await on({ "/": { html: `<!doctype html><title>Lesson</title>${html}` } }, visit);
  try {
    await press(tab);
    await embedded(tab, "body > p > iframe, body > iframe");
  } finally {
    site.stop();
  }
});

spec("the example in React measures, and sets its state from the report", async ({ visit }) => {
  const script = placed(await readFile(process.env["VELOCIDADE_REACT_LESSON"] ?? "", "utf8"));
  const html = `<!doctype html><meta charset="utf-8"><title>Lesson</title><div id="root"></div><script type="module">${script.replaceAll("</script", "<\\/script")}</script>`;
  const [site, tab] = await on({ "/": { html } }, visit);
  try {
    await press(tab);
    await tab.sees(/Count down to zero/, "#verdict");
  } finally {
    site.stop();
  }
});
