// A run taken from one browser to another by a short link: through the native service, and through the same service on the
// edge's own runtime, where the pages come from it too.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { browserName } from "../harness/browser.js";
import { measure, QUICK, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";
import type { Visit, VisitOptions } from "../harness/visit.js";

/** Empty where the machine has no such runtime. */
const EDGE = process.env["VELOCIDADE_EDGE_URL"] ?? "";

interface Carried {
  readonly path: string;
  readonly found: string;
}

for (const [where, url] of [
  ["natively", ""],
  ["on the edge", EDGE],
] as const) {
  if (url === "" && where === "on the edge") continue;
  const options: VisitOptions = url === "" ? {} : { server: { url, stop: async () => {} } };
  const note = `.cache/e2e/chromium.short.${where.replaceAll(" ", "-")}.json`;

  spec(
    `a run of Chromium’s, stored ${where}, opens by its short link in this browser, is run here and compared`,
    async ({ visit }) => {
      const carried =
        browserName === "chromium"
          ? await stored(await visit(QUICK, options))
          : await readFile(note, "utf8").then(
              (text): Carried => JSON.parse(text),
              async () => await stored(await visit(QUICK, options)), // Firefox alone is tested
            );
      if (browserName === "chromium") await writeFile(note, JSON.stringify(carried));

      const tab = await visit(carried.path, options);
      assert.equal(await verdict(tab), carried.found);
      await tab.sees(/Opened from a short link\. Measured .* cores?, cross-origin isolated/, ".foreign");
      await tab.click("button", "Run here");
      await tab.sees(/times as (fast|long)|[Nn]o difference|[Nn]othing can be said/, ".change");
      await tab.sees(/laid over this one/, ".over");
      assert.equal((await tab.texts('[aria-label="Table of changes"] tbody tr')).length, 5);
    },
    { in: "both" },
  );
}

/** Measures, stores the run, and tells where it is. */
async function stored(tab: Visit): Promise<Carried> {
  const found = await measure(tab);
  await tab.click("button", "Share");
  await tab.find("textbox", "Link");
  await tab.click("button", "Store it and make a short link");
  await tab.find("textbox", "Token that deletes it");
  const url = await tab.page.$$eval(".copyable input", (all) =>
    all[1] instanceof HTMLInputElement ? all[1].value : "",
  );
  return { path: new URL(url).pathname, found };
}
