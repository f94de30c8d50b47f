// The pages of the chapter: read with and without scripts, by keyboard, on a phone; predicted, measured, compared.

import assert from "node:assert/strict";
import { accessible } from "../harness/axe.js";
import { spec } from "../harness/spec.js";
import type { Visit, VisitOptions } from "../harness/visit.js";

/** The addresses of all sections, from the contents page. */
async function sections(tab: Visit): Promise<string[]> {
  const found = await tab.page.$$eval(".sections a", (all) =>
    all.map((a) => new URL((a as HTMLAnchorElement).href).pathname),
  );
  assert.ok(found.length > 0, "the contents page lists sections");
  return found;
}

/** Goes on to another page in the same tab. */
async function turn(tab: Visit, path: string): Promise<void> {
  await tab.page.goto(new URL(path, tab.page.url()).href, { waitUntil: "load" });
}

/** Whoever moves by keyboard finds every element that measures in its place. */
async function loaded(tab: Visit): Promise<void> {
  await tab.press("Tab");
  await tab.page.waitForFunction(
    () => document.querySelector(":is(velocidade-bench, velocidade-lab):not(:defined)") === null,
  );
}

/** On paper there is the text with its recorded results, and nothing to press. */
async function printable(tab: Visit, path: string): Promise<void> {
  await tab.page.emulateMediaType("print");
  const shown = (css: string) => tab.page.$$eval(css, (all) => all.filter((e) => e.getClientRects().length > 0).length);
  assert.equal(
    await shown(":is(.contents, .turn, .elsewhere, .skip, .predict details)"),
    0,
    `${path} has things to press on paper`,
  );
  assert.ok((await shown(".recorded svg")) > 0, `${path} has its recorded pictures on paper`);
  const address = await tab.page.$eval("article a[href^='https:']", (a) => getComputedStyle(a, "::after").content);
  assert.match(address, /https:/, "a link has its address on paper");
  await tab.page.emulateMediaType("screen");
}

const looks: readonly { readonly name: string; readonly options: VisitOptions }[] = [
  { name: "desk, light", options: {} },
  { name: "small phone, dark", options: { width: 360, height: 740, dark: true } },
];

for (const look of looks) {
  spec(`every page of the chapter on ${look.name} is accessible and keeps to the width`, async ({ visit }) => {
    const tab = await visit("/chapter/", look.options);
    await accessible(tab);
    for (const path of await sections(tab)) {
      await turn(tab, path);
      await loaded(tab);
      await accessible(tab);
      const [page, window] = await tab.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok((page ?? 0) <= (window ?? 0), `${path} is ${page} px wide in a window of ${window} px`);
      await tab.shot(`chapter ${look.name} ${path}`);
    }
  });
}

spec(
  "every page reads without scripts: a recorded result stands there, and every link of the site leads somewhere",
  async ({ visit }) => {
    const tab = await visit("/chapter/", { noScript: true });
    for (const path of await sections(tab)) {
      await turn(tab, path);
      assert.ok((await tab.count(".measure .recorded tbody tr")) > 0, `${path} shows a recorded result`);
      assert.ok((await tab.count(".predict input[type=radio]")) > 1, `${path} asks for a prediction`);
      assert.match(await tab.text("main"), /Recorded .* on .*, \d+ \w+ \d{4}/);
      const empty = await tab.page.$$eval(
        "velocidade-bench, velocidade-lab",
        (all) => all.filter((e) => e.getClientRects().length > 0).length,
      );
      assert.equal(empty, 0, "where nothing can run, there is no empty place for it");
      const links = await tab.page.$$eval("a[href]", (all) => all.map((a) => (a as HTMLAnchorElement).href));
      const own = new Set(
        links.filter((href) => href.startsWith(new URL(tab.page.url()).origin)).map((href) => href.split("#")[0] ?? ""),
      );
      for (const href of own) assert.equal((await fetch(href)).status, 200, `${path} links to ${href}`);
      await printable(tab, path);
    }
  },
);

spec(
  "a prediction is remembered, and held against what was measured",
  async ({ visit }) => {
    const tab = await visit("/chapter/gil/");
    await loaded(tab);
    const choice = await tab.find("radio", "about the same");
    await choice.click();
    const run = await tab.within("velocidade-bench >>> button.run");
    assert.equal(await tab.text(".outcome"), "", "nothing has run on its own");
    await run?.focus();
    await tab.press("Enter");
    const said = await tab.sees(
      /as fast .*(You predicted “about the same”(: right|; it was “.+”)|Not decided yet: its interval, .+, holds more than one answer.*)\./,
      ".outcome",
    );
    assert.match(
      said,
      /^Here go\/goroutines × 2 took .+ and go\/single .+: [\d.]+× as fast \(95 % interval [\d.]+–\u2060?[\d.]+\)/,
    );
    const decided = (await tab.texts(".outcome")).filter((text) => !text.includes("Not decided yet"));
    assert.equal(await tab.count(".predict .right"), decided.length, "the right choice of what is decided is marked");
    await tab.page.reload({ waitUntil: "load" });
    assert.equal(
      await tab.page.$eval("input[type=radio]:checked", (input) => input.closest("label")?.textContent?.trim()),
      "about the same",
    );
  },
  { in: "both" },
);

spec("a prediction about a laboratory is held against what it found", async ({ visit }) => {
  const tab = await visit("/chapter/waiting/");
  await loaded(tab);
  await (await tab.find("radio", "ten times")).click();
  const run = await tab.within("velocidade-lab >>> button.run");
  await run?.focus();
  await tab.press("Enter");
  await tab.sees(
    /^Here, five goroutines in one instance: .+; one by one: .+ Not decided yet: it was measured only once here/,
    ".outcome",
  );
});

spec("the playground leads to the chapter, and a page of it back, with the same state", async ({ visit }) => {
  const tab = await visit("/");
  await tab.click("link", "Chapter");
  await tab.sees(/Each page asks one question/);
  await tab.click("link", "How many workers? If two workers halve the time, what do sixteen do?");
  await tab.sees(/Amdahl/, "main");
  const link = await tab.find("link", "Open it in the playground");
  await link.focus();
  await tab.press("Enter");
  await tab.sees(/Amdahl['’]s law/, "#subject");
  const value = (label: string) =>
    tab.find("textbox", label).then((field) => field.evaluate((input) => (input as HTMLInputElement).value));
  assert.equal(await value("Serial share"), "0.1");
  assert.equal((await value("Worker counts")).replaceAll(" ", ""), "1,2,4");
});

spec("Tab goes through a page in the order in which it is read, and shows where it is", async ({ visit }) => {
  const tab = await visit("/chapter/gil/");
  await loaded(tab);
  const seen = [await tab.focused()];
  for (let i = 0; i < 200; i++) {
    await tab.press("Tab");
    const at = await tab.focused();
    if (at.startsWith("body") || at === seen[0]) break;
    seen.push(at);
    const drawn = await tab.page.evaluate(() => {
      const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement ?? document.body;
      return getComputedStyle(inner).outlineStyle !== "none";
    });
    assert.ok(drawn, `the focus is visible on ${at}`);
  }
  const order = [
    /^a Skip/,
    /^a Velocidade/,
    /^a One lock/,
    /^input clearly slower/,
    /^summary/,
    /^velocidade-bench/,
    /^a Open it/,
    /^pre/,
    /^a Inside/,
    /^a Contents/,
  ].map((pattern) => seen.findIndex((name) => pattern.test(name)));
  assert.ok(!order.includes(-1), `all are reached: ${seen.join(" | ")}`);
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
});
