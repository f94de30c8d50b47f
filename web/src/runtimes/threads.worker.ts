// A worker that runs a Go program on several threads: one shared memory, and a worker for each of Go's threads, all started
// from this script. The first of them is JavaScript's; what comes for the program goes there. What a thread sends goes through
// here, to whoever started this worker. wasm/threads says how it works.

import { standardError } from "../engine/stdio.js";
import "go:wasm_exec_threads";
import { holdLock } from "../engine/lock.js";
import type { Exited, Start } from "../engine/messages.js";

const now = (): number => performance.timeOrigin + performance.now();

/** What wasm/threads adds to Go's support for hosts. */
interface ThreadedGo extends Go {
  memory: WebAssembly.Memory;
  ncpu: number;
  exited?: boolean;
  newThread: (g0: number) => void;
  wakeJS: () => void;
  runThread(instance: WebAssembly.Instance, g0: number): void;
}

/** To a thread, first of all. */
interface Birth {
  readonly type: "thread";
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly cores: number;
  readonly booted: number;
  readonly env: Readonly<Record<string, string>>;
  readonly wake: MessagePort;
}

type ToThread =
  | Birth
  | { readonly type: "wakes"; readonly port: MessagePort }
  | { readonly type: "begin" }
  | { readonly type: "go"; readonly g0: number };

/** From a thread; bytes are the program's own. */
type FromThread =
  | Uint8Array
  | { readonly type: "printed"; readonly text: string }
  | { readonly type: "new"; readonly g0: number }
  | { readonly type: "idle" }
  | Exited;

const booted = now();
const MOST_AHEAD = 8; // threads
const NOT_ISOLATED =
  "the page is not cross-origin isolated, so it has no shared memory. Open the playground itself, on an address with HTTPS";

// --- the host

const threads: Worker[] = [];

function host(start: Start): void {
  holdLock(start.lock);
  const end = (code: number, output: string) => {
    for (const thread of threads.splice(0)) thread.terminate();
    postMessage({ type: "exited", code, output } satisfies Exited);
    self.close();
  };
  if (!self.crossOriginIsolated) end(-1, NOT_ISOLATED);
  else begin(start, end).catch((error: unknown) => end(-1, error instanceof Error ? error.message : String(error)));
}

async function begin(start: Start, end: (code: number, output: string) => void): Promise<void> {
  const module =
    typeof start.module === "string"
      ? await WebAssembly.compile(await (await fetch(start.module)).arrayBuffer())
      : start.module;
  const size = WebAssembly.Module.customSections(module, "velocidade.threads")[0];
  if (size === undefined) throw new Error("the module is not one for threads");
  const [initial = 0, maximum = 0] = new Uint32Array(size);
  const memory = new WebAssembly.Memory({ initial, maximum, shared: true });
  const cores = navigator.hardwareConcurrency;
  const idle: Worker[] = [];
  const tell = (thread: Worker, message: ToThread, transfer: Transferable[] = []) =>
    thread.postMessage(message, transfer);
  const fresh = (): Worker => {
    const { port1, port2 } = new MessageChannel();
    const thread = new Worker(self.location.href);
    threads.push(thread);
    thread.onmessage = ({ data }: MessageEvent<FromThread>) => {
      if (data instanceof Uint8Array) postMessage(data, [data.buffer]);
      else if (data.type === "exited") end(data.code, data.output);
      else if (data.type === "new") tell(idle.pop() ?? fresh(), { type: "go", g0: data.g0 });
      else if (data.type === "idle") idle.push(thread);
      else postMessage(data);
    };
    thread.onerror = (event) => {
      event.preventDefault();
      end(-1, event.message || "a thread's script could not be loaded");
    };
    tell(thread, { type: "thread", module, memory, cores, booted, env: start.env, wake: port1 }, [port1]);
    tell(threads[0] ?? thread, { type: "wakes", port: port2 }, [port2]);
    return thread;
  };
  const first = fresh();
  toProgram = (data) => first.postMessage(data, [data.buffer]);
  tell(first, { type: "begin" });
  for (const data of early.splice(0)) toProgram(data);
  // sysmon, and one thread for each of the first cores: others start when they are wanted
  for (let i = 0; i <= Math.min(cores, MOST_AHEAD); i++) idle.push(fresh());
}

const early: Uint8Array<ArrayBuffer>[] = [];
let toProgram = (data: Uint8Array<ArrayBuffer>): void => void early.push(data);

// --- a thread

let instance: WebAssembly.Instance | undefined;
const waiting: Uint8Array[] = [];
const go = new Go() as ThreadedGo;

function born({ module, memory, cores, booted, env, wake }: Birth): void {
  Object.assign(go, { memory, ncpu: cores, argv: ["worker"], env: { ...env } });
  go.exit = (code) => postMessage({ type: "exited", code, output: standardError() } satisfies Exited);
  go.newThread = (g0) => postMessage({ type: "new", g0 } satisfies FromThread);
  go.wakeJS = () => wake.postMessage(null);
  instance = new WebAssembly.Instance(module, {
    ...go.importObject,
    gojs: { ...go.importObject["gojs"], mem: memory },
    velocidade: {
      now,
      booted: () => booted,
      post: (_port: number, at: number, length: number) =>
        postMessage(new Uint8Array(memory.buffer, at, length).slice()),
      transfer() {},
      spawn() {},
      terminate() {},
    },
  });
}

function deliver(data: Uint8Array): void {
  const to = (globalThis as { velocidade_deliver?: (data: Uint8Array) => void }).velocidade_deliver;
  if (to === undefined) waiting.push(data);
  else to(data);
}

function act(message: ToThread): void {
  switch (message.type) {
    case "thread":
      born(message);
      return;
    case "wakes":
      message.port.onmessage = () => {
        if (!go.exited) go._resume();
        for (const data of waiting.splice(0)) deliver(data);
      };
      return;
    case "begin":
      if (instance === undefined) return;
      (instance.exports["initmem"] as () => void)();
      void go.run(instance);
      return;
    case "go":
      if (instance === undefined) return;
      go.runThread(instance, message.g0);
      if (!go.exited) postMessage({ type: "idle" } satisfies FromThread);
  }
}

self.onmessage = ({ data }: MessageEvent<Start | ToThread | Uint8Array<ArrayBuffer>>) => {
  if (data instanceof Uint8Array) {
    if (instance === undefined) toProgram(data);
    else deliver(data);
  } else if (data.type === "start") host(data);
  else act(data);
};
