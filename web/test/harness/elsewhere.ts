// Pages of another origin, as authors have them: served from memory, with whatever headers a test is about.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

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
