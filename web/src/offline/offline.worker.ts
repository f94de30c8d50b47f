// The service worker: after a first visit the playground works without a network. What the playground itself is made of is kept
// beforehand, version by version, so that a page and its parts always fit together; whatever else is loaded, a runtime of many
// megabytes too, is kept from when it is first used. A new version waits until the reader asks for it: never does a page
// change under a run.

import { assets, shell, version } from "velocidade:offline";

declare const self: ServiceWorkerGlobalScope;

const SHELL = `velocidade-shell-${version}`;
const USED = "velocidade-used";
const PAGES = "velocidade-pages";

const root = new URL("./", self.location.href);
const known = new Set(assets.map((name) => new URL(name, root).pathname));
const beforehand = new Set(shell.map((name) => new URL(name, root).pathname));

/** Never kept: what changes, what is the reader's own affair, and the compiler, which has a cache of its own. */
const LIVE = /^(api|oembed|r|dev)(\/|$)|^(sw\.js|metrics|healthz|toolchain\.json)$/;
const ELSEWHERE = /(compile|finish)-[^/]*\.wasm$|\.pack$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(shell.map((name) => new URL(name, root).href))));
});

self.addEventListener("activate", (event) => {
  // The pages that are open already: on a first visit, what they load from now on is kept too.
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

/** Drops what no page of this version asks for. */
async function tidy(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("velocidade-shell-") && name !== SHELL) await caches.delete(name);
  }
  const used = await caches.open(USED);
  for (const request of await used.keys()) {
    if (!known.has(new URL(request.url).pathname)) await used.delete(request);
  }
}

self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
  else if (Array.isArray(event.data)) event.waitUntil(keepAll(event.data));
});

/** Keeps what a page that was there first has loaded: itself, and what it is made of. */
async function keepAll(addresses: readonly unknown[]): Promise<void> {
  for (const address of addresses) {
    if (typeof address !== "string" || !URL.canParse(address)) continue;
    const url = new URL(address);
    url.search = url.hash = "";
    const path = inside(url);
    if (path === null || LIVE.test(path) || ELSEWHERE.test(path) || beforehand.has(url.pathname)) continue;
    const request = new Request(url);
    if (path.endsWith("/")) await fresh(request).catch(() => {});
    else if (known.has(url.pathname)) await kept(url.href, request).catch(() => {});
  }
}

/** Of an address of the site, what stands after the root; null for any other. */
function inside(url: URL): string | null {
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return null;
  return url.pathname.slice(root.pathname.length);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const path = inside(url);
  if (request.method !== "GET" || path === null) return;
  if (LIVE.test(path) || ELSEWHERE.test(path) || request.headers.has("Range")) return;
  if (path === "" || path === "index.html") event.respondWith(kept(root.href, request));
  else if (path.startsWith("assets/") || beforehand.has(url.pathname)) event.respondWith(kept(url.href, request));
  else if (request.mode === "navigate") event.respondWith(fresh(request));
});

/** What was kept, or else what the network gives, kept from now on: names under assets/ change with their content. */
async function kept(address: string, request: Request): Promise<Response> {
  const shelf = await caches.open(SHELL);
  const found = (await shelf.match(address, { ignoreSearch: true })) ?? (await caches.match(address));
  if (found !== undefined) return found;
  const response = await fetch(request);
  if (response.ok && known.has(new URL(address).pathname)) await keep(USED, address, response.clone());
  return response;
}

/** A page as the server has it now, or without a network as it was when it was last seen. */
async function fresh(request: Request): Promise<Response> {
  const address = new URL(request.url);
  address.search = "";
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) await keep(PAGES, address.href, response.clone());
    return response;
  } catch (error) {
    const found = await caches.match(address.href);
    if (found === undefined) throw error;
    return found;
  }
}

/** A full disk is no reason to give the reader nothing. */
async function keep(name: string, address: string, response: Response): Promise<void> {
  try {
    await (await caches.open(name)).put(address, response);
  } catch {
    // Kept or not, the answer stands.
  }
}
