// What an author pastes to embed a run or a program: for pages, for Markdown, for places that allow no script, and for places
// that allow nothing but links and pictures.

import type { Spec } from "../report.js";

export interface Embedded {
  readonly title: string;
  /** What the reader can run. */
  readonly spec: Spec;
  /** Of a program of somebody's own; "" for one of the playground's. */
  readonly source: string;
  /** The run that is shown from the beginning, as the element's attribute names it; null where none is. */
  readonly link: string | null;
  /** Of the playground with the same state, or with the run itself. */
  readonly page: string;
  /** Of the embed's page with the same. */
  readonly frame: string;
  /** Of a picture of the run; null where the run is not stored. */
  readonly picture: string | null;
  /** Of embed@1.js. */
  readonly script: string;
}

export type Snippet = { readonly name: string; readonly text: string; readonly hint: string };

export function snippets(e: Embedded): readonly Snippet[] {
  const title = escaped(e.title);
  const frame = `<iframe src="${escaped(e.frame)}" title="${title}" width="100%" height="520" loading="lazy" allow="cross-origin-isolated; fullscreen; clipboard-write" style="border:0"></iframe>`;
  const element = `<script type="module" src="${escaped(e.script)}"></script>\n${elementOf(e)}`;
  const shows = e.link === null ? "" : " It shows this run from the beginning.";
  const linked = e.picture === null ? markdownText(e.title) : `![${markdownText(e.title)}](${e.picture})`;
  return [
    {
      name: "HTML",
      text: element,
      hint: `An element that runs on a click, in any page or framework that may load a script.${shows}`,
    },
    {
      name: "Markdown",
      text: `${element}\n`,
      hint: "The same, for generators that let HTML through, with an empty line before and after.",
    },
    {
      name: "iframe",
      text: frame,
      hint: `For places that allow no script of others. It runs on a click.${shows}`,
    },
    {
      name: e.picture === null ? "Link" : "Link with a picture",
      text: `[${linked}](${e.page})`,
      hint:
        e.picture === null
          ? "For places that allow only Markdown’s links. With a picture of the run it needs a short link: see below."
          : "For places that allow only links and pictures, a README among them: the picture of this run, leading to it.",
    },
  ];
}

/** A program of somebody's own stands in the element itself, readable without a script, but where the run's link carries it. */
function elementOf({ spec, source, link }: Embedded): string {
  const shown = link === null ? "" : ` link="${escaped(link)}"`;
  const { program, ...rest } = spec;
  if (source === "") return `<velocidade-bench${shown}${attributes({ program, ...rest })}></velocidade-bench>`;
  if (link !== null) return `<velocidade-bench${shown}${attributes(rest)}></velocidade-bench>`;
  return `<velocidade-bench${attributes(rest)}>\n<pre><code class="language-go">${escaped(source)}</code></pre>\n</velocidade-bench>`;
}

function attributes({ program, args, lanes, workers, blocks }: Partial<Spec>): string {
  const text =
    typeof args === "string"
      ? args
      : Object.entries(args ?? {})
          .map(([name, value]) => `${name}=${value}`)
          .join(",");
  const pairs: readonly (readonly [string, string])[] = [
    ["program", program ?? ""],
    ["args", text],
    ["lanes", (lanes ?? []).join(",")],
    ["workers", (workers ?? []).join(",")],
    ["blocks", blocks === undefined ? "" : String(blocks)],
  ];
  return pairs
    .filter(([, value]) => value !== "")
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const markdownText = (text: string) => text.replace(/[\\`*_[\]<>!]/g, "\\$&");
