// What an embed cannot run where it stands, lane by lane. Isolated or not, every lane but that of Go's threads, which share memory,
// runs in a frame that has our origin. In a
// sandbox without an origin only a blob's script may start a worker, and a blob has no place from which another language's
// files could be found: there Go's own module runs, and nothing else.

import { runtimeOf } from "../lanes.js";

const OF_ONE_MODULE = new Set(["go", "go-boxed"]);

const THREADS = "go/threads";

/** Those of the lanes that need the full page. Origin is self.origin. */
export function needFullPage(lanes: readonly string[], { origin, isolated }: Standing): readonly string[] {
  return lanes.filter((lane) => {
    if (lane === THREADS) return origin === "null" || !isolated;
    return origin === "null" && !OF_ONE_MODULE.has(runtimeOf(lane));
  });
}

export function whyFullPage(origin: string): string {
  return origin === "null"
    ? "this frame’s sandbox lets no other language’s workers start"
    : "what is not cross-origin isolated has no shared memory, which threads need";
}

export interface Standing {
  readonly origin: string;
  readonly isolated: boolean;
}

/** What follows "Open the full page": what is there that is not here, and which lanes run where. */
export function limitsOf(lanes: readonly string[], { origin, isolated }: Standing): string {
  const away = needFullPage(lanes, { origin, isolated });
  const here = lanes.filter((lane) => !away.includes(lane));
  const more = isolated
    ? " for every plot, the source and the laboratories."
    : " for a finer clock, and for laboratories with shared memory: this frame is not cross-origin isolated.";
  const run = here.length === 0 ? "" : ` Here ${here.length === 1 ? "runs" : "run"} ${listed(here)}.`;
  const need = `${listed(away)} ${away.length === 1 ? "needs" : "need"} the full page: ${whyFullPage(origin)}.`;
  return `${more}${run}${away.length === 0 ? "" : ` ${need}`}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
