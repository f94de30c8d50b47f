// How far a run is: a bar, what is being measured, and the time left. The bar is for eyes and for whoever asks; what is
// spoken unasked is announced by the page, far less often.

import { html, type TemplateResult } from "lit";
import { left, megabytes, plural } from "../format.js";
import { entryName, runtimeOf } from "../lanes.js";
import type { Runtime } from "../manifest.js";
import type { Progress } from "../report.js";

export function progressView(
  progress: Progress | null,
  stopping: boolean,
  runtimes: readonly Runtime[],
): TemplateResult {
  const share = progress?.fraction ?? 0;
  const doing = words(progress, stopping, runtimes);
  return html`<div class="progress">
    <progress aria-label="Progress of the run" max="1" .value=${share} aria-valuetext=${doing}></progress>
    <p><span>${doing}</span> <span>${stopping ? "" : left(progress?.leftMs ?? null)}</span></p>
  </div>`;
}

function words(progress: Progress | null, stopping: boolean, runtimes: readonly Runtime[]): string {
  if (stopping) return "Stopping";
  if (progress === null) return "Starting the engine";
  const entry = progress.lane === "" ? "" : `: ${entryName(progress)}`;
  switch (progress.phase) {
    case "starting": {
      // A browser keeps what it has loaded once, but cannot be asked whether it has.
      const runtime = runtimes.find(({ name }) => name === runtimeOf(progress.lane));
      if (runtime?.bytes !== undefined) return `Loading ${runtime.title}, ${megabytes(runtime.bytes)}${entry}`;
      return `Starting workers${entry}`;
    }
    case "warming":
      return `Warming up${entry}`;
    case "measuring":
      return `${plural(progress.done, "run")} of ${progress.total}${entry}`;
  }
}
