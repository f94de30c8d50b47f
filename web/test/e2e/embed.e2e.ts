// The public element by its own script, as another page of the site has it.

import assert from "node:assert/strict";
import type { Report } from "../../src/report.js";
import { spec } from "../harness/spec.js";

spec(
  "embed.js gives a page without the playground the element, which runs when asked and tells of its report",
  async ({ visit }) => {
    const tab = await visit("/licenses.txt", { expect: /favicon|404/ }); // a page with nothing of ours in it, not even an icon
    await tab.page.evaluate(async () => {
      await import(/* @vite-ignore */ new URL("/embed.js", location.href).href);
      const bench = document.createElement("velocidade-bench");
      for (const [name, value] of [
        ["program", "countdown"],
        ["args", "n=1000000"],
        ["lanes", "go/single,go/workers"],
        ["workers", "2"],
        ["blocks", "6"],
      ] as const)
        bench.setAttribute(name, value);
      document.body.replaceChildren(bench);
    });
    const button = await tab.within("velocidade-bench >>> button.run");
    assert.equal(await tab.page.$("velocidade-bench >>> .verdict:not(.empty)"), null, "nothing has run on its own");
    const report = tab.page.evaluate(
      () =>
        new Promise<Report>((resolve) =>
          document.addEventListener("velocidade:report", (event) => resolve((event as CustomEvent<Report>).detail), {
            once: true,
          }),
        ),
    );
    await button?.click();
    const { status, lanes } = await report;
    assert.equal(status, "complete");
    assert.deepEqual(
      lanes.map((lane) => [lane.lane, lane.workers, lane.samplesMs.length]),
      [
        ["go/single", 1, 6],
        ["go/workers", 2, 6],
      ],
    );
    assert.ok(await tab.within("velocidade-bench >>> .verdict:not(.empty)"));
  },
  { in: "both" },
);
