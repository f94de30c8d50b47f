// A run that was shared, from wherever it is named: a link that carries it, or one that is stored.

import { engine } from "../engine/client.js";
import type { Report } from "../report.js";
import type { Wanted } from "./address.js";
import { fetchRun } from "./stored.js";

export interface Opened {
  readonly report: Report;
  /** Of a program of somebody's own; "" for one of the playground's. */
  readonly source: string;
}

/** Rejects with an EngineError where there is no such run, or it is none. */
export async function opened(wanted: Wanted): Promise<Opened> {
  if (wanted.kind === "stored") return { report: await fetchRun(wanted.id), source: "" };
  const { report, source = "" } = await engine().ask("decoded", { type: "decode", text: wanted.text });
  return { report, source };
}
