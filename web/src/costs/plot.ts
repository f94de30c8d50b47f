// A bar for each count of workers: the work, what it took longer side by side, and the waiting, as a thin line.

import { greatest } from "d3-array";
import { html, svg, type TemplateResult } from "lit";
import { capital, count, percent, percents } from "../format.js";
import { entryName, laneLook } from "../lanes.js";
import { bottomAxis, n } from "../plots/draw.js";
import { linear } from "../plots/scale.js";
import type { Costs, Share } from "./costs.js";

// Half of the axis' outer labels.
const LEFT = 14;
const RIGHT = 20;
const PITCH = 46;
const BAR = 16;

export function costsPlot(rows: readonly Costs[], width: number): TemplateResult {
  const x = linear([0, 1], [LEFT, width - RIGHT]);
  const bottom = 8 + PITCH * rows.length;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: x(share), label: percent(share) }));
  return html`<svg class="plot costs" viewBox="0 0 ${width} ${bottom + 44}" width=${width} height=${bottom + 44} role="img"
    aria-label="What the workers’ time went into. ${rows.map(describe).join("; ")}.">
    ${bottomAxis(ticks, 4, bottom, "Share of workers × wall time", width - RIGHT)}
    ${rows.map((row, i) => {
      const y = 8 + i * PITCH + 20;
      const [worked, slowed, end] = [x(row.work.of), x(row.work.of + row.slowed.of), x(1)];
      return svg`<g class=${laneLook(row.lane).className}>
        <text class="curve-name" x=${LEFT} y=${y - 6}>${entryName(row)}</text>
        <text class="curve-name" x=${n(end)} y=${y - 6} text-anchor="end">${percent(row.work.of)} work</text>
        <rect class="work" x=${n(x(0))} y=${y} width=${n(worked - x(0))} height=${BAR} />
        <rect class="slowed" x=${n(worked)} y=${y} width=${n(slowed - worked)} height=${BAR} />
        <rect class="waiting" x=${n(slowed)} y=${y + BAR / 2 - 1} width=${n(Math.max(0, end - slowed))} height="2" />
      </g>`;
    })}
  </svg>`;
}

/** What it cost to work in parallel, with as many workers as there are cores if it was tried. */
export function costsFinding(rows: readonly Costs[], cores: number): string {
  const fitting = rows.filter((row) => row.workers > 1 && row.workers <= cores);
  const most = greatest(fitting.length > 0 ? fitting : rows, (row) => row.workers);
  if (most === undefined) return "";
  const who = capital(count(most.workers, "worker"));
  const [slowed, waiting] = [percent(most.slowed.of), percent(most.waiting.of)];
  return `${who}: ${percent(most.work.of)} of their time was the work, ${slowed} went to slower parts, ${waiting} to waiting`;
}

export function costsLegend(lane: string): TemplateResult {
  const item = (
    name: string,
    y: number,
    height: number,
    meaning: string,
  ) => html`<span><svg width="12" height="12" aria-hidden="true">
    <rect class=${name} y=${y} width="12" height=${height} /></svg> ${meaning}</span> `;
  return html`<span class="phases ${laneLook(lane).className}">
    ${item("work", 0, 12, "the work, as long as one worker takes for it alone")}
    ${item("slowed", 0, 12, "its parts took longer side by side: memory and caches are shared, and cores if there are too few")}
    ${item("waiting", 5, 2, "no part to work on: messages, merging, the others’ last parts")}
  </span>`;
}

export function costsTable(rows: readonly Costs[]): TemplateResult {
  const cell = ({ of, range }: Share) =>
    html`<td><b>${percent(of)}</b> <small>${percents(range[0], range[1])}</small></td>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Table of what the workers’ time went into">
    <table>
      <caption>Shares of workers × wall time over all blocks; behind each, the least and the most of a block</caption>
      <thead><tr><th scope="col">Lane</th><th scope="col">Work</th><th scope="col">Slower side by side</th><th scope="col">Waiting</th></tr></thead>
      <tbody>${rows.map(
        (row) =>
          html`<tr><th scope="row">${entryName(row)}</th>${cell(row.work)}${cell(row.slowed)}${cell(row.waiting)}</tr>`,
      )}</tbody>
    </table>
  </div>`;
}

function describe(row: Costs): string {
  const shares = `${percent(row.work.of)} work, ${percent(row.slowed.of)} slower side by side, ${percent(row.waiting.of)} waiting`;
  return `${entryName(row)}: ${shares}`;
}
