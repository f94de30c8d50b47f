// Gives Go's programs in this worker their files. Imported before wasm_exec.js, which brings an empty file system where it
// finds none.

import { Files } from "./files.js";

let text = "";
const files = new Files((printed) => {
  text += printed;
});

Object.assign(globalThis, {
  fs: files.functions(),
  path: { resolve: (...parts: string[]) => parts.join("/") },
});

export const installed = {
  files,
  /** What was printed since the last call. */
  printed(): string {
    const printed = text;
    text = "";
    return printed;
  },
};
