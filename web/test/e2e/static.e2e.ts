// The built site on a host for files alone, under a path of its own, without our headers and our service.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { measure, QUICK, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";

const TYPES = new Map([
  [".html", "text/html"],
  [".js", "text/javascript"],
  [".css", "text/css"],
  [".json", "application/json"],
  [".png", "image/png"],
]);

/** What any file host does: a file for a path, an index for a folder, and types for what it knows. */
async function host(dir: string): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = path.startsWith("/lab/site/") ? join(dir, path.slice("/lab/site/".length)) : "";
    try {
      const body = await readFile(path.endsWith("/") ? join(file, "index.html") : file);
      const type = path.endsWith("/") ? "text/html" : (TYPES.get(extname(path)) ?? "application/octet-stream");
      response
        .writeHead(request.method === "GET" || request.method === "HEAD" ? 200 : 405, { "Content-Type": type })
        .end(body);
    } catch {
      response.writeHead(request.method === "POST" ? 405 : 404, { "Content-Type": "text/html" }).end("<p>nothing here");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/lab/site`,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

spec("on a plain file host all but short links works, and the page says what is coarser", async ({ visit }) => {
  const server = await host(process.env["VELOCIDADE_SITE"] ?? "");
  try {
    const tab = await visit(QUICK, { server, expect: /40[45]/ });
    const found = await measure(tab);
    await tab.sees(/not cross-origin isolated: its clock is coarser and there is no shared memory/, ".warnings");
    await tab.click("button", "Share");
    await tab.find("textbox", "Link");
    const url = await tab.page.$eval(".copyable input", (input) => (input as HTMLInputElement).value);
    assert.ok(url.startsWith(`${server.url}/#v1.`), "links stay under the site's path");
    await tab.click("button", "Store it and make a short link");
    await tab.sees(/no service for short links.*A link without a server works all the same/, ".panel");
    const other = await visit(`/${new URL(url).hash}`, { server });
    assert.equal(await verdict(other), found);
    const embed = await visit("/embed/?program=countdown&n=1000000&workers=2&blocks=6", { server });
    await embed.page.waitForFunction(() =>
      document.querySelector("velocidade-bench")?.shadowRoot?.querySelector("button.run"),
    );
    await embed.sees(/finer clock.*not cross-origin isolated/, ".note");
    const guide = await visit("/guide/", { server });
    await guide.sees(/A live measurement in your tutorial/);
  } finally {
    await server.stop();
  }
});
