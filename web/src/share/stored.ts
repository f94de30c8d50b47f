// The share service as the page knows it: short links for runs, kept until all who stored one have deleted it. Nothing goes there unless
// the reader has asked for it. A site without the service, as any file host serves it, has no short links, and says so.

import { EngineError, engine } from "../engine/client.js";
import type { Fault, Report } from "../report.js";
import { SITE } from "./address.js";

export interface ShortLink {
  readonly id: string;
  readonly url: string;
  /** Given once: each who stores a run has one, and deletes with it what they stored. */
  readonly deleteToken: string;
}

/** Short links of this visit, by what they show: who made one under Share has it under Embed. */
const known = new WeakMap<Report, ShortLink>();

export const shortLinkOf = (report: Report): ShortLink | null => known.get(report) ?? null;

/** What a reader is told before a run is stored. */
export const WHAT_IS_STORED =
  "program, arguments, samples, answer, timeline, when it was measured, and the name that this browser gives itself. No address " +
  "and no account of yours. Whoever has the link sees it. It stays until it is deleted with a token that is shown once; nothing is removed to make room. " +
  "If others store the very same run they get tokens of their own, and it goes when the last of you has deleted it.";

/** The link that carries a run, or why none can. It has no timeline, which is most of what the engine would have to read. */
export function carried(report: Report, source: string): Promise<{ readonly link?: string; readonly error?: Fault }> {
  const brief = { ...report, timeline: [] };
  return engine().ask("encoded", { type: "encode", report: brief, ...(source === "" ? {} : { source }) });
}

/** Stores a run, as the engine writes it for the service. */
export async function store(report: Report): Promise<ShortLink> {
  const { stored } = await engine().ask("encoded", { type: "encode", report });
  const made = await call("api/runs", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: stored,
  });
  const answer: unknown = await made.json();
  if (!isShortLink(answer)) throw noService();
  const link = { ...answer, url: new URL(answer.url, SITE).href };
  known.set(report, link);
  return link;
}

/** Deletes what this reader stored, and tells whether the run is gone with it: others may have stored the same. */
export async function remove(report: Report, { id, deleteToken }: ShortLink): Promise<boolean> {
  const answer = await call(`api/runs/${id}`, {
    method: "DELETE",
    headers: { Authorization: `Bearer ${deleteToken}` },
  });
  known.delete(report);
  return answer.status === 204;
}

/** A stored run. It is checked like any other input: the service is one of many places that it may have come from. */
export async function fetchRun(id: string): Promise<Report> {
  const answer = await call(`api/runs/${id}`, {});
  const { report } = await engine().ask("decoded", { type: "decode", text: await answer.text() });
  return report;
}

async function call(path: string, request: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(SITE + path, { ...request, credentials: "omit" });
  } catch {
    throw fault(
      "offline",
      "The service for short links could not be reached. A link without a server works all the same.",
    );
  }
  if (answer.ok) return answer;
  const problem: unknown = await answer.json().catch(() => null);
  throw problemOf(problem, answer.status);
}

/** What an answer that is no success says: a problem of RFC 9457 with our fields beside, or another server's page. */
function problemOf(problem: unknown, status: number): EngineError {
  if (!isRecord(problem) || typeof problem["title"] !== "string") return noService(status);
  const text = (name: string) => (typeof problem[name] === "string" ? String(problem[name]) : undefined);
  const message = text("detail") ?? problem["title"];
  const [field, value, limit] = [text("field"), text("value"), text("limit")];
  return new EngineError({
    code: text("code") ?? `http-${status}`,
    message,
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value }),
    ...(limit === undefined ? {} : { limit }),
  } satisfies Fault);
}

function noService(status = 404): EngineError {
  return fault(
    "no-service",
    `This site has no service for short links (it answered ${status}). A link without a server works all the same.`,
  );
}

const fault = (code: string, message: string) => new EngineError({ code, message });

const isRecord = (data: unknown): data is Readonly<Record<string, unknown>> =>
  typeof data === "object" && data !== null;

function isShortLink(data: unknown): data is ShortLink {
  if (!isRecord(data)) return false;
  const { id, url, deleteToken } = data;
  return (
    typeof id === "string" && /^[\w-]{1,64}$/.test(id) && typeof url === "string" && typeof deleteToken === "string"
  );
}
