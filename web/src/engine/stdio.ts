// Standard output and error of a Go program in a worker: printed to the starter, who shows or drops it, and the beginning of
// standard error is kept for the report of a crash. Imported before wasm_exec.js, which brings a file system of its own where
// it finds none.

import type { Printed } from "./messages.js";

const errorLimit = 4096;
const decoder = new TextDecoder();
let pending = "";
let errors = "";
let print: (text: string, bytes: number) => void = byLine;

/** The beginning of what the program wrote to standard error: a panic's message stands before its stacks. */
export function standardError(): string {
  return errors.trim();
}

/** Has what the program prints taken by another function, as it comes; it is told how many bytes the text was. */
export function redirect(to: (text: string, bytes: number) => void): void {
  print = to;
}

function byLine(text: string): void {
  pending += text;
  const end = pending.lastIndexOf("\n");
  if (end >= 0) {
    postMessage({ type: "printed", text: pending.slice(0, end + 1) } satisfies Printed);
    pending = pending.slice(end + 1);
  }
}

function write(fd: number, data: Uint8Array): number {
  const text = decoder.decode(data, { stream: true });
  if (fd === 2 && errors.length < errorLimit) errors += text.slice(0, errorLimit - errors.length);
  print(text, data.length);
  return data.length;
}

/** Writes to standard error as the program would. */
export function complain(text: string): void {
  write(2, new TextEncoder().encode(text));
}

type Callback = (error: Error | null, value?: number) => void;

function unsupported(): Error & { code: string } {
  return Object.assign(new Error("there are no files in a worker"), { code: "ENOSYS" });
}

const refuse = (...args: unknown[]): void => (args.at(-1) as Callback)(unsupported());

// Go's syscall package looks all of these up by name when it starts; only writing to the two outputs means something here.
const operations = (
  "chmod chown close fchmod fchown fstat fsync ftruncate lchown link lstat mkdir open read readdir readlink rename " +
  "rmdir stat symlink truncate unlink utimes"
).split(" ");

Object.assign(globalThis, {
  fs: {
    constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
    writeSync: write,
    write(
      fd: number,
      data: Uint8Array,
      offset: number,
      length: number,
      position: number | null,
      callback: Callback,
    ): void {
      if (position === null && fd <= 2) callback(null, write(fd, data.subarray(offset, offset + length)));
      else callback(unsupported());
    },
    ...Object.fromEntries(operations.map((name) => [name, refuse])),
  },
});
