// Drives a browser for tools/figures: a request a line on standard input, an answer a line on standard output.

import { createInterface } from "node:readline";
import type { Page } from "puppeteer-core";
import type {} from "../../src/api.js";
import { costsOf } from "../../src/costs/costs.js";
import type {} from "../../src/elements/lab/lab.js";
import type { OwnSpec } from "../../src/own/api.js";
import type { Report, Spec } from "../../src/report.js";
import { launch } from "../harness/browser.js";
import { measure } from "../harness/playground.js";
import { open as visit } from "../harness/visit.js";
import { buildMemory, compile, execute } from "./own.js";
import { threadMs, workerThreads } from "./threads.js";

type Request =
  /** Opens a page and answers with the addresses of all that it loaded until it was quiet. */
  | { readonly do: "open"; readonly url: string }
  /** Runs a program in the open page and answers with its Report. */
  | { readonly do: "run"; readonly spec: Spec | OwnSpec }
  /** The same, but answers with its lanes and with what became of the workers' time. */
  | { readonly do: "lanes"; readonly spec: Spec | OwnSpec }
  /** Carries a laboratory out in the open page, and answers with its result and where that was. */
  | { readonly do: "lab"; readonly name: string; readonly args?: string }
  /** Compiles a program of its own and runs it, and answers with the milliseconds until its first output and of its build. */
  | { readonly do: "exec"; readonly source: string }
  | { readonly do: "compile"; readonly source: string }
  /** Answers with the bytes that the build worker holds. */
  | { readonly do: "build-memory" }
  /** Presses Run in the open page and answers with the milliseconds until the first sample is drawn. */
  | { readonly do: "first-sample" }
  /** Runs what the address asks for as a user would, and takes a picture of the page's upper part. */
  | { readonly do: "picture"; readonly url: string; readonly file: string; readonly dark: boolean }
  | { readonly do: "messages"; readonly tasks: number; readonly blocks: number }
  | { readonly do: "births"; readonly blocks: number }
  | { readonly do: "links"; readonly report: Report; readonly blocks: number }
  /** Starts a worker with a module of tools/figures/speed. */
  | { readonly do: "instantiate"; readonly file: string }
  /** Runs a program in that worker and answers with the milliseconds of its processor time. */
  | { readonly do: "speed"; readonly file: string; readonly program: string };

const browser = await launch();
const page = await browser.newPage();
/** The thread of each worker that "instantiate" started, where the system tells. */
const threads = new Map<string, string>();
await page.setViewport({ width: 1280, height: 900 });

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await handle(JSON.parse(line) as Request).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: String(error) }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();

async function handle(request: Request): Promise<unknown> {
  switch (request.do) {
    case "open":
      return open(page, request.url);
    case "run":
      return run(request.spec);
    case "lanes": {
      const report = await run(request.spec);
      return { lanes: report.lanes, costs: costsOf(report) };
    }
    case "lab":
      return laboratory(page, request.name, request.args ?? "");
    case "exec":
      return execute(page, request.source);
    case "compile":
      return compile(page, request.source);
    case "build-memory":
      return buildMemory(page);
    case "first-sample":
      return firstSample(page);
    case "picture":
      return picture(request.url, request.file, request.dark);
    case "messages":
      return page.evaluate((tasks, blocks) => window.figures.messages(tasks, blocks), request.tasks, request.blocks);
    case "births":
      return page.evaluate((blocks) => window.figures.births(blocks), request.blocks);
    case "links":
      return page.evaluate((report, blocks) => window.figures.links(report, blocks), request.report, request.blocks);
    case "instantiate":
      return instantiate(request.file);
    case "speed":
      return speed(request.file, request.program);
  }
}

function run(spec: Spec | OwnSpec): Promise<Report> {
  return page.evaluate((spec): Promise<Report> => window.velocidade.run(spec), spec);
}

async function instantiate(file: string): Promise<number> {
  const before = workerThreads();
  const ms = await page.evaluate((module) => window.figures.instantiate(module), file);
  const [thread, ...others] = [...workerThreads()].filter((folder) => !before.has(folder));
  if (thread !== undefined && others.length === 0) threads.set(file, thread);
  return ms;
}

async function speed(file: string, program: string): Promise<number> {
  const thread = threads.get(file);
  const before = thread === undefined ? 0 : threadMs(thread);
  const ms = await page.evaluate((module, program) => window.figures.speed(module, program), file, program);
  return thread === undefined ? ms : threadMs(thread) - before;
}

async function open(page: Page, url: string): Promise<string[]> {
  const loaded: string[] = [];
  const note = (response: { url(): string }): void => void loaded.push(response.url());
  page.on("response", note);
  await page.goto(url, { waitUntil: "networkidle0" });
  page.off("response", note);
  return loaded;
}

function laboratory(page: Page, name: string, args: string): Promise<unknown> {
  return page.evaluate(
    async (lab, given) => {
      await customElements.whenDefined("velocidade-lab");
      const element = document.createElement("velocidade-lab");
      element.setAttribute("name", lab);
      element.setAttribute("args", given);
      document.body.append(element);
      const startedAt = Date.now();
      const result = await element.run();
      return { lab, args: given, startedAt, host: { engine: "wasm", userAgent: navigator.userAgent }, result };
    },
    name,
    args,
  );
}

async function picture(url: string, file: string, dark: boolean): Promise<string> {
  const tab = await visit(browser, url, { dark, width: 1280, height: 1000 });
  tab.page.setDefaultTimeout(300_000);
  const said = await measure(tab);
  await tab.page.evaluate(() => scrollTo(0, 0));
  await tab.page.screenshot({ path: file, type: "png" });
  await tab.close();
  return said;
}

/** Looks once a frame, through every shadow root, for a sample's mark. */
function firstSample(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const find = (root: Document | ShadowRoot | Element, selector: string): Element | undefined => {
      const here = root.querySelector(selector);
      if (here !== null) return here;
      for (const element of root.querySelectorAll("*")) {
        const inside = element.shadowRoot && find(element.shadowRoot, selector);
        if (inside) return inside;
      }
      return undefined;
    };
    const run = find(document, "button.run");
    if (!(run instanceof HTMLElement)) throw new Error("there is no Run button");
    const before = performance.now();
    run.click();
    for (;;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (find(document, 'svg.samples path:is(.warmup, .sample):not([d=""])')) return performance.now() - before;
      if (performance.now() - before > 60_000) throw new Error("no sample was drawn within a minute");
    }
  });
}
