// What the editor keeps in this browser: the text, and the limits that were set.

export interface Draft {
  readonly source: string;
  readonly seconds: number;
}

const KEY = "velocidade.edit";

export const DEFAULT_SECONDS = 10;
export const MAX_SECONDS = 600;
/** Longer than any program that a person writes in a page. */
export const MAX_SOURCE = 256 * 1024;

/** The draft of an earlier visit, null where there is none or it cannot be read. */
export function loadDraft(storage: () => Storage): Draft | null {
  try {
    const data: unknown = JSON.parse(storage().getItem(KEY) ?? "null");
    if (typeof data !== "object" || data === null || !("source" in data) || !("seconds" in data)) return null;
    const { source, seconds } = data;
    if (typeof source !== "string" || source.length > MAX_SOURCE) return null;
    return { source, seconds: isSeconds(seconds) ? seconds : DEFAULT_SECONDS };
  } catch {
    return null;
  }
}

/** A browser that keeps nothing, or has no room left, is no reason to stop anybody from typing. */
export function saveDraft(storage: () => Storage, draft: Draft): void {
  try {
    storage().setItem(KEY, JSON.stringify(draft));
  } catch {
    // Nothing is lost that was kept before.
  }
}

export function isSeconds(value: unknown): value is number {
  return typeof value === "number" && value >= 1 && value <= MAX_SECONDS;
}
