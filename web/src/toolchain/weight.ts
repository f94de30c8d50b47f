// How much there is to load. One file may serve under two names.

import type { FileInfo, FileName } from "./messages.js";

export function weight(files: Readonly<Record<FileName, FileInfo>>, of: "bytes" | "sent"): number {
  const distinct = new Map(Object.values(files).map((info) => [info.file, info[of]]));
  return [...distinct.values()].reduce((sum, bytes) => sum + bytes, 0);
}
