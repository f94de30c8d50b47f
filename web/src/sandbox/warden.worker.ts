// The warden: a worker of ours between a reader's program and the page. It starts the program in a worker of its own, counts what
// comes of it, of whatever kind, before it is looked at, checks every message, and hands it on in parcels, the next one when the
// page says that it has taken in the last. So a flood holds up this worker, and not the page.

import type { Start } from "../engine/messages.js";
import {
  type Ended,
  type FromWarden,
  type GuestLimits,
  LIMITS_VARIABLE,
  type Limit,
  type Ping,
  type ToWarden,
} from "./messages.js";
import { Outbox } from "./outbox.js";
import { Tally } from "./tally.js";

/** From the frame: the address of the guest's script, and with it this end of the channel. */
interface Given {
  readonly guest: string;
}

/** For how long a program has to answer, when it is asked, to count as one that waits and does not compute. */
const ANSWER_MS = 200;

self.onmessage = ({ data, ports }: MessageEvent<Given>) => {
  const [page] = ports;
  if (page !== undefined) serve(page, data.guest);
};

function serve(page: MessagePort, script: string): void {
  let guest: Guest | undefined;
  const outbox = new Outbox((items) => page.postMessage({ type: "parcel", items } satisfies FromWarden));
  page.onmessage = ({ data }: MessageEvent<ToWarden>) => {
    switch (data.type) {
      case "start":
        WebAssembly.compile(data.wasm as BufferSource).then(
          (module) => {
            page.postMessage({ type: "started" } satisfies FromWarden);
            guest = new Guest(script, module, data.limits, data.build, outbox);
          },
          (error: unknown) => outbox.end({ kind: "crashed", message: String(error) }),
        );
        return;
      case "post":
        guest?.post(data.data);
        return;
      case "taken":
        outbox.taken();
        return;
      case "ask":
        void guest
          ?.answers(ANSWER_MS)
          .then((answers) => page.postMessage({ type: "answers", busy: !answers } satisfies FromWarden));
    }
  };
}

/** The program's own worker. */
class Guest {
  readonly #worker: Worker;
  readonly #outbox: Outbox;
  readonly #tally: Tally;
  #answered = () => {};
  #open = true;

  constructor(script: string, module: WebAssembly.Module, limits: GuestLimits, build: string, outbox: Outbox) {
    this.#outbox = outbox;
    this.#tally = new Tally(limits, () => performance.now());
    this.#worker = new Worker(script);
    this.#worker.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (this.#open) this.#take(data);
    };
    this.#worker.onmessageerror = () => this.#over("messages");
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#end({ kind: "crashed", message: event.message || "its worker could not be started" });
    };
    const env = { [LIMITS_VARIABLE]: JSON.stringify(limits), VELOCIDADE_BUILD: build };
    this.#worker.postMessage({ type: "start", module, args: ["main"], env, lock: "" } satisfies Start);
  }

  post(data: Uint8Array<ArrayBuffer>): void {
    if (this.#open) this.#worker.postMessage(data, [data.buffer]);
  }

  /** Whether the program's worker takes a message within that time. */
  answers(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      this.#answered = () => resolve(true);
      setTimeout(() => resolve(false), ms);
      this.#worker.postMessage({ type: "ping" } satisfies Ping);
    });
  }

  #take(data: unknown): void {
    const counted = this.#tally.count(data);
    switch (counted.kind) {
      case "over":
        this.#over(counted.limit);
        return;
      case "printed":
      case "program":
      case "progress":
      case "report":
      case "failed":
        if (!this.#outbox.add(counted)) this.#over("messages");
        return;
      case "pong":
        this.#answered();
        return;
      case "ended":
        this.#end(counted.how);
        return;
      case "nothing":
        return;
    }
  }

  #over(limit: Limit): void {
    this.#end({ kind: "limit", limit });
  }

  #end(how: Ended): void {
    if (!this.#open) return;
    this.#open = false;
    this.#worker.terminate();
    this.#outbox.end(how);
  }
}
