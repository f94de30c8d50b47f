// What the plots share: marks as path data, one path for all of a series' dots, so that thousands of them stay a handful
// of elements; and the axis along the bottom. Colours come from classes (styles/plots.css): a strict content
// security policy allows no style attributes.

import { type SVGTemplateResult, svg } from "lit";
import { number, type TimeUnit } from "../format.js";
import type { Mark } from "../lanes.js";
import type { Scale } from "./scale.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The outline of a mark around each point, r its half-width in pixels. */
export function marks(mark: Mark, points: readonly Point[], r: number): string {
  return points.map((p) => outline(mark, p, r)).join("");
}

function outline(mark: Mark, { x, y }: Point, r: number): string {
  switch (mark) {
    case "circle":
      return `M${n(x - r)},${n(y)}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0Z`;
    case "square": {
      // A square of the circle's area looks as large as the circle.
      const h = n(r * 0.89);
      return `M${n(x - h)},${n(y - h)}h${2 * h}v${2 * h}h${-2 * h}Z`;
    }
    case "diamond": {
      const h = n(r * 1.25);
      return `M${n(x)},${n(y - h)}l${h},${h}l${-h},${h}l${-h},${-h}Z`;
    }
    case "triangle": {
      const h = n(r * 1.2);
      return `M${n(x)},${n(y - h)}l${h},${2 * h}h${-2 * h}Z`;
    }
  }
}

/** A line through the points. */
export function polyline(points: readonly Point[]): string {
  return points.length === 0 ? "" : `M${points.map((p) => `${n(p.x)},${n(p.y)}`).join("L")}`;
}

/** Pixels to a tenth: what a screen can show, and no more text than that. */
export function n(x: number): number {
  return Math.round(x * 10) / 10;
}

/** Ticks of a time axis, all with as many decimals as the finest of them needs. */
export function timeTicks(x: Scale, unit: TimeUnit, count: number): Tick[] {
  const values = x.ticks(count);
  const step = ((values[1] ?? 1) - (values[0] ?? 0)) * unit.perMs;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return values.map((t) => ({ at: x(t), label: number(t * unit.perMs, digits) }));
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Tick lines from top to bottom with labels below; labels that would touch their left neighbour are left out. */
export function bottomAxis(
  ticks: readonly Tick[],
  top: number,
  bottom: number,
  title: string,
  right: number,
): SVGTemplateResult {
  let end = Number.NEGATIVE_INFINITY;
  const roomy = ticks.map((tick) => {
    const half = textWidth(tick.label) / 2;
    const shown = tick.at - half > end + 6;
    if (shown) end = tick.at + half;
    return { ...tick, shown };
  });
  return svg`<g class="axis" aria-hidden="true">
    ${roomy.map(
      (tick) => svg`<line x1=${n(tick.at)} x2=${n(tick.at)} y1=${top} y2=${bottom + (tick.shown ? 5 : 0)} />
      ${tick.shown ? svg`<text x=${n(tick.at)} y=${bottom + 18} text-anchor="middle">${tick.label}</text>` : ""}`,
    )}
    <text class="axis-title" x=${n(right)} y=${bottom + 36} text-anchor="end">${title}</text>
  </g>`;
}

/** About how wide a label is in pixels, for the plots' 12-pixel type. */
export function textWidth(text: string): number {
  return text.length * 7;
}

/** Moves labels apart, at least gap between neighbours and none outside [lo, hi], keeping their order. */
export function spread(wanted: readonly number[], gap: number, lo: number, hi: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let floor = lo;
  for (const i of order) {
    placed[i] = Math.max(placed[i] ?? lo, floor);
    floor = (placed[i] ?? lo) + gap;
  }
  let ceiling = hi;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i] ?? hi, ceiling);
    ceiling = (placed[i] ?? hi) - gap;
  }
  return placed;
}
