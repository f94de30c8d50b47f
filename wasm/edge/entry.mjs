// The Worker's entry: one instance of the Go program (wasm/edge) answers all requests of an isolate, in turns. A program that
// ends, for a panic that nothing recovered, a fatal error or a trap, is replaced by the next request, and what it still owed:
// requests that only read are answered by an instance of their own each, so that the one that broke it breaks nothing but
// itself; writes are told to come again, since nobody knows how far they were.

import "./wasm_exec.js";
import module from "./app.wasm";
import { page } from "./pages.mjs";

// What syumai/workers calls to turn an exception into a value.
globalThis.tryCatch = (act) => {
  try {
    return { result: act() };
  } catch (error) {
    return { error };
  }
};

const ENDED = Symbol("ended");

// What is asked and answered crosses between Go and JavaScript value by value, and each crossing takes microseconds: there are a
// hundred in a request that is handed over as it is. So the program is told only what it reads, and its answer comes in one call.

/** The headers that the program reads: the service's own, and those of http.ServeContent. */
const READ = [
  "Accept",
  "Content-Type",
  "Content-Length",
  "Authorization",
  "CF-Connecting-IP",
  "If-Match",
  "If-None-Match",
  "If-Modified-Since",
  "If-Unmodified-Since",
  "If-Range",
  "Range",
];

/** The header by which an answer finds its request. */
const TURN = "Velocidade-Turn";

let turns = 0;

/** By turn, what takes the answer. */
const owed = new Map();

// What the program answers with: headers are lines of "Name: value", and the body's bytes, if any, are for the taker.
globalThis.answered = (turn, status, lines, body) => owed.get(turn)?.resolve({ status, lines, body });

/**
 * A running program. Promises belong to the request in which they were made and settle for no other, so the program's end is told
 * to each request that waits for it by a call.
 */
class Program {
  ended = false;
  #binding;

  constructor(binding) {
    this.#binding = binding;
  }

  /** The program's response, or ENDED where it ended before it gave one. */
  async answer(request) {
    const turn = ++turns;
    try {
      const answer = await new Promise((resolve, reject) => {
        owed.set(turn, { program: this, resolve });
        this.#binding.handleRequest(told(request, turn)).catch(reject);
        if (this.ended) resolve(ENDED);
      });
      return answer === ENDED ? ENDED : response(answer);
    } finally {
      owed.delete(turn);
    }
  }

  end() {
    this.ended = true;
    for (const { program, resolve } of owed.values()) if (program === this) resolve(ENDED);
  }
}

/** As much of a request as syumai/workers and the program look at. */
function told(request, turn) {
  const headers = [[TURN, String(turn)]];
  for (const name of READ) {
    const value = request.headers.get(name);
    if (value !== null) headers.push([name, value]);
  }
  return { url: request.url, method: request.method, body: request.body, headers: { entries: () => headers } };
}

function response({ status, lines, body }) {
  const headers = lines.split("\n").map((line) => {
    const end = line.indexOf(": ");
    return [line.slice(0, end), line.slice(end + 2)];
  });
  return new Response(body, { status, headers });
}

/** Starts the program. */
async function start(env, ctx) {
  const binding = {};
  // The program looks at it once, while it starts, and it starts within this turn of the event loop.
  globalThis.context = { env, ctx, binding };
  const program = new Program(binding);
  const go = new Go();
  const end = () => {
    // A timer that was left behind would wake nobody, over and over.
    for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
    go._scheduledTimeouts.clear();
    program.end();
  };
  go.exit = end;
  const resume = go._resume;
  go._resume = () => {
    if (program.ended) return;
    try {
      resume.call(go);
    } catch (error) {
      end(); // a trap: its state is beyond repair
      throw error;
    }
  };
  await new Promise((resolve, reject) => {
    const instance = new WebAssembly.Instance(module, { ...go.importObject, workers: { ready: resolve } });
    go.run(instance).then(() => reject(new Error("the program ended while it started")), reject);
  });
  return program;
}

let shared;

async function respond(request, env, ctx) {
  if (shared?.ended) shared = undefined;
  shared ??= await start(env, ctx);
  const first = await shared.answer(request);
  if (first !== ENDED) return first;
  if (request.method !== "GET" && request.method !== "HEAD") return problem(503, "unavailable");
  const own = await start(env, ctx);
  const second = await own.answer(request);
  return second === ENDED ? problem(500, "internal") : second;
}

function problem(status, code) {
  const title = status === 503 ? "Service Unavailable" : "Internal Server Error";
  const limit = status === 503 ? "again in 1 s" : "another one";
  const detail = "something went wrong here with this request";
  const headers = { "Content-Type": "application/problem+json", "Cache-Control": "no-store", "Retry-After": "1" };
  const body = { type: "about:blank", title, status, detail, code, field: "request", limit };
  return new Response(JSON.stringify(body), { status, headers });
}

export default {
  async fetch(request, env, ctx) {
    try {
      return (await page(request, env)) ?? (await respond(request, env, ctx));
    } catch (error) {
      console.error(JSON.stringify({ level: "ERROR", msg: "the program cannot be started", error: String(error) }));
      return problem(503, "unavailable");
    }
  },
};
