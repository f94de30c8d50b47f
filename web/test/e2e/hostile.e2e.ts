// Programs that mean harm, as one that came by a link may: whatever they do through JavaScript, the page keeps answering, keeps its
// own time, and lives on.

import assert from "node:assert/strict";
import { editorReady, exec } from "../harness/editor.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

/** A Go program that runs JavaScript in its own worker, and then Go. */
const program = (script: string, main = "select {}"): string =>
  `package main\n\nimport "syscall/js"\n\nfunc main() {\n\tprintln("begun")\n\tjs.Global().Call("eval", \`${script}\`)\n\t${main}\n}\n`;

const SEND = "const send = (o) => self.postMessage(new TextEncoder().encode(JSON.stringify(o)));";
const ANNOUNCE = `${SEND} send({type: "program", id: 0, program: {name: "a", title: "a"}});`;
const PROGRESS = `{type: "progress", id: 1, progress: {phase: "measuring", done: 0, total: 9, fraction: 0, elapsedMs: 1, leftMs: null, lane: "go/single", workers: 1, sample: null}}`;

interface Misdeed {
  readonly says: string;
  readonly source: string;
  /** The fault's code, or the exit code. */
  readonly ends: string | number;
}

const misdeeds: readonly Misdeed[] = [
  {
    says: "an ending with a text of 20 MB",
    source: program('self.postMessage({type: "exited", code: 7, output: "x".repeat(20e6), words: "x".repeat(20e6)})'),
    ends: 7,
  },
  {
    says: "a text of 50 MB",
    source: program('self.postMessage({type: "printed", text: "x".repeat(50e6)})', "for {}"),
    ends: "output-limit",
  },
  {
    says: "messages without number",
    source: program('for (let i = 0; i < 300000; i++) self.postMessage({type: "started"})', "for {}"),
    ends: "message-limit",
  },
  {
    says: "bytes that say that they are none",
    source: program(
      'for (let i = 0; i < 100; i++) self.postMessage(Object.defineProperty(new Uint8Array(1 << 20), "byteLength", {value: 0}))',
      "for {}",
    ),
    ends: "message-limit",
  },
  {
    says: "signs of life",
    source: program(`${SEND} send(${PROGRESS}); setInterval(() => send(${PROGRESS}), 50)`),
    ends: "bad-message",
  },
  {
    says: "workers from scripts of its own",
    source: program(
      'const u = URL.createObjectURL(new Blob(["for(;;);"])); for (let i = 0; i < 200; i++) new Worker(u)',
      "for {}",
    ),
    ends: "worker-limit",
  },
];

/** The longest that the page's thread did not answer while something ran there, in milliseconds. */
async function longest(tab: Visit, run: () => Promise<void>): Promise<number> {
  await tab.page.evaluate(() => {
    let last = performance.now();
    const probe = { longest: 0, timer: 0 };
    probe.timer = window.setInterval(() => {
      const now = performance.now();
      probe.longest = Math.max(probe.longest, now - last);
      last = now;
    }, 5);
    Object.assign(window, { probe });
  });
  await run();
  return tab.page.evaluate(() => {
    const { probe } = window as unknown as { probe: { longest: number; timer: number } };
    clearInterval(probe.timer);
    return probe.longest;
  });
}

/** A flood once froze the page for 13 seconds and more; a busy machine may keep it from running for some tenths of one. */
const FROZEN_MS = 2500;

for (const { says, source, ends } of misdeeds)
  spec(
    `${says}: the page answers all the while, and the program is ended`,
    async ({ visit }) => {
      const tab = await visit("/edit/");
      await exec(tab, "package main\nfunc main() {}\n");
      const gap = await longest(tab, async () => {
        const got = await exec(tab, source, 60_000);
        assert.equal(got.error ?? got.code, ends, got.output.slice(0, 300));
      });
      assert.ok(gap < FROZEN_MS, `the page did not answer for ${gap} ms`);
      assert.equal(await tab.count("iframe"), 0);
    },
    { in: "both" },
  );

/** Runs a program that is to be measured, and gives what came of it. */
function measured(
  tab: Visit,
  source: string,
  abortAfterMs: number,
): Promise<{ code: string; stoppedWithinMs: number }> {
  return tab.page.evaluate(
    async (text, after) => {
      const abort = new AbortController();
      let aborted = 0;
      const begun = () => {
        if (aborted > 0) return;
        aborted = 1;
        setTimeout(() => {
          aborted = performance.now();
          abort.abort();
        }, after);
      };
      const watch = setInterval(() => {
        if (document.querySelector("iframe") !== null) begun();
      }, 50);
      const code = await window.velocidade
        .run({ source: text, workers: [1], blocks: 6 }, { signal: abort.signal })
        .then(
          (report) => report.status,
          (error: unknown) => (error as { fault?: { code: string } }).fault?.code ?? String(error),
        );
      clearInterval(watch);
      return { code, stoppedWithinMs: aborted > 1 ? performance.now() - aborted : -1 };
    },
    source,
    abortAfterMs,
  );
}

spec(
  "Stop ends one that announced a measurement and then computes for ever, soon",
  async ({ visit }) => {
    const tab = await visit("/edit/");
    await editorReady(tab);
    await exec(tab, "package main\nfunc main() {}\n");
    const { code, stoppedWithinMs } = await measured(tab, program(ANNOUNCE, "for {}"), 3000);
    assert.equal(code, "stopped");
    assert.ok(stoppedWithinMs >= 0 && stoppedWithinMs < 5000, `it took ${stoppedWithinMs} ms`);
    assert.equal(await tab.count("iframe"), 0);
  },
  { in: "both" },
);

spec("a report of the wrong shape is refused, and so is one that nobody asked for", async ({ visit }) => {
  const tab = await visit("/edit/");
  await exec(tab, "package main\nfunc main() {}\n");
  const never = 600_000;
  for (const report of ["{}", "null", '{"schema":"velocidade.report/v1","lanes":null}', "[]"]) {
    const source = program(`${ANNOUNCE} send({type: "report", id: 1, report: ${report}})`);
    assert.equal((await measured(tab, source, never)).code, "message-limit", report);
  }
  const unasked = program(`${ANNOUNCE} send({type: "program", id: 0, program: {name: "b", title: "b"}})`);
  assert.equal((await measured(tab, unasked, never)).code, "bad-message");
});
