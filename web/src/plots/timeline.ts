// What each worker was doing, when: a row for each worker, a colour for each phase. A run of 64 workers holds thousands
// of spans, far more than a screen has pixels: each pixel takes the phase that filled most of it, and each phase
// becomes one path.

import { group, max } from "d3-array";
import { html, svg, type TemplateResult } from "lit";
import { percent, plural, unitFor } from "../format.js";
import { laneLook } from "../lanes.js";
import type { Phase, Span } from "../report.js";
import { bottomAxis, n, timeTicks } from "./draw.js";
import { linear } from "./scale.js";

export const PHASES: readonly Phase[] = ["spawn", "compile", "copy", "run", "wait"];

export interface TimelineModel {
  readonly lane: string;
  /** Of one lane, one worker count and one run. */
  readonly spans: readonly Span[];
}

/** Milliseconds that the workers spent in each phase, added up. */
export function phaseTotals(spans: readonly Span[]): Readonly<Record<Phase, number>> {
  const totals = { spawn: 0, compile: 0, copy: 0, run: 0, wait: 0 };
  for (const span of spans) totals[span.phase] += span.endMs - span.startMs;
  return totals;
}

export function timelinePlot(model: TimelineModel, width: number): TemplateResult {
  const workers = [...new Set(model.spans.map((span) => span.worker))].sort((a, b) => a - b);
  const named = workers.length <= 16;
  const left = named ? 76 : 40;
  const right = width - 12;
  const pitch = Math.max(6, Math.min(26, Math.floor(420 / Math.max(workers.length, 1))));
  const bar = Math.max(4, Math.round(pitch * 0.62));
  const top = 8;
  const bottom = top + pitch * workers.length + 6;
  const height = bottom + 44;
  const end = max(model.spans, (span) => span.endMs) ?? 1;
  const x = linear([0, end], [left, right]);
  const unit = unitFor(end);
  const ticks = timeTicks(x, unit, width < 620 ? 4 : 8);

  const byWorker = group(model.spans, (span) => span.worker);
  const paths: Record<Phase, string[]> = { spawn: [], compile: [], copy: [], run: [], wait: [] };
  workers.forEach((worker, i) => {
    const y = top + i * pitch + (pitch - bar) / 2;
    for (const run of runsOfPixels(byWorker.get(worker) ?? [], x, left, right)) {
      const [at, h] = run.phase === "wait" ? [y + bar / 2 - 0.5, 1] : [y, bar];
      paths[run.phase].push(`M${n(run.from)},${n(at)}h${n(run.to - run.from)}v${n(h)}h${n(run.from - run.to)}Z`);
    }
  });
  // With many workers only every so many rows have room for their number.
  const every = Math.ceil(14 / pitch);
  return html`<svg class="plot timeline ${laneLook(model.lane).className}" viewBox="0 0 ${width} ${height}"
    width=${width} height=${height}
    role="img" aria-label=${describe(workers.length, model.spans)}>
    ${bottomAxis(ticks, 4, bottom, `Time since the run began, ${unit.name}`, right)}
    ${PHASES.map((phase) => svg`<path class="phase-${phase}" d=${paths[phase].join("")} />`)}
    <g class="axis" aria-hidden="true">${workers.map((worker, i) =>
      i % every === 0
        ? svg`<text x=${left - 10} y=${n(top + (i + 0.5) * pitch + 4)} text-anchor="end">${named ? `worker ${worker + 1}` : worker + 1}</text>`
        : "",
    )}</g>
  </svg>`;
}

interface PixelRun {
  readonly phase: Phase;
  readonly from: number;
  readonly to: number;
}

/** One worker's spans as runs of whole pixels, each of the phase that filled most of it. */
export function runsOfPixels(
  spans: readonly Span[],
  x: (ms: number) => number,
  left: number,
  right: number,
): PixelRun[] {
  const columns = Math.max(1, Math.ceil(right - left));
  const share = PHASES.map(() => new Float64Array(columns));
  for (const span of spans) {
    const column = share[PHASES.indexOf(span.phase)];
    const from = Math.max(x(span.startMs) - left, 0);
    const to = Math.min(x(span.endMs) - left, columns);
    for (let i = Math.floor(from); column !== undefined && i < to; i++) {
      column[i] = (column[i] ?? 0) + Math.min(to, i + 1) - Math.max(from, i);
    }
  }
  const runs: PixelRun[] = [];
  let current: { phase: Phase | null; from: number } = { phase: null, from: left };
  for (let i = 0; i <= columns; i++) {
    const phase = i < columns ? mostOf(share, i) : null;
    if (phase === current.phase) continue;
    if (current.phase !== null) runs.push({ phase: current.phase, from: current.from, to: left + i });
    current = { phase, from: left + i };
  }
  return runs;
}

function mostOf(share: readonly Float64Array[], i: number): Phase | null {
  let best: Phase | null = null;
  let most = 0;
  PHASES.forEach((phase, p) => {
    const filled = share[p]?.[i] ?? 0;
    if (filled > most) [best, most] = [phase, filled];
  });
  return best;
}

function describe(workers: number, spans: readonly Span[]): string {
  const totals = phaseTotals(spans);
  const all = PHASES.reduce((sum, phase) => sum + totals[phase], 0) || 1;
  const shares = PHASES.map((phase) => `${phase} ${percent(totals[phase] / all)}`).join(", ");
  return `Timeline of ${plural(workers, "worker")}. Share of their time: ${shares}.`;
}
