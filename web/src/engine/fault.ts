// What a browser says when it ends a Go program, in words that say what happened and what to do about it.

/** What every engine calls a stack that is full. */
const FULL_STACK = /call stack|too much recursion/i;

export const TOO_DEEP =
  "its calls nest too deeply for a browser, whose stack holds some 40,000 calls of a small function, and fewer of one with many " +
  "variables. Go has room for millions elsewhere. Here, call less deeply, or keep what is left to do in a slice";

export function faultWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return FULL_STACK.test(message) ? TOO_DEEP : message.replace(/^Uncaught (?:\w+: )?/, "");
}
