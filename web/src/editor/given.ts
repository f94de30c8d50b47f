// What a program gives: how far it is, its output, and how it ended or what was measured. A function of the page's state.

import manifest from "velocidade:manifest";
import { html, nothing, type TemplateResult } from "lit";
import { progressView } from "../elements/progress.js";
import type { ResultView } from "../elements/result.js";
import { number, plural } from "../format.js";
import type { Loading } from "../toolchain/compiler.js";
import type { Status } from "../toolchain/messages.js";
import { weight } from "../toolchain/weight.js";
import type { Activity } from "./activity.js";
import { consoleView } from "./console.js";
import { buildFacts } from "./facts.js";

export interface Given {
  readonly activity: Activity;
  readonly output: string;
  readonly site: Status | null;
  readonly view: ResultView | null;
  /** Whether the source, as it was when Run was pressed, does not compile: which is said beside it. */
  readonly wrong?: boolean;
  /** In the midst of somebody else's text, where there is less room, and nothing loads before Run. */
  readonly compact?: boolean;
}

export function givenView({ activity, output, site, view, wrong = false, compact = false }: Given): TemplateResult {
  const times = "times" in activity && activity.kind !== "running" ? activity.times : null;
  return html`
    ${wrong && activity.kind === "idle" ? nothing : headline(activity, site, compact)}
    ${consoleView(output)}
    ${ending(activity)}
    <velocidade-result ?compact=${compact} .view=${view}></velocidade-result>
    ${times === null ? nothing : html`<p class="facts">${buildFacts(times)}</p>`}
  `;
}

function headline(activity: Activity, site: Status | null, compact: boolean): TemplateResult | typeof nothing {
  switch (activity.kind) {
    case "idle":
      return html`${compact ? nothing : html`<p class="verdict empty">Press Run: it is compiled here, in this page, and runs on every core.</p>`}
        ${compilerNote(site, activity.loading, compact ? "you press Run" : "you begin to write")}`;
    case "building":
      return html`<p role="status">${activity.doing} …</p>${loadingBar(activity.loading)}`;
    case "running":
      if (activity.measuring === null) return html`<p>${activity.stopping ? "Stopping" : "Running"} …</p>`;
      return html`<h2>${activity.measuring.title}</h2>${progressView(activity.measuring.progress, activity.stopping, manifest.runtimes)}
        <p class="hint">It is ended after ${duration(activity.measuring.mostMs)} at the latest.</p>`;
    case "failed":
      return html`<div class="failure" role="alert"><p><b>That did not work.</b> ${activity.fault.message}</p></div>`;
    case "ended":
    case "report":
      return nothing;
  }
}

function ending(activity: Activity): TemplateResult | typeof nothing {
  if (activity.kind !== "ended") return nothing;
  const { code, message } = activity.ending;
  return html`<p class="ending ${code === "exited" || code === "stopped" ? "" : "wrong"}">${message}</p>`;
}

/** What compiling costs, before it is paid. */
function compilerNote(
  site: Status | null,
  loading: Loading | undefined,
  when: string,
): TemplateResult | typeof nothing {
  if (loading?.kind === "ready") return html`<p class="note">The compiler is loaded.</p>`;
  if (loading?.kind === "loading") return loadingBar(loading);
  if (loading?.kind === "failed") return html`<p class="fault">${loading.message}</p>`;
  switch (site?.state) {
    case undefined:
      return nothing;
    case "building":
      return html`<p class="note">This site is still building its compiler, which takes some minutes, once. You can write
        meanwhile.</p>`;
    case "failed":
      return html`<p class="fault">${site.message}</p>`;
    case "ready": {
      const sent = weight(site.files, "sent");
      return html`<p class="note">It takes Go’s own compiler and linker and the standard library, ${site.go}:
        ${megabytes(sent)}, loaded when ${when}, and kept in this browser.
        ${site.note === "" ? nothing : html`They are bigger than need be: ${site.note}.`}</p>`;
    }
  }
}

function loadingBar(loading: Loading | undefined): TemplateResult | typeof nothing {
  if (loading?.kind !== "loading") return nothing;
  const { got, total } = loading;
  const said = `Loading the compiler: ${number((100 * got) / total, 0)} % of ${megabytes(total)}`;
  return html`<div class="progress">
    <progress aria-label="Loading the compiler" max=${total} .value=${got} aria-valuetext=${said}></progress>
    <p><span>${said}</span></p>
  </div>`;
}

function megabytes(bytes: number): string {
  return `${number(bytes / 1e6, 1)} MB`;
}

/** A limit in words, as a reader set it: whole seconds, or minutes where they are whole too. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds % 60 === 0 ? plural(seconds / 60, "minute") : plural(seconds, "second");
}
