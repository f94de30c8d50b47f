// How an end-to-end test is written: a sentence, and what a person does. Each file has a browser and a server of its own;
// each test gets fresh tabs, and every tab is held to the standing rules of visit.ts when the test ends.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { browserName, launch } from "./browser.js";
import { type Server, serve } from "./server.js";
import { open, type Visit, type VisitOptions } from "./visit.js";

export interface Stage {
  readonly browser: Browser;
  readonly server: Server;
  /** Opens a path of the site in a new tab. */
  visit(path?: string, options?: VisitOptions): Promise<Visit>;
}

interface SpecOptions {
  /** Browsers in which the test runs; both are for what differs between them. */
  readonly in?: "chromium" | "both";
}

let browser: Promise<Browser> | undefined;
let server: Promise<Server> | undefined;

after(async () => {
  await (await browser)?.close();
  await (await server)?.stop();
});

/** Far longer than any test takes on a busy machine: it only ends what hangs. */
const HANG_MS = 300_000;

export function spec(name: string, act: (stage: Stage) => Promise<void>, options: SpecOptions = {}): void {
  if (options.in !== "both" && browserName !== "chromium") return;
  test(name, { timeout: HANG_MS }, async () => {
    browser ??= launch();
    server ??= serve();
    const stage = { browser: await browser, server: await server };
    const visits: Visit[] = [];
    try {
      await act({
        ...stage,
        async visit(path = "/", visitOptions = {}) {
          const visit = await open(stage.browser, stage.server.url + path, visitOptions);
          visits.push(visit);
          return visit;
        },
      });
    } catch (error) {
      for (const visit of visits) {
        await visit.shot(`failed ${name}`).catch(() => {});
        // What went wrong unseen is often why.
        if (error instanceof Error && visit.faults.length > 0)
          error.stack += `\nIn the tab:\n${visit.faults.join("\n")}`;
        await visit.close().catch(() => {});
      }
      throw error;
    }
    for (const visit of visits) {
      assert.deepEqual(visit.faults, [], "the tab keeps to the standing rules");
      await visit.close();
    }
  });
}
