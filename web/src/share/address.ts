// Addresses that bring a run: a link that carries it, or the id of one that is stored. The site's root is found from where
// this script lies, so that both work under any path.

import { decoded, pasted, pastedId } from "./pasted.js";

/** Where the site begins, with a slash at its end. */
export const SITE = new URL("../", import.meta.url).href;

export type Wanted =
  | { readonly kind: "link"; readonly text: string }
  /** Of a run that is stored: /r/ID, /embed/ID or #r/ID. */
  | { readonly kind: "stored"; readonly id: string };

export type Place = Pick<Location, "hash" | "pathname">;

/** What an address brings; null where it is only the page's. */
export function wantedIn({ hash, pathname }: Place): Wanted | null {
  const link = pasted(hash);
  if (/^v\d/.test(link)) return { kind: "link", text: `#${link}` };
  // What follows an id in a path was hung on: a slash, the end of a sentence, a bracket.
  const id = pastedId(hash) ?? /\/(?:r|embed)\/([\w-]{1,64})[^\w-]*$/.exec(decoded(pathname))?.[1];
  return id === undefined ? null : { kind: "stored", id };
}

/** What an element's attribute names: a short link's id, what stands after the # of a link, or either's whole address. */
export function wantedBy(text: string): Wanted | null {
  const short = text.trim();
  if (/^[\w-]{1,64}$/.test(short)) return { kind: "stored", id: short };
  const link = pasted(short);
  if (/^v\d+\./.test(link)) return { kind: "link", text: `#${link}` };
  return URL.canParse(short) ? wantedIn(new URL(short)) : null;
}

/** The address that opens a link's fragment in the playground. */
export const linkTo = (fragment: string, site = SITE): string => `${site}#${fragment}`;

/** The same in the embed's page. */
export const embedOf = (fragment: string, site = SITE): string => `${site}embed/#${fragment}`;

/** Longer addresses are cut by some programs that people paste them into. */
export const SHORT_CHARS = 2000;
