// What a build took, in words.

import { time } from "../format.js";
import type { BuildTimes } from "../toolchain/messages.js";

export function buildFacts({ compileMs, linkMs, finishMs, alone, stock }: BuildTimes): string {
  const all = time(compileMs + linkMs + finishMs);
  const began = `Built in ${all}: compiled in ${time(compileMs)}, linked in ${time(linkMs)}`;
  if (stock !== null) {
    return `${began}. Its loops could not be put in order, so it runs as Go’s linker wrote it, only slower: ${stock}`;
  }
  return `${began}, its loops put in order in ${time(finishMs)}${alone === null ? "" : ` by one worker (${alone})`}.`;
}
