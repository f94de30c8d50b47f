// Lit templates as text, for looking at their structure without a browser.

/** The template's markup with its values in place; event listeners and what stands for nothing are left out. */
export function markup(value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(markup).join("");
  if (isTemplate(value)) {
    return value.strings.map((text, i) => text + (i < value.values.length ? markup(value.values[i]) : "")).join("");
  }
  return "";
}

/** How often a pattern stands in a text. */
export function occurrences(text: string, pattern: RegExp): number {
  return [...text.matchAll(new RegExp(pattern, "g"))].length;
}

function isTemplate(
  value: unknown,
): value is { readonly strings: readonly string[]; readonly values: readonly unknown[] } {
  return typeof value === "object" && value !== null && "strings" in value && "values" in value;
}
