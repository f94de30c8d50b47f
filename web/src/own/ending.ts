// How a program ended, in words: what happened, and what to do about it. What happened is told by Go's runtime, by the browser or
// by the page, each on a way of its own: nothing is guessed from what a program printed, or from its exit code.

import { TOO_DEEP } from "../engine/fault.js";
import { plural } from "../format.js";
import type { Ending, Limits } from "../sandbox/limits.js";
import type { Limit } from "../sandbox/messages.js";

export type EndingCode =
  | "exited"
  | "stopped"
  | "time-limit"
  | "output-limit"
  | "worker-limit"
  | "message-limit"
  | "memory-limit"
  | "stack-limit"
  | "deadlock"
  | "panic"
  | "crashed";

export interface Described {
  readonly code: EndingCode;
  /** The program's own exit code, where it came to one. */
  readonly exit: number | null;
  readonly message: string;
}

const MIB = 2 ** 20;

export function describe(ending: Ending, limits: Limits): Described {
  switch (ending.kind) {
    case "stopped":
      return { code: "stopped", exit: null, message: "Stopped." };
    case "time":
      return { code: "time-limit", exit: null, message: late(ending.busy, limits) };
    case "limit":
      return limited(ending.limit, limits);
    case "crashed":
      return ending.message === TOO_DEEP
        ? { code: "stack-limit", exit: null, message: `It was ended: ${TOO_DEEP}.` }
        : { code: "crashed", exit: null, message: `It crashed. The browser says: ${ending.message || "nothing"}` };
    case "exited":
      return exited(ending.code, ending.words, limits);
  }
}

function late(busy: boolean, { timeMs }: Limits): string {
  const after = `Ended after ${plural(timeMs / 1000, "second")}, its time limit.`;
  return busy
    ? `${after} It was computing without a pause. If it needs longer, raise the limit. If it loops until another goroutine has done ` +
        "something, that goroutine never ran: here all goroutines share one thread, and a loop is not interrupted. Wait on a " +
        "channel instead, or call runtime.Gosched() in the loop."
    : `${after} It was waiting: for a timer, a worker, a message, or something in JavaScript that had not come yet. If it needs longer, raise the limit.`;
}

function limited(limit: Limit, { outputBytes, workers }: Limits): Described {
  const because = (code: EndingCode, message: string): Described => ({ code, exit: null, message });
  switch (limit) {
    case "output":
      return because("output-limit", `Ended after ${outputBytes / MIB} MiB of output, its limit. Print less of it.`);
    case "workers":
      return because(
        "worker-limit",
        `Ended when it asked for more workers than the ${workers} that it may have at a time. Workers may start none of their own.`,
      );
    case "messages":
      return because("message-limit", "Ended because it sent more to the page than it may.");
    case "protocol":
      return because("message-limit", "Ended because it sent the page a message that is none of package measure’s.");
  }
}

/** What a runtime says first when it ends a program. */
const PANIC = "panic: ";
const FATAL = "fatal error: ";

function exited(code: number, words: string, { memoryBytes }: Limits): Described {
  const because = (why: EndingCode, message: string): Described => ({ code: why, exit: code, message });
  if (words === "") return because("exited", code === 0 ? "Done: exit code 0." : `It ended with exit code ${code}.`);
  const first = words.split("\n", 1)[0] ?? "";
  if (first.startsWith(PANIC)) return because("panic", `It panicked: ${first.slice(PANIC.length)}`);
  const fatal = first.startsWith(FATAL) ? first.slice(FATAL.length) : first;
  if (fatal.includes("out of memory") || fatal.includes("cannot allocate memory"))
    return because(
      "memory-limit",
      `It ran out of memory: an instance may have ${memoryBytes / MIB} MiB. Keep less at a time.`,
    );
  if (fatal.includes("deadlock"))
    return because("deadlock", "Deadlock: all its goroutines wait for each other, and nothing can wake them.");
  return because("panic", `Go’s runtime ended it: ${fatal}`);
}
