// The embed on another origin's pages: by element, and by iframe in the four states of isolation that pages have.

import assert from "node:assert/strict";
import type { Frame } from "puppeteer-core";
import type { Bench } from "../../src/elements/bench.js";
import type { Report } from "../../src/report.js";
import { browserName } from "../harness/browser.js";
import { elsewhere, embedded, pressRun, type Served } from "../harness/elsewhere.js";
import { shared } from "../harness/server.js";
import { spec } from "../harness/spec.js";

const QUERY = "program=countdown&n=1000000&lanes=go/single,go/workers&workers=2&blocks=6";

const page = (body: string): string => `<!doctype html><title>A tutorial</title><link rel="icon" href="data:,">
<script>window.heard = []; addEventListener("message", ({ data }) => window.heard.push(data));</script>${body}`;

const frame = (attributes: string): string =>
  page(
    `<iframe src="${shared("plain")}/embed/?${QUERY}" title="Embed" width="720" height="600" ${attributes}></iframe>`,
  );

interface Setting extends Served {
  readonly says: string;
  /** Whether the frame is isolated, in browsers that know Document-Isolation-Policy and in others. */
  readonly isolated: Readonly<Record<typeof browserName, boolean>>;
}

const settings: readonly Setting[] = [
  {
    says: "in a sandbox without an origin",
    html: frame('sandbox="allow-scripts"'),
    isolated: { chromium: true, firefox: false },
  },
  { says: "in an ordinary page", html: frame(""), isolated: { chromium: true, firefox: false } },
  {
    says: "in an isolated page",
    html: frame('allow="cross-origin-isolated"'),
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
    isolated: { chromium: true, firefox: true },
  },
  {
    says: "in a page isolated by Document-Isolation-Policy",
    html: frame('allow="cross-origin-isolated"'),
    headers: { "Document-Isolation-Policy": "isolate-and-require-corp" },
    isolated: { chromium: true, firefox: false },
  },
];

for (const { says, isolated, ...served } of settings) {
  spec(
    `an iframe ${says} runs on a click alone, and tells its height and its report`,
    async ({ visit }) => {
      const other = await elsewhere({ "/": served });
      try {
        // The site is another origin here, and a driver loses sight of what a frame loads when its page closes.
        const tab = await visit("/", {
          server: { url: other.url, stop: async () => {} },
          expect: /another origin|request failed/,
        });
        const inside = await embedded(tab, "iframe");
        assert.equal(await inside.evaluate(() => crossOriginIsolated), isolated[browserName]);
        assert.equal(await text(inside, ".verdict"), "", "nothing has run on its own");
        await pressRun(inside);
        await inside.waitForFunction(() =>
          document.querySelector("velocidade-bench")?.shadowRoot?.querySelector(".verdict, .fault"),
        );
        assert.match(await text(inside, ".verdict"), /Count down to zero/);
        const heard = await tab.page.waitForFunction(() => {
          const all = (
            window as unknown as { heard: { velocidade: number; type: string; height: number; report: Report }[] }
          ).heard;
          const height = all.findLast((m) => m.type === "height")?.height ?? 0;
          const report = all.find((m) => m.type === "report")?.report;
          return report !== undefined && height > 300
            ? { status: report.status, versions: all.map((m) => m.velocidade) }
            : null;
        });
        const { status, versions } = (await heard.jsonValue()) ?? { status: "", versions: [] };
        assert.equal(status, "complete");
        assert.ok(versions.every((v) => v === 1));
        const note = await inside.$eval(".note", (p) => p.textContent ?? "");
        assert.match(note, isolated[browserName] ? /Open the full page/ : /finer clock.*not cross-origin isolated/);
        await tab.shot(`iframe ${says}`);
      } finally {
        other.stop();
      }
    },
    { in: "both" },
  );
}

function text(inside: Frame, selector: string): Promise<string> {
  return inside.evaluate(
    (css) => document.querySelector("velocidade-bench")?.shadowRoot?.querySelector(css)?.textContent ?? "",
    selector,
  );
}

spec(
  "the element on another origin has the methods, the events and the theme that it has at home",
  async ({ visit }) => {
    const other = await elsewhere({
      "/": {
        html: page(`<style>velocidade-bench { --velocidade-ground: rgb(1, 2, 3); color-scheme: dark }</style>
<script type="module" src="${shared("plain")}/embed@1.js"></script>
<velocidade-bench program="countdown" args="n=1000000" lanes="go/single,go/workers" workers="2" blocks="6"></velocidade-bench>`),
      },
    });
    try {
      const tab = await visit("/", {
        server: { url: other.url, stop: async () => {} },
        expect: /another origin|request failed/,
      });
      const told = await tab.page.evaluate(async () => {
        await customElements.whenDefined("velocidade-bench");
        const bench = document.querySelector<HTMLElement & Pick<Bench, "run" | "programs">>("velocidade-bench");
        if (bench === null) throw new Error("there is no element");
        const fired: string[] = [];
        document.addEventListener("velocidade:report", (event) =>
          fired.push((event as CustomEvent<Report>).detail.status),
        );
        const phases = new Set<string>();
        const report = await bench.run(undefined, { onProgress: (progress) => phases.add(progress.phase) });
        const abort = new AbortController();
        const long = { program: "countdown", args: "n=100000000", lanes: ["go/single"], blocks: 100 };
        const stopped = await bench.run(long, {
          signal: abort.signal,
          onProgress: (progress) => {
            if (progress.sample !== null) abort.abort();
          },
        });
        const refused = await bench.run({ program: "nope" }).then(
          () => null,
          (error: unknown) => (error as { fault: { code: string; field: string } }).fault,
        );
        return {
          programs: bench.programs().length,
          measured: phases.has("measuring"),
          statuses: [report.status, stopped.status, ...fired],
          refused: [refused?.code, refused?.field],
          leaks: [...document.styleSheets].length,
        };
      });
      assert.ok(told.programs >= 13);
      assert.ok(told.measured);
      assert.deepEqual(told.statuses, ["complete", "stopped", "complete", "stopped"]);
      assert.deepEqual(told.refused, ["unknown-program", "program"]);
      assert.equal(told.leaks, 1, "the page has its own style sheet alone");
      const inside = await (await tab.within("velocidade-bench >>> iframe"))?.contentFrame();
      const look = await inside?.evaluate(() => {
        const style = getComputedStyle(document.documentElement);
        return [style.backgroundColor, style.colorScheme];
      });
      assert.deepEqual(look, ["rgb(1, 2, 3)", "dark"]);
      await tab.shot("element elsewhere");
    } finally {
      other.stop();
    }
  },
);
