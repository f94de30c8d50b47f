// Without a network: what was loaded once works again, and a new version is announced, not forced.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { editorReady, patient, runIt, write } from "../harness/editor.js";
import { measure, QUICK } from "../harness/playground.js";
import { shared } from "../harness/server.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

/** Waits until the service worker has kept the page. */
async function keptOffline(tab: Visit): Promise<void> {
  await tab.page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === "activated";
  });
}

spec("once loaded, the page stands and measures with its server gone", async ({ visit, server }) => {
  const own = await server();
  const tab = await visit(QUICK, { server: own, expect: /request failed|ERR_CONNECTION_REFUSED/ });
  await keptOffline(tab);
  await own.stop();
  await tab.page.reload();
  assert.match(await measure(tab), /Count down/);
  assert.equal(await tab.page.evaluate(() => crossOriginIsolated), true, "headers are kept with what carries them");
});

spec("a program of one's own compiles and runs with the server gone, after one visit", async ({ visit, server }) => {
  const own = await server();
  const tab = await visit("/edit/", { server: own, expect: /request failed|ERR_CONNECTION_REFUSED/ });
  await editorReady(tab);
  await patient(tab);
  await keptOffline(tab);
  await write(tab, 'package main\n\nfunc main() { println("here") }\n');
  assert.match(await runIt(tab), /here.*exit code 0/);
  await tab.page.waitForFunction(
    async (pages: string[]) => {
      const kept = await Promise.all(pages.map((page) => caches.match(new URL(page, location.href))));
      return kept.every((response) => response !== undefined);
    },
    {},
    [".", "../toolchain.json"],
  );
  await own.stop();
  await tab.page.reload();
  await editorReady(tab);
  await patient(tab);
  await write(tab, 'package main\n\nfunc main() { println("there") }\n');
  assert.match(await runIt(tab), /there.*exit code 0/);
  assert.equal(await tab.page.evaluate(() => crossOriginIsolated), true);
});

spec("the page can be installed", async ({ visit }) => {
  const tab = await visit("/");
  await keptOffline(tab);
  const session = await tab.page.createCDPSession();
  const { errors, url, data } = await session.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  assert.match(url, /manifest\.webmanifest$/);
  const icons = (JSON.parse(data ?? "") as { icons: { src: string }[] }).icons;
  assert.ok(icons.length > 0);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  assert.deepEqual(
    installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"),
    [],
  );
});

spec("a new version is announced, waits for the reader, and leaves a run alone", async ({ visit }) => {
  // The site as it is, but for a service worker that says that it is another one after the first visit.
  let later = false;
  const front = createServer(async (request, response) => {
    const answer = await fetch(shared("plain") + (request.url ?? "/"), { method: request.method ?? "GET" });
    const body = Buffer.from(await answer.arrayBuffer());
    const headers = Object.fromEntries(
      [...answer.headers].filter(
        ([name]) => !/^(content-(encoding|length)|transfer-encoding|connection|etag|last-modified)$/.test(name),
      ),
    );
    response.writeHead(answer.status, headers);
    response.end(later && request.url === "/sw.js" ? Buffer.concat([body, Buffer.from("\n// newer\n")]) : body);
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  const { port } = front.address() as AddressInfo;
  try {
    const site = { url: `http://127.0.0.1:${port}`, stop: async () => {} };
    const tab = await visit("/", { server: site, expect: /request failed/ });
    await keptOffline(tab);
    later = true;
    await tab.page.reload();
    await tab.sees(/A new version of this page is ready/, "velocidade-intake");
    await tab.page.evaluate(() => {
      document.documentElement.dataset["before"] = "";
    });
    await tab.click("button", "Reload");
    await tab.page.waitForFunction(() => document.documentElement.dataset["before"] === undefined);
    await keptOffline(tab);
  } finally {
    front.closeAllConnections();
    front.close();
  }
});
