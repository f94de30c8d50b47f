// What tutorials and scripts rely on: window.velocidade and <velocidade-bench>.

import assert from "node:assert/strict";
import type {} from "../../src/api.js";
import { spec } from "../harness/spec.js";

spec(
  "window.velocidade lists the programs and runs one",
  async ({ visit }) => {
    const tab = await visit("/");
    const found = await tab.page.evaluate(async () => {
      const heard: string[] = [];
      const report = await window.velocidade.run(
        { program: "countdown", args: { n: 3000000 }, lanes: ["go/single", "go/workers"], workers: [2], blocks: 6 },
        { onProgress: (progress) => heard.push(progress.phase) },
      );
      return { report, phases: [...new Set(heard)], programs: window.velocidade.programs().map((p) => p.name) };
    });
    assert.ok(found.programs.length >= 13);
    assert.ok(found.programs.includes("isprime"));
    assert.ok(found.phases.includes("measuring"));
    const { report } = found;
    assert.equal(report.schema, "velocidade.report/v1");
    assert.equal(report.status, "complete");
    assert.deepEqual(
      report.lanes.map((lane) => [lane.lane, lane.workers, lane.samplesMs.length, lane.result]),
      [
        ["go/single", 1, 6, "odd numbers passed: 1500000"],
        ["go/workers", 2, 6, "odd numbers passed: 1500000"],
      ],
    );
    assert.equal(report.host.engine, "wasm");
    assert.equal(report.host.isolated, true);
  },
  { in: "both" },
);

spec("the engine hears that each piece of news is drawn, and times nothing until then", async ({ visit }) => {
  const tab = await visit("/");
  const [heard, told] = await tab.page.evaluate(async () => {
    const post = Worker.prototype.postMessage as (message: unknown, transfer?: Transferable[]) => void;
    const told: string[] = [];
    Worker.prototype.postMessage = function (this: Worker, message: unknown, transfer?: Transferable[]) {
      const text = message instanceof Uint8Array ? new TextDecoder().decode(message) : "";
      if (text.startsWith('{"type":"drawn"')) told.push(text);
      post.call(this, message, transfer);
    } as Worker["postMessage"];
    let heard = 0;
    await window.velocidade.run(
      { program: "countdown", args: { n: 3000000 }, lanes: ["go/single"], blocks: 3 },
      {
        onProgress: () => {
          heard++;
          return new Promise((resolve) => requestAnimationFrame(resolve));
        },
      },
    );
    // The last ones answer the last run, which nothing comes after.
    for (let i = 0; told.length < heard && i < 600; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    Worker.prototype.postMessage = post as Worker["postMessage"];
    return [heard, told.length] as const;
  });
  assert.ok(heard >= 2 * 3, "of each run that it begins, and that it is done");
  assert.equal(told, heard);
});

spec("window.velocidade stops through a signal with what was measured", async ({ visit }) => {
  const tab = await visit("/");
  const status = await tab.page.evaluate(async () => {
    const abort = new AbortController();
    const report = await window.velocidade.run(
      { program: "countdown", args: "n=100000000", lanes: ["go/single"], blocks: 100 },
      {
        signal: abort.signal,
        onProgress: (progress) => {
          if (progress.phase === "measuring" && progress.sample !== null) abort.abort();
        },
      },
    );
    return [report.status, report.lanes[0]?.samplesMs.length ?? 0] as const;
  });
  assert.equal(status[0], "stopped");
  assert.ok(status[1] >= 1 && status[1] < 100);
});

const refused: readonly { readonly spec: object; readonly code: string; readonly field: string }[] = [
  { spec: { program: "nonsense" }, code: "unknown-program", field: "program" },
  { spec: { program: "countdown", args: { n: -1 } }, code: "out-of-range", field: "n" },
  { spec: { program: "countdown", args: { m: 1 } }, code: "unknown-parameter", field: "m" },
  { spec: { program: "countdown", workers: [0] }, code: "out-of-range", field: "workers" },
  { spec: { program: "countdown", workers: [1e9] }, code: "out-of-range", field: "workers" },
  { spec: { program: "countdown", workers: [Number.NaN] }, code: "bad-argument", field: "workers" },
  { spec: { program: "countdown", lanes: ["go/nowhere"] }, code: "unknown-lane", field: "lanes" },
];

for (const { spec: wrong, code, field } of refused) {
  spec(`window.velocidade refuses ${JSON.stringify(wrong)} with a code and a field`, async ({ visit }) => {
    const tab = await visit("/");
    const fault = await tab.page.evaluate(
      (asked, nan) => {
        // A NaN does not survive the way into the page.
        const given = nan ? { ...asked, workers: [Number.NaN] } : asked;
        return window.velocidade.run(given as Parameters<typeof window.velocidade.run>[0]).then(
          () => ({ code: "ran", field: "" }),
          (error: unknown) => (error as { fault: { code: string; field: string } }).fault,
        );
      },
      wrong,
      JSON.stringify(wrong).includes("null"),
    );
    assert.deepEqual({ code: fault.code, field: fault.field }, { code, field });
  });
}

spec(
  "<velocidade-bench> runs on a click, shows what it found, and tells the page around it",
  async ({ visit }) => {
    const tab = await visit("/");
    await tab.page.evaluate(() => {
      const element = document.createElement("velocidade-bench");
      const attributes = {
        program: "countdown",
        args: "n=3000000",
        lanes: "go/single,go/workers",
        workers: "2",
        blocks: "6",
      };
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.addEventListener("velocidade:report", (event) => {
        document.title = `heard ${(event as CustomEvent<{ schema: string }>).detail.schema}`;
      });
      document.querySelector("main")?.prepend(element);
    });
    const button = await tab.within("velocidade-bench >>> button.run");
    await button?.click();
    await tab.page.waitForFunction(() => document.title === "heard velocidade.report/v1");
    const text = await tab.page.$eval("velocidade-bench", (e) => e.shadowRoot?.textContent ?? "");
    assert.match(text, /Count down to zero/);
    // By keyboard: while the plots above it are still being drawn, what a mouse aims at moves.
    const summary = await tab.within("velocidade-bench >>> velocidade-fold summary");
    await summary?.focus();
    await tab.press("Enter");
    await tab.within("velocidade-bench >>> table");
    assert.equal(await tab.page.$$eval("velocidade-bench >>> table tbody tr", (all) => all.length), 2);
  },
  { in: "both" },
);
