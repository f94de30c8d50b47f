// What the hosts of other runtimes than Go's have in common: they take the start message and bytes, as host.ts does, and run
// parts of programs by their twins. What they say to the pool is wasm/runtimes/frames.js's business.

import { now, type Part, Worker } from "../../../wasm/runtimes/frames.js";
import { holdLock } from "../engine/lock.js";
import type { Exited, Printed, Start } from "../engine/messages.js";

/** A language that has been loaded and can run parts. */
export interface Language {
  /** What it is, in words, with its version. */
  readonly version: string;
  run(part: Part): Uint8Array | Promise<Uint8Array>;
  /** Runs a piece of source, and gives what it says its result is: for laboratories. */
  exec?(source: string): string;
}

/** Makes this worker a host: load is called once, by the start message. */
export function host(load: (start: Start) => Promise<Language>): void {
  let language: Language | undefined;
  const worker = new Worker({
    booted: now(),
    send: (data) => postMessage(data),
    run: (part) => loaded(language).run(part),
    exec: (source) => {
      const { exec, version } = loaded(language);
      if (exec === undefined) throw new Error(`${version} runs no source of its own here`);
      return exec(source);
    },
  });
  self.addEventListener("message", (event: MessageEvent<Start | Uint8Array>) => {
    const message = event.data;
    if (message instanceof Uint8Array) {
      worker.receive(message);
      return;
    }
    holdLock(message.lock);
    load(message).then(
      (ready) => {
        language = ready;
        worker.hello(ready.version);
      },
      (error: unknown) => exit(unloaded(error)),
    );
  });
  self.addEventListener("unhandledrejection", (event) =>
    exit(language === undefined ? unloaded(event.reason) : said(event.reason)),
  );
}

function loaded(language: Language | undefined): Language {
  // Tasks wait until the greeting is sent.
  if (language === undefined) throw new Error("the runtime is not loaded yet");
  return language;
}

function exit(output: string): void {
  postMessage({ type: "exited", code: -1, output } satisfies Exited);
  self.close();
}

const unloaded = (error: unknown): string =>
  `${said(error)}; what it needs is loaded from this site, so where the network was at fault, run again`;

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function printed(text: string): void {
  postMessage({ type: "printed", text: `${text}\n` } satisfies Printed);
}

/** The address of a program's twin. */
export function twinOf(twins: Readonly<Record<string, string>>, program: string, language: string): string {
  const file = new Map(Object.entries(twins)).get(program);
  if (file === undefined) throw new Error(`${program} has no twin in ${language}`);
  return new URL(file, self.location.href).href;
}

export async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded: ${response.status} ${response.statusText}`);
  return response.text();
}
