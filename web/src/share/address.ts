// Addresses that bring a run: a link that carries it, or the id of one that is stored. The site's root is found from where
// this script lies, so that both work under any path.

/** Where the site begins, with a slash at its end. */
export const SITE = new URL("../", import.meta.url).href;

export type Wanted =
  | { readonly kind: "link"; readonly text: string }
  /** Of a run that is stored: /r/ID, /embed/ID or #r/ID. */
  | { readonly kind: "stored"; readonly id: string };

export type Place = Pick<Location, "hash" | "pathname">;

/** What an address brings; null where it is only the page's. */
export function wantedIn({ hash, pathname }: Place): Wanted | null {
  const id = /^#r\/([\w-]{1,64})$/.exec(hash) ?? /\/(?:r|embed)\/([\w-]{1,64})$/.exec(pathname);
  if (/^#v\d/.test(hash)) return { kind: "link", text: hash };
  return id?.[1] === undefined ? null : { kind: "stored", id: id[1] };
}

/** What an element's attribute names: a short link's id, what stands after the # of a link, or either's whole address. */
export function wantedBy(text: string): Wanted | null {
  const short = text.trim();
  if (/^v\d+\./.test(short)) return { kind: "link", text: `#${short}` };
  if (/^[\w-]{1,64}$/.test(short)) return { kind: "stored", id: short };
  return URL.canParse(short) ? wantedIn(new URL(short)) : null;
}

/** The address that opens a link's fragment in the playground. */
export const linkTo = (fragment: string, site = SITE): string => `${site}#${fragment}`;

/** The same in the embed's page. */
export const embedOf = (fragment: string, site = SITE): string => `${site}embed/#${fragment}`;

/** Longer addresses are cut by some programs that people paste them into. */
export const SHORT_CHARS = 2000;
