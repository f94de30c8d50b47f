// What a worker and whoever started it say to each other beside bytes. Bytes (Uint8Array) are the Go program's own and
// pass through untouched; these objects are the hosts' business. Types only; no twin in Go, which never sees them.

/** The first message to a worker: what to run. */
export interface Start {
  readonly type: "start";
  /** Compiled already where the starter has it: compiling once and posting the module halves a worker's start. */
  readonly module: WebAssembly.Module | string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Name of the lock that the worker holds for as long as it lives. */
  readonly lock: string;
  /** The memory that the starter shares with the workers it starts, where it has made one. */
  readonly shared?: SharedArrayBuffer | undefined;
}

/** From a worker: its lock is held, so that its starter can begin to wait for it. */
export interface Started {
  readonly type: "started";
}

/** From a worker that ends by itself: exit, a panic, or a script error. */
export interface Exited {
  readonly type: "exited";
  /** As the program's host system would have it, from 0 to 255; -1 where the browser ended it, which output then explains. */
  readonly code: number;
  /** The beginning of what the program wrote to standard error. */
  readonly output: string;
  /** What Go's runtime said when it ended the program; left out where the program ended by itself. */
  readonly words?: string;
}

/** From a worker whose program prints, for whoever shows it. */
export interface Printed {
  readonly type: "printed";
  readonly text: string;
}

export type FromWorker = Started | Exited | Printed | Uint8Array;
