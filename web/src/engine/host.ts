// The script of every worker that runs Go, coordinator and pool worker alike: it runs one Go program and gives it the
// "velocidade" imports, which are the other half of wasm/port/port_js.go. A Go program talks to its starter through port 0
// and to workers that it starts, from the same module or by the name of another host, through ports of its own numbering.

import { flush, lastWords, standardError } from "./stdio.js";
import "go:wasm_exec";
import scripts from "velocidade:hosts";
import { Child } from "./child.js";
import { faultWords } from "./fault.js";
import type { HostScript } from "./hosts.js";
import { holdLock } from "./lock.js";
import type { Exited, Start } from "./messages.js";
import { inherit, inheritance, sharedImports } from "./shared.js";

// Taken before any program runs: one that puts another clock in its place through JavaScript is not measured by that.
const { timeOrigin } = performance;
const clock = performance.now.bind(performance);
const now = (): number => timeOrigin + clock();
const booted = now();

interface Exports {
  readonly mem: WebAssembly.Memory;
  velocidade_inbox(size: number): number;
  velocidade_deliver(port: number): void;
  velocidade_closed(port: number, code: number): void;
  velocidade_turn(): void;
}

const go = new Go();
const children = new Map<number, Child>();
const early: Uint8Array[] = [];
const turn = new MessageChannel();
let module: WebAssembly.Module;
let exports: Exports | undefined;
let start: Start | undefined;
/** Whether messages are handed over instead of copied. */
let transferring = false;
let ended = false;

self.onmessage = (event: MessageEvent<Start | Uint8Array>) => {
  const message = event.data;
  if (message instanceof Uint8Array) {
    if (exports) deliver(0, message);
    else early.push(message);
    return;
  }
  start = message;
  run(message).catch((error: unknown) => exit(-1, faultWords(error)));
};

self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault(); // it is told to the starter, who tells it in words
  exit(-1, faultWords(event.reason));
});
self.addEventListener("error", (event) => {
  event.preventDefault();
  exit(-1, faultWords(event.error ?? event.message));
});

async function run(message: Start): Promise<void> {
  holdLock(message.lock);
  inherit(message.shared);
  module = typeof message.module === "string" ? await compile(message.module) : message.module;
  go.argv = [...message.args];
  go.env = { ...message.env };
  // An exit code has eight bits, as everywhere.
  go.exit = (code) => exit(code & 0xff, standardError());
  const instance = await WebAssembly.instantiate(module, { ...go.importObject, velocidade: imports });
  exports = instance.exports as unknown as Exports;
  // Returns when main first waits for something, so that what came early finds a program that listens.
  // What it throws is caught here: Firefox reports a rejection that is not, even where its event is taken.
  go.run(instance).catch((error: unknown) => exit(-1, faultWords(error)));
  for (const data of early.splice(0)) deliver(0, data);
}

async function compile(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded: ${response.status} ${response.statusText}`);
  // A static host may serve the file under another type, which streaming refuses.
  return response.headers.get("Content-Type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

function deliver(port: number, data: Uint8Array): void {
  if (!exports) return;
  fill(data);
  exports.velocidade_deliver(port);
  go._resume();
}

function fill(data: Uint8Array): void {
  if (!exports) return;
  const at = exports.velocidade_inbox(data.length);
  new Uint8Array(exports.mem.buffer, at, data.length).set(data);
}

function exit(code: number, output: string): void {
  if (ended) return;
  ended = true;
  exports = undefined;
  for (const child of children.values()) child.terminate();
  children.clear();
  flush();
  const words = lastWords();
  postMessage({ type: "exited", code, output, ...(words === "" ? {} : { words }) } satisfies Exited);
  self.close();
}

/** What a worker of that name is started from: this program where it has none, another host otherwise. */
function hostOf(name: string, { module: from }: Start): HostScript | undefined {
  const own = { script: "", type: "classic" } as const;
  switch (name) {
    case "":
      return own;
    case "cold": // this program, but loading and compiling the module for itself, as a worker does that is nobody's copy
      return typeof from === "string" ? { ...own, module: from } : undefined;
    default:
      return new Map(Object.entries(scripts)).get(name);
  }
}

const imports = {
  ...sharedImports(() => exports?.mem),

  now,

  booted: () => booted,

  post(port: number, at: number, size: number): void {
    if (!exports) return;
    const data = new Uint8Array(exports.mem.buffer, at, size).slice();
    if (port === 0) postMessage(data, transferring ? [data.buffer] : []);
    else children.get(port)?.post(data, transferring);
  },

  transfer(on: number): void {
    transferring = on !== 0;
  },

  spawn(port: number, at: number, size: number): void {
    if (!start || !exports) return;
    const name = new TextDecoder().decode(new Uint8Array(exports.mem.buffer, at, size).slice());
    const host = hostOf(name, start);
    const closed = (code: number, output: string): void => {
      children.delete(port);
      if (!exports) return;
      fill(new TextEncoder().encode(output));
      exports.velocidade_closed(port, code);
      go._resume();
    };
    if (host === undefined) {
      // Not from within Go's own call.
      setTimeout(() => closed(-1, `this site was built without ${name}`));
      return;
    }
    const child = new Child(
      // A script that was made from text has an address that nothing is relative to.
      host.script === "" ? self.location.href : new URL(host.script, self.location.href).href,
      {
        module: host.module === undefined ? module : new URL(host.module, self.location.href).href,
        args: start.args,
        env: { ...start.env, VELOCIDADE_WORKER: "1" },
        shared: inheritance(),
      },
      { message: (data) => deliver(port, data), printed: (text) => postMessage({ type: "printed", text }), closed },
      host.type,
    );
    children.set(port, child);
  },

  terminate(port: number): void {
    children.get(port)?.terminate();
    children.delete(port);
  },

  turn(): void {
    turn.port2.postMessage(null);
  },
};

turn.port1.onmessage = () => {
  if (!exports) return;
  exports.velocidade_turn();
  go._resume();
};
