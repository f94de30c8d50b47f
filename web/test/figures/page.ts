// Measures, in a browser, what a message and a worker cost: through wasm/futures, and through the least that a page can do
// without it, and through two well-known libraries. All in one run, in turns, with one worker each.

import { releaseProxy, wrap } from "comlink";
import { pool } from "workerpool";
import { Child } from "../../src/engine/child.js";
import type { Report } from "../../src/report.js";

export interface Nothing {
  nothing(): undefined;
}

/** Tasks per second, for each block. */
export interface Rates {
  readonly [way: string]: number[];
}

interface Answer {
  readonly ms: number;
  readonly error?: string;
}

/** A Go program, tools/figures/messages, that measures itself. */
class Program {
  readonly #child: Child;
  #answer: (answer: Answer) => void = () => {};

  constructor(module: WebAssembly.Module) {
    this.#child = new Child(
      "host.js",
      { module, args: ["messages"], env: {} },
      {
        message: (data) => this.#answer(JSON.parse(new TextDecoder().decode(data)) as Answer),
        closed: (code, output) => this.#answer({ ms: 0, error: `ended with ${code}: ${output}` }),
        printed: (text) => console.info(text),
      },
    );
  }

  async measure(request: {
    measure: "tasks" | "birth" | "link" | "derive";
    tasks?: number;
    chunk?: number;
    report?: Report;
  }): Promise<number> {
    const answer = await new Promise<Answer>((resolve) => {
      this.#answer = resolve;
      this.#child.post(new TextEncoder().encode(JSON.stringify(request)));
    });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.ms;
  }
}

/** Posts so many messages, one for each task, and waits until as many have come back. */
async function bare(worker: Worker, tasks: number): Promise<number> {
  const begin = performance.now();
  await new Promise<void>((resolve) => {
    let left = tasks;
    worker.onmessage = () => {
      left--;
      if (left === 0) resolve();
    };
    for (let id = 0; id < tasks; id++) worker.postMessage(id);
  });
  return performance.now() - begin;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

const times = (n: number, call: () => PromiseLike<unknown>): Promise<unknown> =>
  Promise.all(Array.from({ length: n }, call));

async function messages(tasks: number, blocks: number): Promise<Rates> {
  const program = new Program(await WebAssembly.compileStreaming(fetch("messages.wasm")));
  const echo = new Worker("echo.worker.js");
  const comlinkWorker = new Worker("comlink.worker.js");
  const linked = wrap<Nothing>(comlinkWorker);
  const workers = pool("workerpool.worker.js", { maxWorkers: 1, workerType: "web" });
  const ways: Record<string, { tasks: number; run: (n: number) => Promise<number> }> = {
    bare: { tasks, run: (n) => bare(echo, n) },
    futures: { tasks, run: (n) => program.measure({ measure: "tasks", tasks: n, chunk: 1 }) },
    chunked: { tasks: tasks * 10, run: (n) => program.measure({ measure: "tasks", tasks: n, chunk: 100 }) },
    comlink: { tasks, run: (n) => timed(() => times(n, () => linked.nothing())) },
    workerpool: { tasks, run: (n) => timed(() => times(n, () => workers.exec("nothing", []))) },
  };
  const rates = Object.fromEntries(Object.keys(ways).map((name): [string, number[]] => [name, []]));
  for (let block = -1; block < blocks; block++) {
    for (const [name, way] of Object.entries(ways)) {
      const ms = await way.run(way.tasks);
      if (block >= 0) rates[name]?.push((way.tasks / ms) * 1000); // the first round warms up
    }
  }
  linked[releaseProxy]();
  comlinkWorker.terminate();
  echo.terminate();
  await workers.terminate(true);
  return rates;
}

/** Milliseconds from asking for a worker to its being ready, with the compiled module posted. */
async function births(blocks: number): Promise<{ futures: number[]; bare: number[] }> {
  const module = await WebAssembly.compileStreaming(fetch("messages.wasm"));
  const program = new Program(module);
  const ms: { futures: number[]; bare: number[] } = { futures: [], bare: [] };
  for (let block = -1; block < blocks; block++) {
    const ours = await program.measure({ measure: "birth" });
    const theirs = await instance(module);
    if (block < 0) continue;
    ms.futures.push(ours);
    ms.bare.push(theirs);
  }
  return ms;
}

/** Milliseconds for a link's making and reading, and for what follows from its samples alone. */
async function links(report: Report, blocks: number): Promise<{ link: number[]; derive: number[] }> {
  const program = new Program(await WebAssembly.compileStreaming(fetch("messages.wasm")));
  const ms: { link: number[]; derive: number[] } = { link: [], derive: [] };
  for (let block = -WARM_LINKS; block < blocks; block++) {
    for (const measure of ["link", "derive"] as const) {
      const took = await program.measure({ measure, report });
      if (block >= 0) ms[measure].push(took);
    }
  }
  return ms;
}

/** Rounds until the browser has compiled the codec for good. */
const WARM_LINKS = 20;

async function instance(module: WebAssembly.Module): Promise<number> {
  const begin = performance.now();
  const worker = new Worker("instance.worker.js");
  await new Promise<void>((resolve) => {
    worker.onmessage = () => resolve();
    worker.postMessage(module);
  });
  const ms = performance.now() - begin;
  worker.terminate();
  return ms;
}

const speeders = new Map<string, Worker>();

/** Asks a worker of speed.worker.ts, and answers with the milliseconds that it took. */
async function ask(worker: Worker, question: { module: string } | { program: string }): Promise<number> {
  const answer = await new Promise<Answer>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<Answer>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(question);
  });
  if (answer.error) throw new Error(answer.error);
  return answer.ms;
}

async function instantiate(module: string): Promise<number> {
  const worker = new Worker("speed.worker.js");
  speeders.set(module, worker);
  return ask(worker, { module });
}

async function speed(module: string, program: string): Promise<number> {
  const worker = speeders.get(module);
  if (worker === undefined) throw new Error(`${module} is not instantiated`);
  return ask(worker, { program });
}

export interface Figures {
  /** Starts a worker with a module of tools/figures/speed. */
  instantiate(module: string): Promise<number>;
  /** Runs a program in that worker. */
  speed(module: string, program: string): Promise<number>;
  messages(tasks: number, blocks: number): Promise<Rates>;
  births(blocks: number): Promise<{ futures: number[]; bare: number[] }>;
  links(report: Report, blocks: number): Promise<{ link: number[]; derive: number[] }>;
}

declare global {
  interface Window {
    figures: Figures;
  }
}

window.figures = { messages, births, links, instantiate, speed };
