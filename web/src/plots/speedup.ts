// Speed-up and efficiency against workers, with the ideal line: what parallelism promises, and what was measured.

import { max } from "d3-array";
import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { claimsOf } from "../findings.js";
import { percent, ratio } from "../format.js";
import { entryName, laneLook } from "../lanes.js";
import type { Report } from "../report.js";
import { bottomAxis, marks, n, type Point, polyline, spread, textWidth } from "./draw.js";
import { doubling, linear } from "./scale.js";

/** One measured speed-up, or the share of each worker that it puts to use. */
export interface Gain {
  readonly lane: string;
  readonly workers: number;
  readonly ratio: number;
  readonly interval: readonly [number, number];
}

export interface SpeedupModel {
  readonly gains: readonly Gain[];
  /** Worker counts along the axis, ascending. */
  readonly workers: readonly number[];
  readonly measure: "speedup" | "efficiency";
}

export function gainsOf(report: Report): Gain[] {
  return report.lanes.flatMap(({ lane, workers, speedup }) =>
    speedup === null ? [] : [{ lane, workers, ratio: speedup.ratio, interval: speedup.interval }],
  );
}

/** The shares of each worker put to use, of the entries for which the engine claims one. */
export function efficienciesOf(report: Report): Gain[] {
  return claimsOf(report, "efficiency").flatMap(({ lane, workers, ratio }) =>
    ratio === null ? [] : [{ lane, workers, ratio: ratio.value, interval: ratio.interval }],
  );
}

export function workersOf(entries: readonly { readonly workers: number }[]): number[] {
  return [...new Set([1, ...entries.map((entry) => entry.workers)])].sort((a, b) => a - b);
}

/** From here on a linear axis would crowd the small counts, so both axes double at equal steps instead. */
const LOG_FROM = 12;
const HEIGHT = 240;
const LEFT = 44;

export function speedupPlot(model: SpeedupModel, width: number): TemplateResult {
  const efficiency = model.measure === "efficiency";
  const lanes = [...new Set(model.gains.map((gain) => gain.lane))];
  const labels = lanes.map((lane) => lane);
  const right = width - (lanes.length === 0 ? 24 : Math.max(...labels.map(textWidth)) + 30);
  const [top, bottom] = [14, HEIGHT];
  const most = Math.max(2, ...model.workers);
  const log = most >= LOG_FROM;

  const highest = max(model.gains, (gain) => gain.interval[1]) ?? 0;
  const yMost = efficiency ? Math.max(1.1, highest * 1.05) : Math.max(most, highest) * (log ? 1.15 : 1.06);
  const across = [LEFT + 14, right - 10] as const;
  const x = log ? doubling([1, most], across) : linear([1, most], across);
  const lowest = Math.max(0.05, Math.min(0.5, ...model.gains.map((gain) => gain.interval[0])));
  const y = log && !efficiency ? doubling([lowest, yMost], [bottom, top]) : linear([0, yMost], [bottom, top]);

  const yTicks = efficiency ? [0, 0.25, 0.5, 0.75, 1] : y.ticks(Math.min(5, Math.ceil(yMost)));
  const ideal = [1, most].map((workers) => ({ x: x(workers), y: y(efficiency ? 1 : workers) }));
  const nameAt = efficiency ? { x: x(most) - 4, y: y(1) - 8 } : beside(ideal);
  const ends = lanes.map((lane) => {
    const last = model.gains.filter((gain) => gain.lane === lane).at(-1);
    return last === undefined ? bottom : y(last.ratio);
  });
  const placed = spread(ends, 15, top + 4, bottom);
  const title = efficiency ? "Efficiency: speed-up ÷ workers" : "Speed-up against one worker";
  return html`<svg class="plot speedup" viewBox="0 0 ${width} ${HEIGHT + 44}" width=${width} height=${HEIGHT + 44} role="img"
    aria-label="${title}. ${describe(model)}">
    ${bottomAxis(
      model.workers.map((w) => ({ at: x(w), label: String(w) })),
      bottom,
      bottom,
      "Workers",
      right,
    )}
    <g class="axis" aria-hidden="true">${yTicks.map(
      (t) => svg`<line x1=${LEFT} x2=${n(right)} y1=${n(y(t))} y2=${n(y(t))} />
      <text x=${LEFT - 8} y=${n(y(t) + 4)} text-anchor="end">${efficiency ? percent(t) : `${t}×`}</text>`,
    )}</g>
    <path class="ideal" d=${polyline(ideal)} />
    <text class="ideal-name" x=${n(nameAt.x)} y=${n(nameAt.y)} text-anchor="end">ideal</text>
    ${lanes.map((lane, i) => curve(lane, i - (lanes.length - 1) / 2, placed[i] ?? bottom))}
  </svg>`;

  function curve(lane: string, offset: number, labelY: number): SVGTemplateResult {
    const { mark, className } = laneLook(lane);
    const points = model.gains
      .filter((gain) => gain.lane === lane)
      .map((gain) => ({
        x: x(gain.workers) + offset * 7,
        y: y(gain.ratio),
        lo: y(gain.interval[0]),
        hi: y(gain.interval[1]),
      }));
    // A band as in the samples plot; one too narrow to see would claim a certainty that no measurement has.
    const bars = points.map((p) => `M${n(p.x - 8)},${n(p.hi - 0.75)}h16V${n(p.lo + 0.75)}h-16Z`).join("");
    return svg`<g class=${className}>
      <path class="curve" d=${polyline(points)} />
      <path class="bars" d=${bars} />
      <path class="sample" d=${marks(mark, points, 4)} />
      <text class="curve-name" x=${n(right + 10)} y=${n(labelY + 4)}>${lane}</text>
    </g>`;
  }
}

/** Where the ideal line's name stands: left of a point two thirds along it. */
function beside([from, to]: readonly Point[]): Point {
  if (from === undefined || to === undefined) return { x: 0, y: 0 };
  return { x: from.x + (to.x - from.x) * 0.62 - 8, y: from.y + (to.y - from.y) * 0.62 - 4 };
}

function describe(model: SpeedupModel): string {
  if (model.gains.length === 0) return "Nothing measured yet: the ideal line alone.";
  const show = model.measure === "efficiency" ? percent : ratio;
  return model.gains.map((gain) => `${entryName(gain)} ${show(gain.ratio)}`).join("; ");
}
