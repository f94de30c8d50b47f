// The form in the address: ?program=primes&kmax=5000&lanes=go/single,go/workers&workers=1,2&blocks=10. What stands at
// its default is left out, so a link says only what its author chose. Values are read as they are: check.ts judges them.

import type { Manifest } from "../manifest.js";
import { argTexts, defaultForm, type Form, programOf, spaced } from "./form.js";

const OWN = new Set(["program", "lanes", "workers", "blocks"]);

/** The query of a form, "" or beginning with "?". */
export function toQuery(form: Form, manifest: Manifest, cores: number): string {
  const base = defaultForm(manifest, cores);
  const pairs: [string, string][] = [];
  if (form.program !== base.program) pairs.push(["program", form.program]);
  const program = programOf(form, manifest);
  const texts = program === undefined ? {} : argTexts(form, program);
  for (const param of program?.params ?? []) {
    const text = (texts[param.name] ?? "").replaceAll(", ", ",");
    if (text !== param.default) pairs.push([param.name, text]);
  }
  for (const [name, text] of Object.entries(form.args[form.program] ?? {})) {
    if (!Object.hasOwn(texts, name)) pairs.push([name, text]);
  }
  const lanes = manifest.lanes.map((lane) => lane.name).filter((name) => form.lanes.includes(name));
  const strangers = form.lanes.filter((name) => !lanes.includes(name));
  const chosen = [...lanes, ...strangers].join(",");
  if (chosen !== base.lanes.join(",")) pairs.push(["lanes", chosen]);
  if (form.workers !== base.workers) pairs.push(["workers", form.workers]);
  if (form.blocks !== base.blocks) pairs.push(["blocks", form.blocks]);
  // Commas and slashes need no encoding in a query, and lists are for people to read.
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`.replaceAll("%2C", ",").replaceAll("%2F", "/");
}

/**
 * The form of a query. Every name that is not the form's own is taken for a parameter of the program; one that the
 * program does not have is kept, and becomes a fault. Typed is the form so far: values of other programs stay.
 */
export function fromQuery(query: string, manifest: Manifest, cores: number, typed?: Form): Form {
  const base = defaultForm(manifest, cores);
  const given = new URLSearchParams(query);
  const program = given.get("program") ?? base.program;
  const params = manifest.programs.find((p) => p.name === program)?.params ?? [];
  const args = new Map<string, string>();
  for (const [name, text] of given) {
    if (OWN.has(name) || args.has(name)) continue;
    const param = params.find((p) => p.name === name);
    args.set(name, param === undefined ? text : spaced(param, text));
  }
  return {
    program,
    // By way of entries: an address may name anything, __proto__ too.
    args: { ...typed?.args, [program]: Object.fromEntries(args) },
    lanes: given.has("lanes") ? lanesOf(given.get("lanes") ?? "") : base.lanes,
    workers: given.get("workers") ?? base.workers,
    blocks: given.get("blocks") ?? base.blocks,
  };
}

/** A plus in an address stands for a space, of which no lane's name has one: whoever wrote cpython+go meant the plus. */
const lanesOf = (text: string): string[] =>
  [...new Set(text.split(",").map((name) => name.trim().replaceAll(" ", "+")))].filter((name) => name !== "");
