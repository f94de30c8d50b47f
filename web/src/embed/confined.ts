// What an embed cannot run where it stands, lane by lane. Isolated or not, every lane runs in a frame that has our origin. In a
// sandbox without an origin only a blob's script may start a worker, and a blob has no place from which another language's
// files could be found: there Go's own module runs, and nothing else.

import { runtimeOf } from "../lanes.js";

const OF_ONE_MODULE = new Set(["go", "go-boxed"]);

/** Those of the lanes that need the full page. Origin is self.origin. */
export function needFullPage(lanes: readonly string[], origin: string): readonly string[] {
  return origin === "null" ? lanes.filter((lane) => !OF_ONE_MODULE.has(runtimeOf(lane))) : [];
}

export interface Standing {
  readonly origin: string;
  readonly isolated: boolean;
}

/** What follows "Open the full page": what is there that is not here, and which lanes run where. */
export function limitsOf(lanes: readonly string[], { origin, isolated }: Standing): string {
  const away = needFullPage(lanes, origin);
  const here = lanes.filter((lane) => !away.includes(lane));
  const more = isolated
    ? " for every plot, the source and the laboratories."
    : " for a finer clock, and for laboratories with shared memory: this frame is not cross-origin isolated.";
  const run = here.length === 0 ? "" : ` Here ${here.length === 1 ? "runs" : "run"} ${listed(here)}.`;
  const need = `${listed(away)} ${away.length === 1 ? "needs" : "need"} the full page: this frame’s sandbox lets no other language’s workers start.`;
  return `${more}${run}${away.length === 0 ? "" : ` ${need}`}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
