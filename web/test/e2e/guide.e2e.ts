// The guide for authors: every example that it shows works as it stands, on a site of its own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { marked } from "marked";
import type { Frame } from "puppeteer-core";
import type { Bench } from "../../src/elements/bench.js";
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
  for (const file of ["html/index.html", "go/index.html", "go/greeting.go", "markdown/lesson.md", "react/Lesson.jsx"]) {
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
    // By its method: with two frames of one site in a page the driver loses sight of the one in the shadow root.
    const status = await tab.page.evaluate(async () => {
      await customElements.whenDefined("velocidade-bench");
      const bench = document.querySelector<HTMLElement & Pick<Bench, "run">>("velocidade-bench");
      return (await bench?.run())?.status;
    });
    assert.equal(status, "complete");
    await embedded(tab, "body > p > iframe, body > iframe");
  } finally {
    site.stop();
  }
});

spec("the examples with programs of their own show them, run when asked, and measure", async ({ visit }) => {
  const text = { "Content-Type": "text/plain" };
  const pages = {
    "/": { html: await example("go/index.html") },
    "/greeting.go": { html: await example("go/greeting.go"), headers: text },
  };
  const [site, tab] = await on(pages, visit);
  try {
    const frames = await inEach(tab, 2, "velocidade-own .code-place pre");
    assert.deepEqual(
      frames.map(({ text: source }) => /func (\w+)\(lo|Println/.exec(source)?.[0]),
      ["func endInSix(lo", "Println"],
    );
    assert.ok(frames.every(({ frame }) => !/toolchain|compile/.test(frame.url())));
    const outcome = await tab.page.evaluate(async () => {
      const heard: string[] = [];
      document.addEventListener("velocidade:report", (event) =>
        heard.push((event as CustomEvent<Report>).detail.status),
      );
      const [summing, greeting] = document.querySelectorAll<HTMLElement & Pick<Bench, "run">>("velocidade-bench");
      const report = await summing?.run();
      const prints = await greeting?.run().catch((error: { fault: { code: string } }) => error.fault.code);
      return { heard, lanes: report?.lanes.map((l) => [l.lane, l.workers, l.result]), prints };
    });
    assert.deepEqual(outcome, {
      heard: ["complete"],
      lanes: [
        ["go/single", 1, "600000"],
        ["go/goroutines", 2, "600000"],
        ["go/workers", 2, "600000"],
      ],
      prints: "nothing-measured",
    });
    const [printed] = await inEach(tab, 1, "velocidade-own .console");
    assert.equal(printed?.text, "six by seven is 42\n");
    await tab.shot("guide programs");
  } finally {
    site.stop();
  }
});

/** What matches in each of the embeds' frames, once it is there in so many; in the order of the page. */
async function inEach(tab: Visit, count: number, selector: string): Promise<{ frame: Frame; text: string }[]> {
  for (const patience = Date.now() + 60_000; Date.now() < patience; ) {
    const frames = tab.page.frames().filter((frame) => /\/embed\//.test(frame.url()));
    const texts = await Promise.all(
      frames.map((frame) =>
        frame
          .evaluate(
            (css) => document.querySelector("velocidade-bench")?.shadowRoot?.querySelector(css)?.textContent,
            selector,
          )
          .catch(() => undefined),
      ),
    );
    const found = frames.flatMap((frame, i) => (typeof texts[i] === "string" ? [{ frame, text: texts[i] }] : []));
    if (found.length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${selector} never was in ${count} frames`);
}

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
