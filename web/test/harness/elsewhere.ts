// Pages of another origin, as authors have them: served from memory, with whatever headers a test is about.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Frame } from "puppeteer-core";
import type { Visit } from "./visit.js";

export interface Elsewhere {
  readonly url: string;
  stop(): void;
}

export interface Served {
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves pages by their paths. The host's name differs from that of the site, and so does the port. */
export async function elsewhere(pages: Readonly<Record<string, Served>>): Promise<Elsewhere> {
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? "/", "http://localhost").pathname];
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...page.headers }).end(page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * What an iframe holds, once the element in it can be run. A frame of another origin begins as an empty one of this origin
 * and is replaced by one of another process: it is looked for again until it is the true one.
 */
export async function embedded(tab: Visit, selector: string): Promise<Frame> {
  for (const patience = Date.now() + 60_000; Date.now() < patience; ) {
    const element = await tab.within(selector);
    await element.scrollIntoView(); // a lazy one loads when it comes near
    const inside = await element.contentFrame();
    const ready = inside?.evaluate(() => {
      const bench = document.querySelector("velocidade-bench");
      return bench?.shadowRoot?.querySelector("button.run") !== null && bench !== null;
    });
    if (inside && (await ready?.catch(() => false))) return inside;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${selector} never held an element that can be run`);
}

/** Presses Run in it, as a reader does. */
export async function pressRun(inside: Frame): Promise<void> {
  await inside.evaluate(() =>
    document.querySelector("velocidade-bench")?.shadowRoot?.querySelector<HTMLElement>("button.run")?.click(),
  );
}
