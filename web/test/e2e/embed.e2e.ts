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

const BROKEN = `package main

import "velocidade/wasm/measure"

func main() { measure.Sum("A sum", 3_000_000, func(lo, hi int64) int64 { return hi - lo + none }) }
`;

spec("a program inside the element is read at once, mended by its reader, and measured", async ({ visit }) => {
  const tab = await visit("/guide/");
  const asked: string[] = [];
  tab.page.on("request", (request) => asked.push(request.url()));
  await tab.page.evaluate(async (source) => {
    document.body.innerHTML = `<main><velocidade-bench workers="2" blocks="6"><pre><code></code></pre></velocidade-bench></main>`;
    const code = document.querySelector("code");
    if (code !== null) code.textContent = source;
    await import(/* @vite-ignore */ new URL("/embed.js", location.href).href);
  }, BROKEN);
  const at = (selector: string) => tab.within(`velocidade-bench >>> ${selector}`);
  const shown = await (await at(".code-place pre")).evaluate((pre) => pre.textContent ?? "");
  assert.equal(shown, BROKEN);
  await at(".note");
  const note = await tab.page.evaluate(
    () => document.querySelector("velocidade-bench")?.shadowRoot?.querySelector(".given")?.textContent ?? "",
  );
  assert.match(note, /MB, loaded when\s+you press Run.*Edit loads an editor of \d+ KB/s);
  assert.deepEqual(
    asked.filter((url) => /compile|\.pack|builder|code-/.test(url)),
    [],
    "nothing is loaded before it is asked for",
  );
  await (await at("button.run")).click();
  const problem = await (await at(".problems button")).evaluate((button) => button.textContent ?? "");
  assert.match(problem, /5:\d+.*undefined: none/s);
  await (await at("button.edit")).click();
  await at(".code-place >>> .cm-content");
  await tab.chord("Control", "End");
  await tab.page.keyboard.type("const none = 0");
  const report = tab.page.evaluate(
    () =>
      new Promise<Report>((resolve) =>
        document.addEventListener("velocidade:report", (event) => resolve((event as CustomEvent<Report>).detail), {
          once: true,
        }),
      ),
  );
  await tab.chord("Control", "Enter");
  const { lanes } = await report;
  assert.deepEqual(
    lanes.map((lane) => [lane.lane, lane.workers, lane.result]),
    [
      ["go/single", 1, "3000000"],
      ["go/goroutines", 2, "3000000"],
      ["go/workers", 2, "3000000"],
    ],
  );
  await at(".verdict:not(.empty)");
  await tab.shot("own program embedded");
});
