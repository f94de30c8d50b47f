// A tab as a person has it: what is seen, clicked and typed, found by roles and names. Whatever a test is about, a tab
// also keeps to the standing rules: no error in the console, no request that fails, none to another origin.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, ElementHandle, HTTPRequest, KeyInput, Page } from "puppeteer-core";
import { browserName } from "./browser.js";
import { named } from "./named.js";
import type { Server } from "./server.js";

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly reducedMotion?: boolean;
  /** The page's scripts do not run. */
  readonly noScript?: boolean;
  /** Another server than the file's. */
  readonly server?: Server;
  /** Trouble that the test makes on purpose: console errors and failed requests that match are no fault. */
  readonly expect?: RegExp;
}

/** Patience for anything on the page: a busy machine is slow, but not this slow. */
const PATIENCE_MS = 60_000;

export async function open(browser: Pick<Browser, "newPage">, url: string, options: VisitOptions = {}): Promise<Visit> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.setViewport({ width: options.width ?? 1280, height: options.height ?? 900 });
  const features = [];
  if (options.dark) features.push({ name: "prefers-color-scheme", value: "dark" });
  if (options.reducedMotion) features.push({ name: "prefers-reduced-motion", value: "reduce" });
  if (features.length > 0) await page.emulateMediaFeatures(features);
  if (options.noScript) await page.setJavaScriptEnabled(false);
  const visit = new Visit(page, new URL(url).origin, options.expect);
  await page.goto(url, { waitUntil: "load" });
  return visit;
}

/**
 * Firefox's driver says of a frame's document that came from the cache that it failed, once the frame is removed, long after
 * it said that it was answered.
 */
function answeredBefore(request: HTTPRequest): boolean {
  return (
    request.failure()?.errorText === "Browsing context already closed." && (request.response()?.status() ?? 400) < 400
  );
}

export class Visit {
  readonly page: Page;
  /** How the tab broke the standing rules. */
  readonly faults: string[] = [];

  constructor(page: Page, origin: string, expect: RegExp | undefined) {
    this.page = page;
    const fault = (text: string) => {
      if (!expect?.test(text)) this.faults.push(text);
    };
    page.on("console", (message) => {
      // Browsers fetch the app's icon when they like, even from a server that a test has ended.
      if (/icon from the Manifest/.test(message.text())) return;
      if (message.type() === "error" || message.type() === "warn")
        fault(`console ${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => fault(`uncaught: ${error instanceof Error ? error.message : String(error)}`));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith("http") && url.origin !== origin) fault(`request to another origin: ${url.href}`);
    });
    page.on("requestfailed", (request) => {
      if (!answeredBefore(request)) fault(`request failed: ${request.url()}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) fault(`response ${response.status()}: ${response.url()}`);
    });
  }

  close(): Promise<void> {
    return this.page.close();
  }

  /** The element of a role and an accessible name, once it is there. */
  async find(role: string, name: string): Promise<ElementHandle<Element>> {
    const found =
      browserName === "firefox"
        ? await this.#often(() => named(this.page, role, name))
        : await this.page.waitForSelector(`::-p-aria([role="${role}"][name="${name}"])`, { visible: true });
    if (found === null) throw new Error(`there is no ${role} called ${name}`);
    return found;
  }

  /**
   * What matches inside of an element's shadow root, once it is there: "velocidade-bench >>> table". Looked for again and
   * again, since the driver's own wait for such a selector sees no change within a shadow root.
   */
  async within(selector: string): Promise<ElementHandle<Element>> {
    const found = await this.#often(() => this.page.$(selector));
    if (found === null) throw new Error(`there was never anything at ${selector}`);
    return found;
  }

  /** Looks again and again, until there is something or patience ends. A page that is just being left is no fault. */
  async #often<T>(look: () => Promise<T | null>): Promise<T | null> {
    let fault: unknown;
    for (const patience = Date.now() + PATIENCE_MS; Date.now() < patience; ) {
      try {
        const found = await look();
        if (found !== null) return found;
        fault = undefined;
      } catch (error) {
        fault = error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    if (fault !== undefined) throw fault;
    return null;
  }

  async click(role: string, name: string): Promise<void> {
    const element = await this.find(role, name);
    await element.click();
  }

  /** Types into the field of that label, in place of what it held. */
  async fill(label: string, text: string): Promise<void> {
    const field = await this.find("textbox", label);
    await field.focus();
    await this.chord("Control", "a");
    if (text === "") await this.page.keyboard.press("Backspace");
    // Nobody types so much, and the page answers every key.
    else if (text.length > 50 && browserName === "chromium") await this.page.keyboard.sendCharacter(text);
    else await this.page.keyboard.type(text);
  }

  async press(...keys: KeyInput[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async chord(modifier: KeyInput, key: KeyInput): Promise<void> {
    await this.page.keyboard.down(modifier);
    await this.page.keyboard.press(key);
    await this.page.keyboard.up(modifier);
  }

  /** What the element with the focus is: its role or tag, and its name. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const at = document.activeElement;
      if (at === null) return "nothing";
      const label =
        at.getAttribute("aria-label") ?? (at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null);
      return `${at.getAttribute("role") ?? at.localName} ${(label ?? at.textContent ?? "").trim()}`;
    });
  }

  /** The visible text of the first element that matches, "" where there is none. */
  text(selector = "body"): Promise<string> {
    return this.page.evaluate(
      (css) => document.querySelector<HTMLElement>(css)?.innerText.replace(/\s+/g, " ").trim() ?? "",
      selector,
    );
  }

  texts(selector: string): Promise<string[]> {
    return this.page.$$eval(selector, (all) =>
      all.map((one) =>
        (one instanceof HTMLElement ? one.innerText : (one.textContent ?? "")).replace(/\s+/g, " ").trim(),
      ),
    );
  }

  /** Waits until the visible text of the element matches. */
  async sees(pattern: RegExp, selector = "body"): Promise<string> {
    const match = (css: string, source: string, flags: string): boolean => {
      const text = document.querySelector<HTMLElement>(css)?.innerText.replace(/\s+/g, " ") ?? "";
      return new RegExp(source, flags).test(text);
    };
    try {
      await this.page.waitForFunction(match, {}, selector, pattern.source, pattern.flags);
    } catch (error) {
      const seen = await this.text(selector).catch(() => "");
      throw new Error(`${pattern} never appeared in ${selector}, which says: ${seen}`, { cause: error });
    }
    return this.text(selector);
  }

  count(selector: string): Promise<number> {
    return this.page.$$eval(selector, (all) => all.length);
  }

  /**
   * A picture of the whole page, for people to look at: nothing is compared. Taken where VELOCIDADE_SHOTS names a folder, since
   * the pictures of a whole run take half a minute of processor time.
   */
  async shot(name: string): Promise<void> {
    const dir = process.env["VELOCIDADE_SHOTS"];
    if (dir === undefined) return;
    await mkdir(join(dir, browserName), { recursive: true });
    const path: `${string}.png` = `${join(dir, browserName, name.replace(/[^\w-]+/g, "-"))}.png`;
    await this.page.screenshot({ path, fullPage: true });
  }
}
