// The form, drawn from the manifest: a field for each parameter, the lanes, worker counts and blocks. A function of what
// was typed and what the check says about it; every change goes back as a new Form.

import { html, nothing, type TemplateResult } from "lit";
import { megabytes, plural } from "../format.js";
import { laneLook, runtimeOf } from "../lanes.js";
import type { Lane, Manifest, Param, Program } from "../manifest.js";
import { type Checked, faultOf } from "../state/check.js";
import { argTexts, type Form, withArg, withLane } from "../state/form.js";

/** The runtime that programs are written for. */
const BASE = "go";

export interface FormView {
  readonly manifest: Manifest;
  readonly form: Form;
  readonly checked: Checked;
  readonly cores: number;
  readonly edit: (form: Form) => void;
}

export function formFields(view: FormView): TemplateResult {
  const { form, checked, cores, edit } = view;
  const { program } = checked;
  const stray = faultOf(checked, "args");
  return html`
    ${program === undefined ? nothing : programFields(view, program)}
    ${stray === undefined ? nothing : html`<p class="fault">${stray.message}</p>`}
    ${lanesField(view)}
    ${textField({
      id: "workers",
      label: "Worker counts",
      value: form.workers,
      hint: `Such as 1,2,4; past the ${plural(cores, "core")} that this browser names, if you like.`,
      fault: faultOf(checked, "workers")?.message,
      change: (workers) => edit({ ...form, workers }),
    })}
    ${textField({
      id: "blocks",
      label: "Blocks",
      value: form.blocks,
      hint: "Each block runs every lane once, in random order. Six are the least for an interval.",
      fault: faultOf(checked, "blocks")?.message,
      change: (blocks) => edit({ ...form, blocks }),
    })}
  `;
}

function programFields(view: FormView, program: Program): TemplateResult {
  return html`<p class="hint gist">${program.summary}</p>
    ${about(program)} ${program.params.map((param) => paramField(view, program, param))}`;
}

function about(program: Program): TemplateResult {
  return html`<details class="about">
    <summary>About this program</summary>
    ${program.doc.split(/\n\s*\n/).map((text) => html`<p>${text}</p>`)}
    <p class="source">${withLinks(program.source)}</p>
  </details>`;
}

/** Addresses in a source note become links. */
function withLinks(text: string): (string | TemplateResult)[] {
  return text
    .split(/(https:\/\/[^\s,;]+)/)
    .map((piece) =>
      piece.startsWith("https://")
        ? html`<a href=${piece} rel="noreferrer">${piece.replace("https://", "")}</a>`
        : piece,
    );
}

function paramField({ form, checked, edit }: FormView, program: Program, param: Param): TemplateResult {
  const limits = `${param.min.toLocaleString("en-GB")} to ${param.max.toLocaleString("en-GB")}`;
  return textField({
    id: `param-${param.name}`,
    label: param.label,
    unit: param.unit,
    long: param.kind === "ints",
    value: argTexts(form, program)[param.name] ?? "",
    hint: param.kind === "ints" ? param.doc : `${param.doc} From ${limits}.`,
    fault: faultOf(checked, param.name)?.message,
    change: (text) => edit(withArg(form, program.name, param.name, text)),
  });
}

function lanesField({ manifest, form, checked, edit }: FormView): TemplateResult {
  const fault = faultOf(checked, "lanes")?.message;
  const { program } = checked;
  const strangers = form.lanes.filter((name) => !manifest.lanes.some((lane) => lane.name === name));
  const box = (name: string, title: string, doc: string) => html`<label class="lane ${laneLook(name).className}">
      <input type="checkbox" name="lanes" value=${name} .checked=${form.lanes.includes(name)} @change=${(
        event: Event,
      ) => {
        if (event.target instanceof HTMLInputElement) edit(withLane(form, name, event.target.checked));
      }} />
      <span class="name"><span class="swatch" aria-hidden="true"></span>${title}</span>
      <span class="hint"><code>${name}</code>${doc === "" ? "" : `: ${doc}`}</span>
    </label>`;
  const here = (lane: Lane) =>
    form.lanes.includes(lane.name) || (program?.runtimes.includes(runtimeOf(lane.name)) ?? true);
  const lanesOf = (runtime: string) => manifest.lanes.filter((lane) => runtimeOf(lane.name) === runtime && here(lane));
  const others = manifest.runtimes.filter((runtime) => runtime.name !== BASE && lanesOf(runtime.name).length > 0);
  const chosen = manifest.lanes.some((lane) => runtimeOf(lane.name) !== BASE && form.lanes.includes(lane.name));
  return html`<fieldset aria-describedby=${fault === undefined ? nothing : "lanes-fault"}>
    <legend>Lanes</legend>
    ${lanesOf(BASE).map((lane) => box(lane.name, lane.title, lane.doc))}
    ${
      others.length === 0
        ? nothing
        : html`<details class="runtimes" ?open=${chosen}>
      <summary>Other runtimes: ${others.map((runtime) => runtime.title).join(", ")}</summary>
      ${others.map(
        ({ name, title, doc, bytes }) => html`<div role="group" aria-labelledby="runtime-${name}">
          <p class="runtime" id="runtime-${name}">${title}</p>
          <p class="hint">${doc}${
            bytes === undefined ? "" : html` <b>Loads ${megabytes(bytes)} when it first runs.</b>`
          }</p>
          ${lanesOf(name).map((lane) => box(lane.name, lane.title, lane.doc))}
        </div>`,
      )}
    </details>`
    }
    ${strangers.map((name) => box(name, "Unknown lane", ""))}
    ${fault === undefined ? nothing : html`<p class="fault" id="lanes-fault">${fault}</p>`}
  </fieldset>`;
}

interface TextField {
  readonly id: string;
  readonly label: string;
  readonly unit?: string | undefined;
  readonly long?: boolean;
  readonly value: string;
  readonly hint: string;
  readonly fault: string | undefined;
  readonly change: (text: string) => void;
}

function textField({ id, label, unit, long = false, value, hint, fault, change }: TextField): TemplateResult {
  const described = fault === undefined ? `${id}-hint` : `${id}-fault ${id}-hint`;
  const input = (event: Event) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
      change(event.target.value);
  };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <div class="entry">
      ${
        long
          ? html`<textarea id=${id} rows="3" spellcheck="false" aria-invalid=${fault !== undefined} aria-describedby=${described}
              .value=${value} @input=${input}></textarea>`
          : html`<input id=${id} type="text" autocomplete="off" spellcheck="false" aria-invalid=${fault !== undefined}
              aria-describedby=${described} .value=${value} @input=${input} />`
      }
      ${unit === undefined ? nothing : html`<span class="unit" aria-hidden="true">${unit}</span>`}
    </div>
    ${fault === undefined ? nothing : html`<p class="fault" id="${id}-fault">${fault}</p>`}
    <p class="hint" id="${id}-hint">${hint}</p>
  </div>`;
}
