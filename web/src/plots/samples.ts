// Every sample of a run: a strip for each lane at each worker count, time to the right from zero, blocks in order from
// top to bottom, so that a drift shows as a slant. Warm-up runs stand first, hollow.

import { max } from "d3-array";
import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { time, times, timesIn, unitFor } from "../format.js";
import { entryKey, entryName, laneCount, laneLook } from "../lanes.js";
import { bottomAxis, marks, n, type Point, timeTicks } from "./draw.js";
import { linear } from "./scale.js";
import type { Series } from "./series.js";

export interface SamplesModel {
  readonly rows: readonly Series[];
  /** How many blocks the strips leave room for. */
  readonly blocks: number;
  /** Another run of the same program, drawn below each strip it has in common. */
  readonly over: readonly Series[];
}

/** Below this width, in pixels, labels stand over the strips instead of beside them. */
const NARROW = 620;
/** A warm-up run up to this many times the longest sample still widens the axis; a longer one is marked at its edge. */
const WARMUP_ROOM = 1.5;
/** Height of the strip of a run laid over, of the height of the strip above it. */
const OVERLAID = 0.6;

export function samplesPlot(model: SamplesModel, width: number): TemplateResult {
  const narrow = width < NARROW;
  const left = narrow ? 8 : 120;
  const right = width - (narrow ? 8 : 116);
  const strip = model.blocks > 20 ? 44 : 34;
  const head = narrow ? 22 : 0;
  const overlaid = new Map(model.over.map((series) => [entryKey(series), series]));

  const domain = domainMs([...model.rows, ...model.over]);
  const x = linear([0, domain], [left, right]);
  const unit = unitFor(domain);
  const empty = model.rows.every((series) => series.samplesMs.length + series.warmupMs.length === 0);

  let y = 8;
  const drawn = model.rows.map((series) => {
    const over = overlaid.get(entryKey(series));
    const top = y + head;
    y = top + strip + (over === undefined ? 0 : strip * OVERLAID + 8) + 14;
    return row(series, over, { top, strip, left, right, narrow, blocks: model.blocks, x, domain });
  });
  const bottom = y;
  // Before the first sample there is no scale to show, only where zero is.
  const ticks = empty ? [{ at: x(0), label: "0" }] : timeTicks(x, unit, narrow ? 4 : 8);
  const height = bottom + 44;
  return html`<svg class="plot samples" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img"
    aria-label=${describe(model)}>
    ${bottomAxis(ticks, 4, bottom, empty ? "Wall time of one run" : `Wall time of one run, ${unit.name}`, right)}${drawn}
  </svg>`;
}

interface Frame {
  readonly top: number;
  readonly strip: number;
  readonly left: number;
  readonly right: number;
  readonly narrow: boolean;
  readonly blocks: number;
  readonly x: (ms: number) => number;
  readonly domain: number;
}

function row(series: Series, over: Series | undefined, frame: Frame): SVGTemplateResult {
  const { top, strip, left, right, narrow } = frame;
  const on =
    laneCount(series.lane, series.workers, series.native) + (series.args === undefined ? "" : `, ${series.args}`);
  const labelY = narrow ? top - 8 : top + strip / 2 - 3;
  const valueX = narrow ? right : right + 16;
  return svg`<g class="strip ${laneLook(series.lane).className}">
    <rect class="strip-ground" x=${left} y=${top} width=${n(right - left)} height=${strip} />
    <text class="strip-name" x=${narrow ? left : left - 16} y=${n(labelY)} text-anchor=${narrow ? "start" : "end"}>${
      narrow ? `${series.lane} · ${on}` : series.lane
    }</text>
    ${narrow ? "" : svg`<text class="strip-note" x=${left - 16} y=${n(labelY + 16)} text-anchor="end">${on}</text>`}
    ${dots(series, frame, top, strip)}
    ${value(series, valueX, labelY, narrow)}
    ${over === undefined ? "" : overlay(over, frame)}
  </g>`;
}

function value(series: Series, x: number, y: number, narrow: boolean): SVGTemplateResult {
  const anchor = narrow ? "end" : "start";
  const { medianMs, intervalMs } = series;
  if (medianMs === null) {
    return series.failed ? svg`<text class="strip-note" x=${x} y=${n(y)} text-anchor=${anchor}>failed</text>` : svg``;
  }
  if (narrow) {
    const unit = unitFor(medianMs);
    return svg`<text x=${x} y=${n(y)} text-anchor="end"><tspan class="strip-note">${
      intervalMs === null ? "" : `${timesIn(unit, intervalMs)} `
    }</tspan><tspan class="strip-value">${time(medianMs, unit)}</tspan></text>`;
  }
  return svg`<text class="strip-value" x=${x} y=${n(y)}>${time(medianMs)}</text>
    <text class="strip-note" x=${x} y=${n(y + 16)}>${intervalMs === null ? "no interval yet" : times(intervalMs)}</text>`;
}

function dots(series: Series, frame: Frame, top: number, height: number): SVGTemplateResult {
  const { x, domain, blocks } = frame;
  const { mark } = laneLook(series.lane);
  const slots = series.warmupMs.length + Math.max(blocks, series.samplesMs.length);
  const r = slots > 24 ? 2.2 : 3;
  const step = (height - 2 * r - 4) / Math.max(slots - 1, 1);
  const at = (ms: number, slot: number): Point => ({ x: x(Math.min(ms, domain)), y: top + 2 + r + slot * step });
  const inside = series.warmupMs.flatMap((ms, i) => (ms > domain ? [] : [at(ms, i)]));
  const beyond = series.warmupMs.flatMap((ms, i) => (ms > domain ? [{ ...at(domain, i), ms }] : []));
  const samples = series.samplesMs.map((ms, i) => at(ms, series.warmupMs.length + i));
  const flagged = samples.filter((_, i) => series.outliers.includes(i));
  const { medianMs, intervalMs } = series;
  const bar = (name: string, from: number, to: number) =>
    svg`<rect class=${name} x=${n(x(from))} y=${n(top)} width=${n(Math.max(x(to) - x(from), 1))} height=${n(height)} />`;
  const line = (at: number) =>
    svg`<line class="median" x1=${n(at)} x2=${n(at)} y1=${n(top - 3)} y2=${n(top + height + 3)} />`;
  return svg`
    ${medianMs === null ? "" : bar("length", 0, medianMs)}
    ${intervalMs === null ? "" : bar("interval", ...intervalMs)}
    ${medianMs === null ? "" : line(x(medianMs))}
    <path class="warmup" d=${marks(mark, inside, r)} />
    <path class="sample" d=${marks(mark, samples, r)} />
    <path class="outlier" d=${marks("circle", flagged, r + 3)} />
    ${beyond.map((p) => {
      // Where there is no room for the figure, the arrow alone says that a warm-up run took longer than the axis.
      const label = svg`<text class="strip-note" x=${n(p.x - 12)} y=${n(p.y + 4)} text-anchor="end">${time(p.ms)}</text>`;
      return svg`<path class="beyond" d="M${n(p.x - 7)},${n(p.y - 3.5)}l6,3.5l-6,3.5" />${frame.narrow ? "" : label}`;
    })}`;
}

/** The run laid over: the same marks, lighter, in a lower strip of their own, so that neither hides the other. */
function overlay(over: Series, frame: Frame): SVGTemplateResult {
  const height = frame.strip * OVERLAID;
  const top = frame.top + frame.strip + 4;
  const label = over.medianMs === null || frame.narrow ? "" : `other ${time(over.medianMs)}`;
  return svg`<g class="overlaid">${dots({ ...over, warmupMs: [] }, frame, top, height)}
    <text class="strip-note" x=${frame.right + 16} y=${n(top + height / 2 + 4)}>${label}</text></g>`;
}

/** The right end of the axis in milliseconds: the longest sample, with some room; 100 before there is any. */
function domainMs(all: readonly Series[]): number {
  const sample = max(all, (series) => max(series.samplesMs)) ?? 0;
  const warmup = max(all, (series) => max(series.warmupMs)) ?? 0;
  if (sample === 0) return warmup === 0 ? 100 : warmup * 1.08;
  const near = max(all, (series) => max(series.warmupMs.filter((ms) => ms <= sample * WARMUP_ROOM))) ?? 0;
  return Math.max(sample, near) * 1.08;
}

function describe(model: SamplesModel): string {
  const rows = model.rows.filter((series) => series.medianMs !== null);
  if (rows.length === 0) return "Samples, by lane and worker count.";
  const medians = rows.map((series) => `${entryName(series)} ${time(series.medianMs ?? 0)}`).join("; ");
  return `Samples, by lane and worker count. Medians: ${medians}. The table gives every number.`;
}
