// A link that carries a program's source and nothing else: "s1." and the source, deflated, in base64url. One that carries a
// measurement beside it is wasm/link's.

import { pasted } from "../share/pasted.js";
import { collect } from "./collect.js";

const VERSION = "s1.";
/** What a link of this kind may inflate to, in bytes: as much as the editor takes. */
export const MAX_BYTES = 256 * 1024;
/** The longest that is read. */
const MAX_CHARACTERS = 64 * 1024;

export function isSourceLink(fragment: string): boolean {
  return /^s\d+\./.test(pasted(fragment));
}

/** The fragment, without its "#". Throws where the source is too long for a link. */
export async function encodeSource(source: string): Promise<string> {
  const data = new TextEncoder().encode(source);
  const packed = await collect(through(data, new CompressionStream("deflate-raw")), MAX_BYTES);
  const text = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  const link = VERSION + text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  if (data.length > MAX_BYTES || link.length > MAX_CHARACTERS)
    throw new Error(
      `A link carries a program of ${MAX_BYTES / 1024} KiB at most; this one has ${Math.ceil(data.length / 1024)}.`,
    );
  return link;
}

/** The source that a fragment carries. Throws, with what to do about it, where it carries none. */
export async function decodeSource(fragment: string): Promise<string> {
  const text = pasted(fragment);
  if (!text.startsWith(VERSION)) throw new Error("This link is of a newer kind: load the page again to open it.");
  if (text.length > MAX_CHARACTERS) throw new Error("This link is longer than any that this page makes.");
  try {
    const packed = atob(text.slice(VERSION.length).replaceAll("-", "+").replaceAll("_", "/"));
    const data = Uint8Array.from(packed, (character) => character.charCodeAt(0));
    const source = await collect(through(data, new DecompressionStream("deflate-raw")), MAX_BYTES);
    return new TextDecoder("utf-8", { fatal: true }).decode(source);
  } catch {
    throw new Error("This link is cut short or altered: ask for it again.");
  }
}

function through(data: Uint8Array, stream: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> {
  return new Blob([data as BlobPart]).stream().pipeThrough(stream) as ReadableStream<Uint8Array>;
}
