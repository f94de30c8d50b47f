// The gate: every message of a reader's program that is to be measured passes it before anything uses it. What comes out has the
// shape of the protocol, whole, with numbers that are finite and texts that are short and plain; what has not is refused. It runs
// in the warden, a worker of its own, so that parsing holds nobody up.

import type { Param } from "../manifest.js";
import type { OwnProgram, OwnResponse } from "../own/messages.js";
import type { Fault, Progress, Sampled } from "../report.js";
import {
  type Guard,
  isCount,
  isNumber,
  isReport,
  isText,
  listOf,
  nullable,
  oneOf,
  optional,
  shape,
} from "../state/shape.js";
import { type Item, most } from "./messages.js";

/** The id of the one run that the page asks for, and of the announcement that comes unasked. */
export const RUN_ID = 1;
const UNASKED = 0;

export type Passed = Extract<Item, { kind: "program" | "progress" | "report" | "failed" }>;

/** The message that these bytes are, or why they are none. */
export function gate(data: Uint8Array): Passed | { readonly kind: "refused"; readonly why: string } {
  if (data.length > most.reportJSON) return refused(`it has ${data.length} bytes; ${most.reportJSON} are the most`);
  let text: string;
  let message: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(data);
    message = JSON.parse(text);
  } catch {
    return refused("it is no JSON");
  }
  if (isProgram(message)) return { kind: "program", program: plainProgram(message.program) };
  if (isProgress(message)) return { kind: "progress", progress: plainProgress(message.progress) };
  if (isFailed(message)) return { kind: "failed", error: plainFault(message.error) };
  if (isReported(message)) return { kind: "report", json: JSON.stringify(message.report) };
  return refused("it is none of “program”, “progress”, “report” and “failed”, or not of that one’s shape");
}

const refused = (why: string) => ({ kind: "refused", why }) as const;

/** Short text of one line. */
const isShort =
  (length: number): Guard<string> =>
  (data): data is string =>
    isText(data) && data.length <= length;

const isId =
  (id: number): Guard<number> =>
  (data): data is number =>
    data === id;

type Response<T extends OwnResponse["type"]> = Extract<OwnResponse, { readonly type: T }>;

const isParam = shape<Param>({
  name: isShort(80),
  kind: oneOf("int", "float", "ints"),
  label: isShort(most.message),
  unit: optional(isShort(most.message)),
  doc: isShort(most.message),
  default: isShort(most.message),
  min: isNumber,
  max: isNumber,
  maxItems: optional(isCount),
});

const isProgram = shape<Response<"program">>({
  type: oneOf("program"),
  id: isId(UNASKED),
  program: shape<OwnProgram>({ name: isName, title: isShort(most.message), params: optional(listOf(isParam, 64)) }),
});

/** A warm-up run is of no block: -1. */
const isBlock: Guard<number> = (data): data is number => data === -1 || isCount(data);

const isSampled = shape<Sampled>({ lane: isShort(80), workers: isCount, block: isBlock, wallMs: isMs });

const isProgress = shape<Response<"progress">>({
  type: oneOf("progress"),
  id: isId(RUN_ID),
  progress: shape<Progress>({
    phase: oneOf("starting", "warming", "measuring"),
    done: isCount,
    total: isCount,
    fraction: isShare,
    elapsedMs: isMs,
    leftMs: nullable(isMs),
    lane: isShort(80),
    workers: isCount,
    sample: nullable(isSampled),
  }),
});

const isFailed = shape<Response<"failed">>({
  type: oneOf("failed"),
  id: isCount,
  error: shape<Fault>({
    code: isCode,
    field: optional(isShort(most.message)),
    value: optional(isShort(most.message)),
    limit: optional(isShort(most.message)),
    message: isShort(most.message),
  }),
});

const isReported = shape<Response<"report">>({
  type: oneOf("report"),
  id: isId(RUN_ID),
  report: isReport,
});

function isMs(data: unknown): data is number {
  return isNumber(data) && data >= 0 && data <= 1e12;
}

function isShare(data: unknown): data is number {
  return isNumber(data) && data >= 0 && data <= 1;
}

function isName(data: unknown): data is string {
  return isText(data) && /^[\p{L}\p{M}][\p{L}\p{M}\p{N}]{0,79}$/u.test(data);
}

function isCode(data: unknown): data is string {
  return isText(data) && /^[a-z][a-z0-9-]{0,39}$/.test(data);
}

const plainProgram = ({ name, title }: OwnProgram) => ({ name, title: plain(title, most.title) });

function plainProgress({ phase, done, total, fraction, elapsedMs, leftMs, lane, workers, sample }: Progress): Progress {
  const taken = sample === null ? null : { ...sample, lane: plain(sample.lane, 80) };
  return { phase, done, total, fraction, elapsedMs, leftMs, lane: plain(lane, 80), workers, sample: taken };
}

function plainFault({ code, field, value, limit, message }: Fault): Fault {
  const short = (text: string) => plain(text, 200);
  return {
    code,
    ...(field === undefined ? {} : { field: short(field) }),
    ...(value === undefined ? {} : { value: short(value) }),
    ...(limit === undefined ? {} : { limit: short(limit) }),
    message: plain(message, 1000),
  };
}

/** A text as one line of so many UTF-16 units at most, without what changes how the text around it is shown. */
export function plain(text: string, length: number): string {
  const one = text
    .slice(0, 4 * length)
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return one.length <= length ? one : `${one.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
