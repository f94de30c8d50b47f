// How a program ended, in words: what happened, and what to do about it.

import { count } from "../format.js";
import { ended } from "../sandbox/messages.js";
import type { Ending, Limits } from "../sandbox/sandbox.js";

export type EndingCode =
  | "exited"
  | "stopped"
  | "time-limit"
  | "output-limit"
  | "worker-limit"
  | "message-limit"
  | "memory-limit"
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
      return {
        code: "time-limit",
        exit: null,
        message: `Ended after ${limits.timeMs / 1000} seconds, its time limit. A loop that never ends? Raise the limit if it needs longer.`,
      };
    case "exited":
      return exited(ending.code, ending.output, limits);
  }
}

function exited(code: number, output: string, limits: Limits): Described {
  const because = (why: EndingCode, message: string): Described => ({
    code: why,
    exit: code < 0 ? null : code,
    message,
  });
  switch (code) {
    case 0:
      return because("exited", "Done: exit code 0.");
    case ended.output:
      return {
        code: "output-limit",
        exit: null,
        message: `Ended after ${count(Math.round(limits.outputBytes / 1024), "KiB", "KiB")} of output, its limit.`,
      };
    case ended.workers:
      return {
        code: "worker-limit",
        exit: null,
        message: `Ended when it asked for more workers than the ${limits.workers} that it may have at a time. Workers may start none of their own.`,
      };
    case ended.messages:
      return { code: "message-limit", exit: null, message: "Ended because it sent more to the page than it may." };
  }
  if (/out of memory|cannot allocate memory/.test(output))
    return because("memory-limit", `It ran out of memory: an instance may have ${limits.memoryBytes / MIB} MiB.`);
  if (output.includes("all goroutines are asleep"))
    return because("deadlock", "Deadlock: all its goroutines wait for each other, and nothing can wake them.");
  const panic = /^(?:panic|fatal error): (.*)/m.exec(output);
  if (panic !== null) return because("panic", `It panicked: ${panic[1] ?? ""}`);
  if (code < 0)
    return because("crashed", `It crashed: ${output === "" ? "its worker was ended from outside" : output}`);
  return because("exited", `It ended with exit code ${code}.`);
}
