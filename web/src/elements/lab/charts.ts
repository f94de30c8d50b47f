// A laboratory's charts: data in, SVG out, in the manner of the benchmark's plots.

import { max } from "d3-array";
import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Mark } from "../../lanes.js";
import { bottomAxis, marks, n, polyline, spread, textWidth, timeTicks } from "../../plots/draw.js";
import { doubling, linear, type Scale } from "../../plots/scale.js";
import { axisUnit, quantity } from "./quantity.js";
import { median } from "./tables.js";
import type { LabChart, LabRow, LabSpan, Look } from "./types.js";

const MARKS: Readonly<Record<Look, Mark>> = {
  single: "diamond",
  threads: "square",
  workers: "circle",
  other: "triangle",
};

/** Below this width, in pixels, labels stand over the rows instead of beside them. */
const NARROW = 620;

export function labChart(chart: LabChart, width: number): TemplateResult {
  switch (chart.kind) {
    case "samples":
      return samples(chart, width);
    case "timeline":
      return timeline(chart, width);
    case "lines":
      return lines(chart, width);
  }
}

/** Where rows and their labels stand. */
function frame(chart: LabChart, width: number, valueWidth: number) {
  const narrow = width < NARROW;
  const longest = max(chart.rows, (row) => textWidth(row.label)) ?? 0;
  const left = narrow ? 8 : Math.min(Math.max(90, longest + 16), width * 0.4);
  return { narrow, left, right: width - (narrow ? 8 : valueWidth), head: narrow ? 20 : 0 };
}

function rowName(row: LabRow, narrow: boolean, left: number, top: number, height: number): SVGTemplateResult {
  const [x, y, anchor] = narrow ? [left, top - 6, "start"] : [left - 12, top + height / 2 + 4, "end"];
  return svg`<text class="strip-name" x=${n(x)} y=${n(y)} text-anchor=${anchor}>${row.label}</text>`;
}

function samples(chart: LabChart, width: number): TemplateResult {
  const { narrow, left, right, head } = frame(chart, width, 96);
  const strip = 26;
  const most = (max(chart.rows, (row) => max(row.values ?? [])) ?? 1) * 1.06 || 1;
  const unit = axisUnit(most, chart.x.unit);
  const x = linear([0, most], [left, right]);
  let y = 8;
  const drawn = chart.rows.map((row) => {
    const top = y + head;
    y = top + strip + 10;
    const values = row.values ?? [];
    const step = (strip - 10) / Math.max(values.length - 1, 1);
    const points = values.map((value, i) => ({ x: x(value), y: top + 5 + i * step }));
    const middle = values.length === 0 ? null : median(values);
    const label = middle === null ? "" : quantity(middle, chart.x.unit);
    const [valueX, valueY, anchor] = narrow ? [right, top - 6, "end"] : [right + 12, top + strip / 2 + 4, "start"];
    return svg`<g class="strip lane-${row.look}">
      <rect class="strip-ground" x=${n(left)} y=${top} width=${n(right - left)} height=${strip} />
      ${rowName(row, narrow, left, top, strip)}
      ${
        middle === null
          ? ""
          : svg`<rect class="length" x=${n(left)} y=${top} width=${n(Math.max(x(middle) - left, 1))} height=${strip} />
            <line class="median" x1=${n(x(middle))} x2=${n(x(middle))} y1=${top - 2} y2=${top + strip + 2} />`
      }
      <path class="sample" d=${marks(MARKS[row.look], points, 3)} />
      <text class="strip-value" x=${n(valueX)} y=${n(valueY)} text-anchor=${anchor}>${label}</text>
    </g>`;
  });
  const ticks = timeTicks(x, { name: "ms", perMs: unit.per }, narrow ? 4 : 7);
  return picture(
    chart,
    "samples",
    width,
    y,
    svg`${bottomAxis(ticks, 4, y, axisTitle(chart.x.label, unit.name), right)}${drawn}`,
  );
}

function timeline(chart: LabChart, width: number): TemplateResult {
  const { narrow, left, right, head } = frame(chart, width, 12);
  const bar = 16;
  const end = max(chart.rows, (row) => max(row.spans ?? [], (span) => span.endMs)) ?? 1;
  const x = linear([0, end || 1], [left, right]);
  const unit = axisUnit(end, "ms");
  let y = 8;
  const drawn = chart.rows.map((row) => {
    const top = y + head;
    y = top + bar + 10;
    const spans = row.spans ?? [];
    const phases = [...new Set(spans.map((span) => span.phase))];
    return svg`<g class="lane-${row.look}">${rowName(row, narrow, left, top, bar)}
      ${phases.map((phase) => {
        const [at, h] = phase === "wait" ? [top + bar / 2 - 0.5, 1] : [top, bar];
        const path = spans
          .filter((span) => span.phase === phase)
          .map((span) => box(span, x, at, h))
          .join("");
        return svg`<path class="phase-${phase}" d=${path} />`;
      })}
      ${spans.map((span) => spanLabel(span, x, top + bar - 4))}
    </g>`;
  });
  const ticks = timeTicks(x, { name: "ms", perMs: unit.per }, narrow ? 4 : 7);
  return picture(
    chart,
    "timeline",
    width,
    y,
    svg`${bottomAxis(ticks, 4, y, axisTitle(chart.x.label, unit.name), right)}${drawn}`,
  );
}

/** Every span is seen, however short, and parted from the next by a sliver where there is room for one. */
function box(span: LabSpan, x: Scale, y: number, height: number): string {
  const from = x(span.startMs);
  const room = x(span.endMs) - from;
  const wide = Math.max(room - (room > 4 ? 1 : 0), 0.75);
  return `M${n(from)},${n(y)}h${n(wide)}v${height}h${n(-wide)}Z`;
}

function spanLabel(span: LabSpan, x: Scale, y: number): SVGTemplateResult | "" {
  if (span.label === undefined || span.label === "") return "";
  const room = x(span.endMs) - x(span.startMs) - 8;
  if (textWidth(span.label) > room) return "";
  return svg`<text class="span-label" x=${n(x(span.startMs) + 4)} y=${n(y)}>${span.label}</text>`;
}

function lines(chart: LabChart, width: number): TemplateResult {
  const narrow = width < NARROW;
  const names = narrow ? 0 : (max(chart.rows, (row) => textWidth(row.label)) ?? 0) + 16;
  const left = 64;
  const right = width - names - 16;
  const height = 260;
  const points = chart.rows.flatMap((row) => row.points ?? []);
  const axis = (at: 0 | 1, range: readonly [number, number]): Scale => {
    const level = at === 1 && chart.level !== undefined ? [chart.level] : [];
    const values = [...level, ...points.map((point) => point[at])].filter((value) => !chart.log || value > 0);
    const [lo, hi] = [Math.min(...values), Math.max(...values)];
    if (values.length === 0) return linear([0, 1], range);
    return chart.log ? doubling([lo, Math.max(hi, lo * 2)], range) : linear([0, hi * 1.05], range);
  };
  const legend = narrow ? 18 * chart.rows.length + 8 : 8;
  const head = legend + 18 * (chart.marks?.length ?? 0);
  const bottom = head + height;
  const x = axis(0, [left, right]);
  const y = axis(1, [bottom - 6, head + 6]);
  const xTicks = x.ticks(6).map((tick) => ({ at: x(tick), label: quantity(tick, chart.x.unit) }));
  const yTicks = thinned(y.ticks(5), 7);
  const yUnit = chart.y?.unit;
  const ends = chart.rows.map((row) => y(row.points?.at(-1)?.[1] ?? 1));
  const placed = spread(ends, 17, head + 8, bottom);
  return picture(
    chart,
    "lines",
    width,
    bottom,
    svg`${bottomAxis(xTicks, bottom, bottom, chart.x.label, right)}
    <g class="axis" aria-hidden="true">${yTicks.map(
      (tick) => svg`<line x1=${left} x2=${n(right)} y1=${n(y(tick))} y2=${n(y(tick))} />
      <text x=${left - 8} y=${n(y(tick) + 4)} text-anchor="end">${quantity(tick, yUnit)}</text>`,
    )}</g>
    ${levelLine(chart, y, left, right)}
    ${chart.rows.map((row, i) => {
      const drawn = (row.points ?? []).map(([px, py]) => ({ x: x(px), y: y(py) }));
      const name = narrow
        ? svg`<path class="sample" d=${marks(MARKS[row.look], [{ x: left + 6, y: 10 + 18 * i }], 4)} />
          <text class="curve-name" x=${left + 18} y=${14 + 18 * i}>${row.label}</text>`
        : svg`<text class="curve-name" x=${n(right + 10)} y=${n((placed[i] ?? 0) + 4)}>${row.label}</text>`;
      return svg`<g class="lane-${row.look}"><path class="curve" d=${polyline(drawn)} />
        <path class="sample" d=${marks(MARKS[row.look], drawn, 3.5)} />${name}</g>`;
    })}
    ${pointedOut(chart, x, y, left, legend)}`,
  );
}

function levelLine(chart: LabChart, y: Scale, left: number, right: number): SVGTemplateResult | "" {
  if (chart.level === undefined) return "";
  const at = n(y(chart.level));
  return svg`<line class="level" x1=${left} x2=${n(right)} y1=${at} y2=${at} />`;
}

/**
 * A ring around each mark, and a line up to what it is, over the curves. Names stand to the left of their lines, each lower
 * than that of the mark to its right, so that no line runs through a name.
 */
function pointedOut(chart: LabChart, x: Scale, y: Scale, left: number, top: number): readonly SVGTemplateResult[] {
  return [...(chart.marks ?? [])]
    .sort((a, b) => b.x - a.x)
    .map((mark, i) => {
      const [px, py] = [x(mark.x), y(mark.y)];
      const height = top + 12 + 18 * i;
      const fits = px - 8 - textWidth(mark.label) > left;
      return svg`<g class="lane-${mark.look}">
        <line class="leader" x1=${n(px)} x2=${n(px)} y1=${n(height - 10)} y2=${n(py - 6)} />
        <path class="ring" d=${marks("circle", [{ x: px, y: py }], 6)} />
        <text class="curve-name" x=${n(fits ? px - 8 : px + 8)} y=${n(height)} text-anchor=${fits ? "end" : "start"}>${mark.label}</text>
      </g>`;
    });
}

/** At most so many of a list, evenly. */
function thinned(list: readonly number[], most: number): readonly number[] {
  const every = Math.ceil(list.length / most);
  return list.filter((_, i) => i % every === 0);
}

function axisTitle(label: string, unit: string): string {
  return unit === "" ? label : `${label}, ${unit}`;
}

function picture(
  chart: LabChart,
  kind: string,
  width: number,
  bottom: number,
  drawn: SVGTemplateResult,
): TemplateResult {
  const height = bottom + 44;
  return html`<svg class="plot ${kind}" viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img"
    aria-label="${chart.title}. The table gives every number.">${drawn}</svg>`;
}
