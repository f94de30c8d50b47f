// What was measured outside the browser, and what others printed: the twin of tools/reference, which documents every field.

import type { Fault, Report } from "../report.js";
import { type Guard, isCount, isNumber, isObject, isReport, isText, listOf, shape } from "../state/shape.js";

export interface Reference {
  readonly schema: "velocidade.reference/v1";
  readonly machine: Machine;
  readonly recordedAt: number;
  readonly commands: readonly string[];
  readonly missing: readonly Missing[];
  readonly reports: readonly Report[];
  readonly printed: readonly Printed[];
}

export interface Machine {
  readonly name: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMB: number;
  readonly system: string;
}

export interface Missing {
  readonly runtime: string;
  readonly message: string;
}

export interface Printed {
  readonly program: string;
  /** As text; "" where the source does not say. */
  readonly args: string;
  readonly lane: string;
  readonly machine: string;
  readonly software: string;
  readonly timesMs: readonly number[];
  readonly source: { readonly title: string; readonly url: string };
}

export type Read = { readonly ok: true; readonly value: Reference } | { readonly ok: false; readonly fault: Fault };

/** What a file may hold at most: the limits of tools/reference. */
const MOST_BYTES = 2 << 20;
const MOST_REPORTS = 40;
const MOST_PRINTED = 100;
const MOST_TIMES = 1000;
const MOST_TEXT = 500;

// Control characters, and those that switch the direction of the text around them.
const UNREADABLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const isLine: Guard<string> = (data): data is string =>
  isText(data) && data.length <= MOST_TEXT && !UNREADABLE.test(data);

const isName: Guard<string> = (data): data is string => isLine(data) && data !== "";

const isTime: Guard<number> = (data): data is number => isNumber(data) && data >= 0;

/** A link that a reader follows: no other scheme, and no place inside the page. */
const isAddress: Guard<string> = (data): data is string => isLine(data) && data.startsWith("https://");

const isPrinted = shape<Printed>({
  program: isName,
  args: isLine,
  lane: isLine,
  machine: isLine,
  software: isLine,
  timesMs: listOf(isTime, MOST_TIMES),
  source: shape<Printed["source"]>({ title: isName, url: isAddress }),
});

const isReference = shape<Reference>({
  schema: (data): data is Reference["schema"] => data === "velocidade.reference/v1",
  machine: shape<Machine>({ name: isName, cpu: isLine, cores: isCount, memoryMB: isCount, system: isLine }),
  recordedAt: isCount,
  commands: listOf(isLine, MOST_REPORTS),
  missing: listOf(shape<Missing>({ runtime: isLine, message: isLine }), MOST_REPORTS),
  reports: listOf(isReport, MOST_REPORTS),
  printed: listOf(isPrinted, MOST_PRINTED),
});

/** Reads a reference file, or a single report, from whatever source. */
export function readReference(text: string): Read {
  if (text.length > MOST_BYTES) {
    return bad("out-of-range", `The file is larger than ${MOST_BYTES / 2 ** 20} MiB, more than any reference has.`);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return bad(
      "bad-reference",
      "The file is not JSON: choose one that “velocidade bench -chapter -o FILE” has written.",
    );
  }
  if (isReference(data) && data.reports.length > 0) return { ok: true, value: data };
  if (isReport(data)) return { ok: true, value: alone(data) };
  const what = isObject(data) && isLine(data["schema"]) ? `says that it is “${data["schema"]}”, but` : "is JSON, but";
  return bad("bad-reference", `The file ${what} it is neither a reference nor a report that this page can read.`);
}

/** A report by itself: its machine is what the report says of its host. */
function alone(report: Report): Reference {
  const { host, startedAt } = report;
  const machine = {
    name: host.engine === "native" ? host.platform : "another browser",
    cpu: host.platform,
    cores: host.cores,
    memoryMB: 0,
    system: host.go,
  };
  return {
    schema: "velocidade.reference/v1",
    machine,
    recordedAt: startedAt,
    commands: [],
    missing: [],
    reports: [report],
    printed: [],
  };
}

const bad = (code: string, message: string): Read => ({ ok: false, fault: { code, field: "file", message } });
