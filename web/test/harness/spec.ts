// How an end-to-end test is written: a sentence, and what a person does. Each file has a browser of its own or, in Firefox, which
// takes seconds to start, stores of its own in one that files share. Each test gets fresh tabs, and every tab is held to the
// standing rules of visit.ts when the test ends.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Browser, BrowserContext } from "puppeteer-core";
import { browserName, launch } from "./browser.js";
import { retried } from "./reporter.js";
import { type Server, type Site, serve, shared } from "./server.js";
import { open, type Visit, type VisitOptions } from "./visit.js";

export interface Stage {
  readonly browser: Browser;
  /** Opens a path of the site in a new tab. */
  visit(path?: string, options?: VisitOptions): Promise<Visit>;
  /** A server of the test's own, for tests that end it; instead of an ended one, it has that one's address. */
  server(instead?: Server): Promise<Server>;
}

interface SpecOptions {
  /** Browsers in which the test runs; both are for what differs between them. */
  readonly in?: "chromium" | "both";
  readonly site?: Site;
}

let browser: Promise<Browser> | undefined;

after(async () => {
  await (await browser)?.close();
});

/** The file whose tests are being told, where one process runs several. */
let telling = "";

/** Loads one of several files; tools/suite/node.go writes the calls and takes the names of its tests apart again. */
export async function file(name: string, load: () => Promise<unknown>): Promise<void> {
  telling = name;
  await load();
}

/** The stores of pages that a file's tests share, where the browser is not its own. */
let part: { readonly of: Browser; readonly file: string; readonly context: BrowserContext } | undefined;

async function stores(of: Browser, file: string): Promise<BrowserContext> {
  if (file === "") return of.defaultBrowserContext();
  if (part?.of === of && part.file === file) return part.context;
  if (part?.of === of) await part.context.close().catch(() => {}); // its tabs are closed already
  part = { of, file, context: await of.createBrowserContext() };
  return part.context;
}

/** Far longer than any test takes on a busy machine: it only ends what hangs, so that it can be tried again. */
const HANG_MS = 300_000;

export function spec(name: string, act: (stage: Stage) => Promise<void>, options: SpecOptions = {}): void {
  if (options.in !== "both" && browserName !== "chromium") return;
  const file = telling;
  const whole = file === "" ? name : `${file} › ${name}`;
  test(whole, { timeout: (ATTEMPTS + 1) * HANG_MS }, async (context) => {
    for (let left = ATTEMPTS; ; left--) {
      try {
        await inTime(attempt(name, file, act, options));
        return;
      } catch (error) {
        if (left === 1) throw error;
        context.diagnostic(retried(whole, error instanceof Error ? error.message : String(error)));
        await restart();
      }
    }
  });
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it hung for ${HANG_MS / 1000} s`)), HANG_MS);
  });
  work.catch(() => {}); // of a hung attempt, whose browser is ended under it
  await Promise.race([work, hung]).finally(() => clearTimeout(timer));
}

/** Ends the browser, in whatever state a failed attempt left it: the next one gets a fresh one. */
async function restart(): Promise<void> {
  const old = await browser?.catch(() => undefined);
  browser = undefined;
  old?.process()?.kill("SIGKILL");
  old?.close().catch(() => {}); // not waited for: what hangs may not answer
}

/**
 * A test of so many moving parts can be outrun by the page, so it gets a second attempt. That is never silent: the last lines of
 * the output count and name the tests that needed it, and each wants mending.
 */
const ATTEMPTS = 2;

async function attempt(
  name: string,
  file: string,
  act: (stage: Stage) => Promise<void>,
  options: SpecOptions,
): Promise<void> {
  const site = options.site ?? "plain";
  browser ??= launch();
  const [tabs, own] = [[] as Visit[], [] as Server[]];
  const running = await browser;
  const context = await stores(running, file);
  const stage: Stage = {
    browser: running,
    async visit(path = "/", visitOptions = {}) {
      const base = visitOptions.server?.url ?? shared(site);
      const visit = await open(context, base + path, visitOptions);
      tabs.push(visit);
      return visit;
    },
    async server(instead) {
      const server = await serve(site, instead);
      own.push(server);
      return server;
    },
  };
  try {
    await act(stage);
    for (const tab of tabs) assert.deepEqual(tab.faults, [], "the tab keeps to the standing rules");
  } catch (error) {
    for (const tab of tabs) {
      await tab.shot(`failed ${name}`).catch(() => {});
      // What went wrong unseen is often why.
      if (error instanceof Error && tab.faults.length > 0) error.stack += `\nIn the tab:\n${tab.faults.join("\n")}`;
    }
    throw error;
  } finally {
    for (const tab of tabs) await tab.close().catch(() => {});
    for (const server of own) await server.stop();
  }
}
