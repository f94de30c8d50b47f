// The site as a host serves it that sends none of our headers: the real server, without what isolates the page.

import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { Server } from "./server.js";
import { shared } from "./server.js";

/** Whatever begins so is left out of a response. */
const ISOLATING = "cross-origin-";

export async function bare(): Promise<Server> {
  const behind = new URL(shared("plain"));
  const server = createServer((asked, answer) => {
    const { method = "GET", url = "/" } = asked;
    const headers = { ...asked.headers, host: behind.host };
    const passed = request({ host: behind.hostname, port: behind.port, method, path: url, headers }, (response) => {
      const kept = Object.entries(response.headers).filter(([name]) => !name.startsWith(ISOLATING));
      answer.writeHead(response.statusCode ?? 502, Object.fromEntries(kept));
      response.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
