// A link as mail, chats, Markdown and trackers leave it, and the fragment that it was made with: the twin of wasm/link/pasted.go;
// wasm/link/testdata/pasted.json holds the two together. Links of a program's source ("s1.") fare alike.

/** Before a fragment, and around it. */
const OPENING = /^[\s<([{"'“‘«`*]+/;
const CODE = /^([vs]\d{1,4})\.([\w-]*)([\s\S]?)/;

/** What a link's "#" is followed by, without what was made of it; what holds no link comes back without the space around it. */
export function pasted(text: string): string {
  const whole = decoded(text.trim());
  const at = whole.indexOf("#");
  const fragment = (at < 0 ? whole : whole.slice(at + 1)).replace(OPENING, "");
  const [, version, code, after] = CODE.exec(fragment) ?? [];
  // Another alphabet's: it was changed, and not just followed by something.
  if (version === undefined || /[+/=]/.test(after ?? "")) return fragment;
  return `${version}.${code}`;
}

/** Undoes percent-encoding where there is some. */
export function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/** The id of a stored run in the fragment "#r/ID", whatever was hung on at its end. */
export function pastedId(hash: string): string | undefined {
  return /^#[\s<([{"'“‘«`*]*r\/([\w-]{1,64})(?![\w-])/.exec(decoded(hash))?.[1];
}
