// Handing things to the reader: by the clipboard, and as files.

/** Copies a text; false where the browser refuses, which it does without a recent click. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Copies a picture. It is given as a promise, since browsers want to be asked while the click is fresh. */
export async function copyPicture(picture: Promise<Blob>): Promise<boolean> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    return true;
  } catch {
    return false;
  }
}

export function save(name: string, content: Blob | string, type = "text/plain"): void {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by then; until it has, the address must hold.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A name for a file about something: lower-case words joined by hyphens. */
export function fileName(...words: readonly string[]): string {
  const joined = words
    .join(" ")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-");
  return joined.replace(/^-+|-+$/g, "").slice(0, 80) || "velocidade";
}
