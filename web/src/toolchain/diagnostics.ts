// What the compiler and gofmt say of a source, as places in it.

import type { Diagnostic } from "./messages.js";

const PLACE = /^(?:[^\s:]*\/)?main\.go:(\d+)(?::(\d+))?: (.*)$/;
/** gofmt names no file. */
const BARE_PLACE = /^(\d+):(\d+): (.*)$/;

/**
 * Reads the compiler's messages. Lines that begin with white space belong to the message before them; what names no place
 * is put at the source's beginning, so that nothing is lost.
 */
export function diagnose(output: string, source: string): Diagnostic[] {
  const lines = source.split("\n");
  const found: { line: number; column: number; message: string }[] = [];
  for (const text of output.split("\n")) {
    if (text.trim() === "") continue;
    const place = PLACE.exec(text) ?? BARE_PLACE.exec(text);
    const last = found.at(-1);
    if (place !== null) {
      const line = Math.min(Math.max(Number(place[1]), 1), lines.length);
      const column = columnOf(lines[line - 1] ?? "", Number(place[2] ?? 1));
      found.push({ line, column, message: explain(place[3] ?? "") });
    } else if (/^\s/.test(text) && last !== undefined) {
      last.message += `\n${text.trim()}`;
    } else {
      found.push({ line: 1, column: 1, message: text.trim() });
    }
  }
  return found;
}

/** The compiler counts bytes of UTF-8; editors count UTF-16 units. */
export function columnOf(line: string, byteColumn: number): number {
  const before = new TextEncoder().encode(line).subarray(0, Math.max(byteColumn - 1, 0));
  return new TextDecoder().decode(before).length + 1;
}

function explain(message: string): string {
  const missing = /^could not import (\S+)/.exec(message);
  if (missing === null) return message;
  return `package ${missing[1]} cannot be imported here: the compiler in this page has a part of the standard library, and Velocidade's own packages`;
}
