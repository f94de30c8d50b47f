// A run beside figures from elsewhere: a strip for each lane, this run's marks above, the others' below. Interpreters and
// compilers lie a hundredfold apart, so the axis has equal steps for equal ratios, and no bar: there is no zero.

import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { time } from "../format.js";
import { entryName, laneCount, laneLook } from "../lanes.js";
import { bottomAxis, marks, n } from "../plots/draw.js";
import { linear } from "../plots/scale.js";
import type { Series } from "../plots/series.js";
import type { Row } from "./beside.js";

/** Below this width, in pixels, labels stand over the strips instead of beside them. */
const NARROW = 620;

const STRIP = 46;

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly narrow: boolean;
  readonly x: (ms: number) => number;
}

export function besidePlot(rows: readonly Row[], width: number): TemplateResult {
  const narrow = width < NARROW;
  const left = narrow ? 8 : 150;
  const right = width - (narrow ? 8 : 170);
  const head = narrow ? 22 : 0;
  const [from, to] = domain(rows);
  const decades = linear([Math.log10(from), Math.log10(to)], [left, right]);
  const x = (ms: number) => decades(Math.log10(Math.min(Math.max(ms, from), to)));
  let y = 8;
  const drawn = rows.map((row) => {
    const top = y + head;
    y = top + STRIP + 10;
    return strip(row, top, { left, right, narrow, x });
  });
  const ticks = powers(from, to).map((ms) => ({ at: x(ms), label: time(ms) }));
  const height = y + 44;
  return html`<svg class="plot beside" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img"
    aria-label=${describe(rows)}>
    ${bottomAxis(ticks, 4, y, "Wall time of one run, equal steps for equal ratios", right)}${drawn}
  </svg>`;
}

function strip(row: Row, top: number, frame: Frame): SVGTemplateResult {
  const { left, right, narrow } = frame;
  const { mark, className } = laneLook(row.lane);
  const on = laneCount(row.lane, row.workers);
  const name = narrow ? `${row.lane} · ${on}` : row.lane;
  const labelX = narrow ? left : left - 16;
  const valueX = narrow ? right : right + 16;
  const values = [
    { label: "here", series: row.here, y: top + 12 },
    { label: "native", series: row.there, y: top + 30 },
  ];
  return svg`<g class="strip ${className}">
    <rect class="strip-ground" x=${left} y=${top} width=${n(right - left)} height=${STRIP} />
    <text class="strip-name" x=${labelX} y=${narrow ? top - 8 : top + 18} text-anchor=${narrow ? "start" : "end"}>${name}</text>
    ${narrow ? "" : svg`<text class="strip-note" x=${labelX} y=${top + 34} text-anchor="end">${on}</text>`}
    ${values.map(({ label, series, y }) => (series === null ? "" : times(label, series, y, mark, frame)))}
    ${row.printed.map((p) => p.timesMs.map((ms) => cross(frame.x(ms), top + 40)))}
    ${narrow ? svg`<text class="strip-note" x=${right} y=${top - 8} text-anchor="end">${brief(row)}</text>` : ""}
    ${narrow ? "" : values.map(({ label, series }, i) => (series === null ? "" : value(label, series, valueX, top + 18 + 16 * i)))}
  </g>`;
}

/** Every sample, the median and its interval. */
function times(
  label: string,
  series: Series,
  y: number,
  mark: "circle" | "square" | "diamond" | "triangle",
  frame: Frame,
): SVGTemplateResult {
  const { x } = frame;
  const points = series.samplesMs.filter((ms) => ms > 0).map((ms) => ({ x: x(ms), y }));
  const { medianMs, intervalMs } = series;
  const band = (from: number, to: number) =>
    svg`<rect class="interval" x=${n(from)} y=${y - 7} width=${n(Math.max(to - from, 1))} height="14" />`;
  return svg`<g class=${label === "here" ? "" : "elsewhere"}>
    ${intervalMs === null ? "" : band(x(intervalMs[0]), x(intervalMs[1]))}
    ${medianMs === null ? "" : svg`<line class="median" x1=${n(x(medianMs))} x2=${n(x(medianMs))} y1=${y - 9} y2=${y + 9} />`}
    <path class="sample" d=${marks(mark, points, 3)} />
  </g>`;
}

function value(label: string, { medianMs }: Series, x: number, y: number): SVGTemplateResult {
  if (medianMs === null) return svg``;
  return svg`<text x=${x} y=${y}><tspan class="strip-value">${time(medianMs)}</tspan><tspan class="strip-note"> ${label}</tspan></text>`;
}

function brief(row: Row): string {
  const parts = [];
  if (row.here?.medianMs != null) parts.push(`${time(row.here.medianMs)} here`);
  if (row.there?.medianMs != null) parts.push(`${time(row.there.medianMs)} native`);
  return parts.join(" · ");
}

/** A printed time. */
function cross(x: number, y: number): SVGTemplateResult {
  return svg`<path class="printed" d="M${n(x - 3)},${y - 3}l6,6m0,-6l-6,6" />`;
}

/** From the decade's part below the shortest time to the one above the longest. */
function domain(rows: readonly Row[]): [number, number] {
  const all = rows
    .flatMap((row) => [
      ...(row.here?.samplesMs ?? []),
      ...(row.there?.samplesMs ?? []),
      ...row.printed.flatMap((p) => p.timesMs),
    ])
    .filter((ms) => ms > 0);
  if (all.length === 0) return [1, 10];
  const least = all.reduce((a, b) => Math.min(a, b));
  const most = all.reduce((a, b) => Math.max(a, b));
  return [least / 1.3, most * 1.3];
}

function powers(from: number, to: number): number[] {
  const first = Math.ceil(Math.log10(from));
  const last = Math.floor(Math.log10(to));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i));
}

function describe(rows: readonly Row[]): string {
  const medians = rows.map((row) => `${entryName(row)}: ${brief(row) || "printed times only"}`).join("; ");
  return `Times here and natively, by lane. ${medians}. The table below gives every number.`;
}
