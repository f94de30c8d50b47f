// Limits on what a program does through its worker: what it prints, what it posts, and how many workers it starts. Imported
// after wasm_exec.js and before the host, which then finds postMessage, Worker and Go as they are left here.

import type { Start } from "../../engine/messages.js";
import { complain, redirect } from "../../engine/stdio.js";
import { ended, type GuestLimits, LIMITS_VARIABLE } from "../messages.js";
import { watchDeadlock } from "./deadlock.js";

const post: (message: unknown) => void = self.postMessage.bind(self);
const RealWorker = self.Worker;

/** Messages of its own that a program may send: hundreds of times what the longest measurement does. */
const MAX_MESSAGE_BYTES = 256 * 2 ** 20;
/**
 * Output is sent at once, since a program that goes into a loop lets no timer of this worker run any more; but of one that
 * prints more often than so many times in so long, it is sent when much has gathered, or so long after it was printed.
 */
const BATCH_CHARACTERS = 32_768;
const BATCH_MS = 50;
const SENT_AT_ONCE = 20;

let limits: GuestLimits = { outputBytes: 0, workers: 0 };
let isWorker = false;
let printed = 0;
let posted = 0;
let children = 0;
let pending = "";
let since = 0;
let sent = 0; // in the stretch of time that began at since
let over = false;
const deadlock = watchDeadlock(complain);

self.addEventListener("message", function first({ data }: MessageEvent<Start | Uint8Array>) {
  if (data instanceof Uint8Array) return;
  self.removeEventListener("message", first);
  isWorker = data.env["VELOCIDADE_WORKER"] !== undefined;
  limits = JSON.parse(data.env[LIMITS_VARIABLE] ?? "{}") as GuestLimits;
  if (typeof data.module !== "string") deadlock.runs(data.module);
});

function end(code: number): void {
  if (over) return;
  flush();
  over = true;
  post({ type: "exited", code, output: "" });
  self.close();
  // Whatever computes now is unwound, so that it ends here and not when the worker is ended.
  throw new Error("the program was ended");
}

function flush(): void {
  if (pending === "" || over) return;
  const text = pending;
  pending = "";
  post({ type: "printed", text });
}

redirect((text, bytes) => {
  if (over) return;
  deadlock.active();
  printed += bytes;
  pending += text;
  if (printed > limits.outputBytes) end(ended.output);
  const now = performance.now();
  if (now - since >= BATCH_MS) {
    since = now;
    sent = 0;
  }
  sent++;
  if (sent <= SENT_AT_ONCE || pending.length >= BATCH_CHARACTERS) flush();
  else if (sent === SENT_AT_ONCE + 1) setTimeout(flush, BATCH_MS);
});

self.postMessage = (message: unknown): void => {
  if (over) return;
  if (message instanceof Uint8Array) {
    deadlock.converses();
    posted += message.byteLength;
    if (posted > MAX_MESSAGE_BYTES) end(ended.messages);
  } else if (isPrinted(message)) {
    // Of a worker that the program started.
    printed += message.text.length;
    if (printed > limits.outputBytes) end(ended.output);
  }
  flush();
  post(message);
};

function isPrinted(message: unknown): message is { text: string } {
  return typeof message === "object" && message !== null && "text" in message && typeof message.text === "string";
}

/** Counts a worker until it has ended, however that comes about. */
function count(worker: Worker): void {
  children++;
  deadlock.children(children);
  let counted = true;
  const gone = (): void => {
    if (!counted) return;
    counted = false;
    children--;
    deadlock.children(children);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "object" && data !== null && "type" in data && data.type === "exited") gone();
  });
  const terminate = worker.terminate.bind(worker);
  worker.terminate = () => {
    gone();
    terminate();
  };
}

self.Worker = new Proxy(RealWorker, {
  construct(Real, [script, options]: [string | URL, WorkerOptions | undefined]) {
    // As with Python's processes, what a pool started may start none.
    if (isWorker || children >= limits.workers) end(ended.workers);
    const worker = new Real(script, options);
    count(worker);
    return worker;
  },
});
// Or the real one would be found through its prototype.
Object.defineProperty(RealWorker.prototype, "constructor", { value: self.Worker });
