// Limits on what a program does through its worker: what it prints, what it posts, and how many workers it starts. Imported
// after wasm_exec.js and before the host, which then finds postMessage, Worker and Go as they are left here.

import type { Start } from "../../engine/messages.js";
import { complain, redirect } from "../../engine/stdio.js";
import { type FromGuest, type GuestLimits, LIMITS_VARIABLE, type Ping, POOL_WORKER } from "../messages.js";
import { watchDeadlock } from "./deadlock.js";
import { holdWorkers } from "./workers.js";

const post: (message: unknown) => void = self.postMessage.bind(self);

/** Messages of its own that a program may send: many times what the longest measurement does. The warden counts as well. */
const MAX_MESSAGE_BYTES = 60 * 2 ** 20;
/**
 * Output is sent at once, since a program that goes into a loop lets no timer of this worker run any more; but of one that
 * prints more often than so many times in so long, it is sent when much has gathered, or so long after it was printed.
 */
const BATCH_CHARACTERS = 32_768;
const BATCH_MS = 50;
const SENT_AT_ONCE = 20;

const inPool = self.name === POOL_WORKER;
let limits: GuestLimits = { outputBytes: 0, workers: 0 };
let printed = 0;
let posted = 0;
let pending = "";
let since = 0;
let sent = 0; // in the stretch of time that began at since
let over = false;
const deadlock = watchDeadlock(complain, inPool);

self.addEventListener("message", (event: MessageEvent<Start | Ping | Uint8Array>) => {
  const { data } = event;
  if (data instanceof Uint8Array) return;
  if (data.type === "ping") {
    event.stopImmediatePropagation();
    post({ type: "pong" } satisfies FromGuest);
    return;
  }
  limits = JSON.parse(data.env[LIMITS_VARIABLE] ?? "{}") as GuestLimits;
  if (typeof data.module !== "string") deadlock.runs(data.module);
});

function end(limit: "output" | "workers" | "messages"): void {
  if (over) return;
  flush();
  over = true;
  post({ type: "over", limit } satisfies FromGuest);
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

function print(text: string, bytes: number): void {
  if (over) return;
  deadlock.active();
  printed += bytes;
  pending += text;
  if (printed > limits.outputBytes) end("output");
  const now = performance.now();
  if (now - since >= BATCH_MS) {
    since = now;
    sent = 0;
  }
  sent++;
  if (sent <= SENT_AT_ONCE || pending.length >= BATCH_CHARACTERS) flush();
  else if (sent === SENT_AT_ONCE + 1) setTimeout(flush, BATCH_MS);
}

redirect(print);

self.postMessage = (message: unknown): void => {
  if (over) return;
  if (message instanceof Uint8Array) {
    deadlock.converses();
    posted += message.byteLength;
    if (posted > MAX_MESSAGE_BYTES && !inPool) end("messages");
  } else if (isPrinted(message)) {
    // Of a worker that the program started.
    print(message.text, message.text.length);
    return;
  }
  flush();
  post(message);
};

function isPrinted(message: unknown): message is { text: string } {
  return typeof message === "object" && message !== null && "text" in message && typeof message.text === "string";
}

holdWorkers({
  most: () => (inPool ? 0 : limits.workers),
  tooMany: () => end("workers"),
  changed: (count) => deadlock.children(count),
});
