// The engine as the page sees it: one coordinator worker, started when it is first needed and started again after it
// ended. Everything that takes time happens there, so the page's own thread stays free.

import manifest from "velocidade:manifest";
import type { LabAct, LabEvent, LabResult } from "../elements/lab/types.js";
import type { Request, Response } from "../protocol.js";
import type { Comparisons, Fault, Progress, Report, Spec } from "../report.js";
import { Child } from "./child.js";

export interface RunOptions {
  /** Aborting ends the run; the promise then gives a report with the status "stopped" and what was measured. */
  readonly signal?: AbortSignal;
  /** Where this returns a promise, the next run of the program waits for it: a quarter of a second at most. */
  readonly onProgress?: (progress: Progress) => unknown;
}

export interface LabOptions {
  /** Aborting ends the laboratory; the promise then rejects with the code "stopped". */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: LabEvent) => void;
  /** Hands over what passes on a reader's acts. */
  readonly onStart?: (act: (act: LabAct) => void) => void;
}

export interface Engine {
  /** Rejects with an EngineError where the spec makes no sense or the engine fails. One run goes on at a time. */
  run(spec: Spec, options?: RunOptions): Promise<Report>;
  /** Runs a laboratory. One run or laboratory goes on at a time. */
  lab(name: string, args: string, options?: LabOptions): Promise<LabResult>;
  /** How each lane that two runs of a program both have did in the later one against the earlier. */
  /** Runs from before something changed against those from after. */
  compare(earlier: readonly Report[], later: readonly Report[]): Promise<Comparisons>;
  /** Sends a request that has one answer, and waits for an answer of that type. */
  ask<T extends Answer["type"]>(type: T, request: Question): Promise<Extract<Answer, { readonly type: T }>>;
}

/** Requests with one answer, and the answers. */
type Answer = Exclude<Response, { readonly type: "progress" | "report" | "lab-event" | "lab-result" | "failed" }>;
type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;
type Question = WithoutId<Exclude<Request, { readonly type: "run" | "drawn" | "stop" | "void" | "lab" | "act" }>>;

export class EngineError extends Error {
  override readonly name = "EngineError";
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** What went wrong, as data. What says nothing of itself is a fault of ours. */
export function faultFrom(error: unknown): Fault {
  if (error instanceof EngineError) return error.fault;
  return { code: "internal", message: error instanceof Error ? error.message : String(error) };
}

type Pending = { reject(error: EngineError): void } & (
  | {
      readonly kind: "run";
      resolve(report: Report): void;
      readonly onProgress: RunOptions["onProgress"] | undefined;
    }
  | {
      readonly kind: "lab";
      resolve(result: LabResult): void;
      readonly onEvent: ((event: LabEvent) => void) | undefined;
    }
  | { readonly kind: "ask"; resolve(answer: Answer): void }
);

/** Tells of a run's progress, and answers when that is drawn. */
export async function tell(onProgress: RunOptions["onProgress"], progress: Progress, drawn: () => void): Promise<void> {
  try {
    await onProgress?.(progress);
  } finally {
    drawn();
  }
}

/** For how long a stopped run may take to give its report: some seconds with very many samples on a slow machine. */
const STOP_PATIENCE_MS = 10_000;

const BUSY: Fault = {
  code: "busy",
  message: "Another run is under way: stop it first, or wait for it; two at a time would measure each other.",
};

class Coordinator implements Engine {
  readonly #pending = new Map<number, Pending>();
  #worker: Child | undefined;
  #hasLabs = false;
  #lastId = 0;

  constructor() {
    // Browsers throttle what is not seen, so what is measured while the page is hidden does not count.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden")
        for (const id of this.#pending.keys()) this.#send({ type: "void", id });
    });
  }

  get idle(): boolean {
    return this.#pending.size === 0;
  }

  /** Starts the engine where none runs, or none with laboratories where these are wanted: that one does all else as well. */
  start(labs = false): void {
    if (labs && !this.#hasLabs) {
      if (this.#pending.size > 0) throw new EngineError(BUSY);
      this.#worker?.terminate();
      this.#worker = undefined;
      this.#hasLabs = true;
    }
    this.#worker ??= new Child(
      manifest.assets.host,
      {
        module: this.#hasLabs ? manifest.assets.engineLabs : manifest.assets.engine,
        args: ["engine"],
        env: { VELOCIDADE_BUILD: manifest.build },
      },
      {
        message: (data) => this.#receive(JSON.parse(new TextDecoder().decode(data)) as Response),
        closed: (_code, output) => this.#ended(output),
        printed: (text) => console.info(text.trimEnd()),
      },
    );
  }

  run(spec: Spec, { signal, onProgress }: RunOptions = {}): Promise<Report> {
    return this.#stoppable((id, resolve, reject) => {
      // Sent first: a spec that JSON cannot hold throws here and leaves nothing behind.
      this.#send({ type: "run", id, spec, draws: onProgress !== undefined });
      this.#pending.set(id, { kind: "run", resolve, reject, onProgress });
    }, signal);
  }

  async lab(name: string, args: string, { signal, onEvent, onStart }: LabOptions = {}): Promise<LabResult> {
    this.start(true);
    return this.#stoppable((id, resolve, reject) => {
      this.#send({ type: "lab", id, name, args });
      this.#pending.set(id, { kind: "lab", resolve, reject, onEvent });
      onStart?.((act) => this.#send({ type: "act", id, act }));
    }, signal);
  }

  /** Asks for what takes a while: it ends by itself, by its signal, or with the engine. */
  #stoppable<T>(
    ask: (id: number, resolve: (value: T) => void, reject: (error: EngineError) => void) => void,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    this.start();
    this.#lastId++;
    const id = this.#lastId;
    let patience: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      this.#send({ type: "stop", id });
      patience = setTimeout(() => this.#giveUp(), STOP_PATIENCE_MS);
    };
    return new Promise<T>((resolve, reject) => {
      ask(id, resolve, reject);
      if (document.visibilityState === "hidden") this.#send({ type: "void", id });
      if (signal?.aborted) stop();
      signal?.addEventListener("abort", stop);
    }).finally(() => {
      clearTimeout(patience);
      signal?.removeEventListener("abort", stop);
    });
  }

  async compare(earlier: readonly Report[], later: readonly Report[]): Promise<Comparisons> {
    return (await this.ask("comparison", { type: "compare", earlier, later })).comparisons;
  }

  ask<T extends Answer["type"]>(type: T, request: Question): Promise<Extract<Answer, { readonly type: T }>> {
    this.start();
    this.#lastId++;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#send({ ...request, id });
      const fits = (answer: Answer): answer is Extract<Answer, { readonly type: T }> => answer.type === type;
      this.#pending.set(id, { kind: "ask", resolve: (answer) => fits(answer) && resolve(answer), reject });
    });
  }

  #send(request: Request): void {
    this.#worker?.post(new TextEncoder().encode(JSON.stringify(request)));
  }

  #receive(response: Response): void {
    const pending = this.#pending.get(response.id);
    if (!pending) return;
    switch (response.type) {
      case "progress":
        if (pending.kind === "run")
          void tell(pending.onProgress, response.progress, () => this.#send({ type: "drawn", id: response.id }));
        return;
      case "report":
        if (pending.kind === "run") pending.resolve(response.report);
        break;
      case "lab-event":
        if (pending.kind === "lab") pending.onEvent?.(response.event);
        return;
      case "lab-result":
        if (pending.kind === "lab") pending.resolve(response.result);
        break;
      case "failed":
        pending.reject(new EngineError(response.error));
        break;
      default:
        if (pending.kind === "ask") pending.resolve(response);
    }
    this.#pending.delete(response.id);
  }

  /** Ends an engine that does not answer: browsers have been seen to hang in the midst of starting a worker. */
  #giveUp(): void {
    this.#worker?.terminate();
    this.#ended(`it did not answer for ${STOP_PATIENCE_MS / 1000} seconds and was ended`);
  }

  #ended(output: string): void {
    this.#worker = undefined;
    const said = output === "" ? "it was ended from outside" : output;
    const fault: Fault = {
      code: "engine-ended",
      message: `The engine stopped working: ${said}. Run again to start a new one.`,
    };
    for (const pending of this.#pending.values()) pending.reject(new EngineError(fault));
    this.#pending.clear();
  }
}

let coordinator: Coordinator | undefined;

/** The page's one engine. */
export function engine(): Engine {
  coordinator ??= new Coordinator();
  return coordinator;
}

/** Starts the engine ahead of the first run: it takes a moment to load. */
export function warm(): void {
  coordinator ??= new Coordinator();
  coordinator.start();
}

/** The same ahead of the first laboratory, unless that would end what another is about. */
export function warmLabs(): void {
  coordinator ??= new Coordinator();
  if (coordinator.idle) coordinator.start(true);
}
