// The program that <velocidade-bench> brings along: a Go file that its src names, or code that stands in it. Whoever wrote the
// page chose it, and a server may send anything in its place, so nothing is taken for a program that is none.

import { collect, TooLong } from "../own/collect.js";
import { MAX_BYTES } from "../own/source-link.js";
import type { Fault, Report } from "../report.js";

/** Exactly one of these. "none": the element measures one of the playground's own programs. */
export type Brought =
  | { readonly kind: "none" }
  | { readonly kind: "coming" }
  | {
      readonly kind: "here";
      readonly source: string;
      readonly name: string;
      /** A run of it that was measured elsewhere. */
      readonly shown?: Report | null;
    }
  | { readonly kind: "missing"; readonly fault: Fault };

export const NONE: Brought = { kind: "none" };

/** What a program without a file of its own is called, as on the page of one's own programs. */
const MAIN = "main.go";
const PATIENCE_MS = 30_000;

/** As much of an element as is looked at: a test has no document. */
export interface Carrier {
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string | null }>;
  readonly textContent: string | null;
  readonly baseURI: string;
}

/** Whether it brings a program: never where it names one of the playground's, or a run. */
export function brings(element: Carrier): boolean {
  if (element.getAttribute("program") !== null || element.getAttribute("link") !== null) return false;
  return element.getAttribute("src") !== null || codeIn(element) !== null;
}

/** What it brings, or why it does not: that is told where the program would be. */
export async function brought(element: Carrier, load: typeof fetch = fetch): Promise<Brought> {
  if (!brings(element)) return NONE;
  try {
    const src = element.getAttribute("src");
    if (src === null) return { kind: "here", source: checked(codeIn(element) ?? "", "The code"), name: MAIN };
    const { source, name } = await fetched(src, element.baseURI, load);
    return { kind: "here", source, name };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return { kind: "missing", fault: error.fault };
  }
}

/**
 * The code that stands in an element, null for none: that of its last <code> or <pre>, which is what becomes of a fenced block of
 * Markdown (with line numbers in one before it), or its text, where that is a Go program.
 */
export function codeIn(element: Carrier): string | null {
  const block = [...element.querySelectorAll("pre, code")].at(-1);
  const text = (block ?? element).textContent ?? "";
  if (block === undefined && !isProgram(text)) return null;
  const code = text.replace(/^(?:[ \t\r]*\n)+/, "").trimEnd();
  return code === "" ? null : `${code}\n`;
}

async function fetched(src: string, base: string, load: typeof fetch): Promise<{ source: string; name: string }> {
  const url = URL.canParse(src, base) ? new URL(src, base) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw missing("bad-argument", `src must be the address of a Go file; “${src.slice(0, 80)}” is none.`);
  const name = url.pathname.slice(url.pathname.lastIndexOf("/") + 1).slice(0, 80) || MAIN;
  let response: Response;
  try {
    response = await load(url, { signal: AbortSignal.timeout(PATIENCE_MS), referrerPolicy: "no-referrer" });
  } catch {
    throw missing(
      "source-unavailable",
      `The program’s file could not be loaded from ${url.host}. If that is another site, it must allow this one to read the file (CORS).`,
    );
  }
  if (!response.ok || response.body === null)
    throw missing(
      "source-unavailable",
      `The program’s file could not be loaded: ${url.host} answered ${response.status}.`,
    );
  try {
    const data = await collect(response.body, MAX_BYTES);
    return { source: checked(new TextDecoder("utf-8", { fatal: true }).decode(data), name), name };
  } catch (error) {
    if (error instanceof Missing) throw error;
    if (error instanceof TooLong) throw tooLong(name);
    throw missing("source-unavailable", `${name} is no text in UTF-8, or was cut short.`);
  }
}

/** A program's text, or a fault that says why it is none. */
function checked(source: string, what: string): string {
  if (source.length > MAX_BYTES) throw tooLong(what);
  if (!isProgram(source) || source.includes("\0"))
    throw missing("bad-argument", `${what} is no Go program: it has no package clause.`);
  return source;
}

const isProgram = (text: string): boolean => /^[ \t]*package[ \t]+\w/m.test(text);

class Missing extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

const tooLong = (what: string): Missing =>
  missing("source-too-long", `${what} is longer than ${MAX_BYTES / 1024} KiB, the most that a program may have.`);

function missing(code: string, message: string): Missing {
  return new Missing({ code, field: "src", message });
}
