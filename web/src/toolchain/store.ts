// Loads the compiler's files and keeps them in this browser, under names that carry their content's hash: what is there is
// right, and what no build names any more is removed.

import type { FileInfo, FileName } from "./messages.js";

const STORE = "velocidade-toolchain";

/** Loads a file, from the store where it is there. Got is told of its bytes as they come. */
export async function load(info: FileInfo, got: (bytes: number) => void): Promise<Uint8Array> {
  const store = await open();
  const stored = await store?.match(info.file).catch(() => undefined);
  if (stored !== undefined) {
    const data = await read(stored, info.bytes, got);
    if (data.length === info.bytes) return data;
  }
  const response = await fetch(info.file);
  if (!response.ok) throw new Error(`${info.file} could not be loaded: ${response.status} ${response.statusText}`);
  const data = await read(response, info.bytes, got);
  if (data.length !== info.bytes)
    throw new Error(`${info.file} came with ${data.length} bytes instead of ${info.bytes}`);
  // Where there is no room it is loaded again the next time.
  await store?.put(info.file, new Response(data.slice().buffer)).catch(() => {});
  return data;
}

/** Keeps what the site says of the files beside them. */
export async function remember(address: string, response: Response): Promise<void> {
  const store = await open();
  await store?.put(address, response).catch(() => {});
}

/** What it said last. */
export async function remembered(address: string): Promise<Response | undefined> {
  return (await open())?.match(address).catch(() => undefined);
}

/** Removes what earlier builds left. */
export async function sweep(files: Readonly<Record<FileName, FileInfo>>): Promise<void> {
  const store = await open();
  if (store === undefined) return;
  const wanted = new Set(Object.values(files).map((info) => new URL(info.file, self.location.href).href));
  for (const request of await store.keys()) {
    if (!wanted.has(request.url) && !request.url.endsWith(".json")) await store.delete(request);
  }
}

/** None on a page without HTTPS, or where the browser keeps nothing. */
async function open(): Promise<Cache | undefined> {
  try {
    return await caches.open(STORE);
  } catch {
    return undefined;
  }
}

async function read(response: Response, size: number, got: (bytes: number) => void): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array(await response.arrayBuffer());
  let data = new Uint8Array(size);
  let length = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return data.subarray(0, length);
    if (length + value.length > data.length) {
      const longer = new Uint8Array(2 * (length + value.length));
      longer.set(data.subarray(0, length));
      data = longer;
    }
    data.set(value, length);
    length += value.length;
    got(value.length);
  }
}
