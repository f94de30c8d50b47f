// The standard streams of a Go program in a worker. What it prints goes to the starter, who shows or drops it; the beginning of
// standard error is kept for the report of a crash; standard input is empty. Imported before wasm_exec.js, which brings a file
// system of its own where it finds none.

import type { Printed } from "./messages.js";

const errorLimit = 4096;
/** Each stream has its own: a character may come in pieces, with what the other stream says in between. */
const decoders = new Map([1, 2].map((fd) => [fd, new TextDecoder()]));
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
  tell(fd, decoders.get(fd)?.decode(data, { stream: true }) ?? "", data.length);
  return data.length;
}

function tell(fd: number, text: string, bytes: number): void {
  if (fd === 2 && errors.length < errorLimit) errors += text.slice(0, errorLimit - errors.length);
  if (text !== "" || bytes > 0) print(text, bytes);
}

/** The program has ended: what was left of a character that was cut is shown as one that cannot be read. */
export function flush(): void {
  for (const [fd, decoder] of decoders) tell(fd, decoder.decode(), 0);
  if (pending !== "") byLine("\n");
}

// What the runtime says when it ends a program: wasm/ending has it written to this file descriptor too, by writeSync, which
// nothing else does. It prints the line "fatal error: …" before that begins, in one go with what follows, so the last such line
// is the runtime's own, whatever the program printed before.
const CRASH = 0;
const FATAL = "fatal error: ";
const raw = new TextDecoder();
let fatal = "";
let words = "";

/** Why Go's runtime ended the program, and "" where it did not: then the program ended by itself. */
export function lastWords(): string {
  return words.trim();
}

/** Says for Go's runtime, where that cannot, why the program ends. */
export function complain(text: string): void {
  words = text;
  write(2, new TextEncoder().encode(text));
}

function writeSync(fd: number, data: Uint8Array): number {
  const text = raw.decode(data);
  if (fd === CRASH) {
    if (words === "") words = text === "panic: " ? "" : fatal || FATAL;
    if (words.length < errorLimit) words += text;
    return data.length;
  }
  if (text === FATAL) fatal = text;
  else if (fatal !== "" && fatal.length < errorLimit) fatal += text;
  return write(fd, data);
}

type Callback = (error: Error | null, value?: number) => void;

function unsupported(): Error & { code: string } {
  return Object.assign(new Error("there are no files in a worker"), { code: "ENOSYS" });
}

const refuse = (...args: unknown[]): void => (args.at(-1) as Callback)(unsupported());

// Go's syscall package looks all of these up by name when it starts; only the standard streams mean something here.
const operations = (
  "chmod chown close fchmod fchown fstat fsync ftruncate lchown link lstat mkdir open readdir readlink rename " +
  "rmdir stat symlink truncate unlink utimes"
).split(" ");

Object.assign(globalThis, {
  fs: {
    constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
    writeSync,
    write(
      fd: number,
      data: Uint8Array,
      offset: number,
      length: number,
      position: number | null,
      callback: Callback,
    ): void {
      if (position === null && decoders.has(fd)) callback(null, write(fd, data.subarray(offset, offset + length)));
      else callback(unsupported());
    },
    /** Nothing comes from standard input: it has ended. */
    read(fd: number, _into: Uint8Array, _offset: number, _length: number, _position: unknown, callback: Callback) {
      if (fd === 0) callback(null, 0);
      else callback(unsupported());
    },
    ...Object.fromEntries(operations.map((name) => [name, refuse])),
  },
});
