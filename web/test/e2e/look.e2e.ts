// Accessibility and layout, in every state of the page, in light and dark, on a phone and on a desk.

import assert from "node:assert/strict";
import { accessible } from "../harness/axe.js";
import { LONG, measure, measuring, QUICK, run } from "../harness/playground.js";
import { spec } from "../harness/spec.js";
import type { Visit, VisitOptions } from "../harness/visit.js";

const states: readonly {
  readonly name: string;
  readonly enter: (tab: Visit) => Promise<void>;
  readonly path: string;
}[] = [
  { name: "empty", path: "/", enter: async () => {} },
  { name: "wrong input", path: "/?program=countdown&n=abc&workers=0&lanes=", enter: async (tab) => run(tab) },
  {
    name: "choosing",
    path: "/",
    async enter(tab) {
      await tab.page.click("#program");
      await tab.page.waitForSelector("[role=option]");
    },
  },
  {
    name: "running",
    path: LONG,
    async enter(tab) {
      await run(tab);
      await measuring(tab);
    },
  },
  {
    name: "done, everything unfolded",
    path: QUICK,
    async enter(tab) {
      await measure(tab);
      await unfold(tab);
    },
  },
];

async function unfold(tab: Visit): Promise<void> {
  await tab.page.$$eval("details:not([open])", (all) => {
    for (const one of all) (one as HTMLDetailsElement).open = true;
  });
  await tab.page.waitForSelector("velocidade-source code span");
}

const looks: readonly { readonly name: string; readonly options: VisitOptions }[] = [
  { name: "desk, light", options: {} },
  { name: "desk, dark", options: { dark: true } },
  { name: "phone, light", options: { width: 390, height: 844 } },
  { name: "small phone, dark, reduced motion", options: { width: 360, height: 740, dark: true, reducedMotion: true } },
];

for (const look of looks) {
  for (const state of states) {
    spec(`${state.name} on ${look.name} is accessible and keeps to the width`, async ({ visit }) => {
      const tab = await visit(state.path, look.options);
      await state.enter(tab);
      await accessible(tab);
      const [page, window] = await tab.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok((page ?? 0) <= (window ?? 0), `the page is ${page} px wide in a window of ${window} px`);
      await tab.shot(`${look.name} ${state.name}`);
    });
  }
}

spec("text in plots stays readable on a phone", async ({ visit }) => {
  const tab = await visit(QUICK, { width: 360, height: 740 });
  await measure(tab);
  const small = await tab.page.$$eval("velocidade-figure svg text", (all) =>
    all
      .map((one) => ({ text: one.textContent, height: one.getBoundingClientRect().height }))
      .filter((t) => t.height < 10),
  );
  assert.deepEqual(small, []);
});

spec("nothing moves under reduced motion", async ({ visit }) => {
  const tab = await visit(LONG, { reducedMotion: true });
  await run(tab);
  await measuring(tab);
  assert.equal(await tab.page.evaluate(() => document.getAnimations().length), 0);
});
