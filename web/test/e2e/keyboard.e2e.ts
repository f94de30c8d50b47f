// Everything by keyboard.

import assert from "node:assert/strict";
import { LONG, measuring, QUICK, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";

spec(
  "a program is found, chosen and run without a pointer",
  async ({ visit }) => {
    const tab = await visit("/?workers=1,2&blocks=6");
    await tab.page.focus("#program");
    await tab.press("ArrowDown");
    await tab.page.waitForSelector("[role=option]");
    await tab.page.keyboard.type("count down");
    await tab.press("Enter");
    await tab.sees(/Count down/, "#subject");
    await tab.fill("Start", "3000000");
    await tab.chord("Control", "Enter");
    assert.match(await verdict(tab), /Count down to zero/);
  },
  { in: "both" },
);

spec("Enter in a field runs, Escape stops", async ({ visit }) => {
  const tab = await visit(LONG);
  await (await tab.find("textbox", "Blocks")).focus();
  await tab.press("Enter");
  await measuring(tab);
  await tab.press("Escape");
  await verdict(tab);
  await tab.sees(/stopped/i, ".verdict");
});

spec("Escape closes the list of programs and leaves a run alone", async ({ visit }) => {
  const tab = await visit(LONG);
  await tab.chord("Control", "Enter");
  await measuring(tab);
  await tab.page.focus("#program");
  await tab.press("ArrowDown");
  await tab.page.waitForSelector("[role=option]");
  await tab.press("Escape");
  assert.equal(await tab.count("[role=option]"), 0);
  assert.equal(await tab.count("progress"), 1);
  await tab.press("Escape");
  await verdict(tab);
});

spec("Tab reaches every control in the order in which they are read, and shows where it is", async ({ visit }) => {
  const tab = await visit(QUICK);
  await tab.chord("Control", "Enter");
  await verdict(tab);
  await tab.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const seen: string[] = [];
  for (let i = 0; i < 60; i++) {
    await tab.press("Tab");
    const at = await tab.focused();
    if (at.startsWith("body") || at === seen[0]) break;
    seen.push(at);
    const drawn = await tab.page.evaluate(() => {
      const style = getComputedStyle(document.activeElement ?? document.body);
      return style.outlineStyle !== "none" || style.boxShadow !== "none";
    });
    assert.ok(drawn, `the focus is visible on ${at}`);
  }
  const position = (pattern: RegExp) => seen.findIndex((name) => pattern.test(name));
  const order = [/Program/, /Start/, /Worker counts/, /Blocks/, /^button Run/, /^button Stop/, /Table of results/].map(
    position,
  );
  assert.ok(!order.includes(-1), `all are reached: ${seen.join(" | ")}`);
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
});
