// A bar for each count of workers: the work, what it took longer side by side, and the waiting, as a thin line.

import { html, svg, type TemplateResult } from "lit";
import { capital, count, percent, percents } from "../format.js";
import { entryName, laneLook } from "../lanes.js";
import { bottomAxis, n } from "../plots/draw.js";
import { linear } from "../plots/scale.js";
import type { Claim } from "../report.js";
import { type Costs, length } from "./costs.js";

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
      const [work, slower] = [length(row.work.ratio), length(row.slowed.ratio)];
      const [worked, slowed, end] = [x(work), x(Math.min(1, work + slower)), x(1)];
      return svg`<g class=${laneLook(row.lane).className}>
        <text class="curve-name" x=${LEFT} y=${y - 6}>${entryName(row)}</text>
        <text class="curve-name" x=${n(end)} y=${y - 6} text-anchor="end">${share(row.work)} work</text>
        <rect class="work" x=${n(x(0))} y=${y} width=${n(worked - x(0))} height=${BAR} />
        <rect class="slowed" x=${n(worked)} y=${y} width=${n(slowed - worked)} height=${BAR} />
        <rect class="waiting" x=${n(slowed)} y=${y + BAR / 2 - 1} width=${n(Math.max(0, end - slowed))} height="2" />
      </g>`;
    })}
  </svg>`;
}

/** What it cost to work in parallel, where the verdict says what it gained. */
export function costsFinding({ work, slowed, waiting }: Costs): string {
  const who = `${count(work.workers, work.unit)}: `;
  return capital(`${who}${work.text}, ${slowed.text}, ${waiting.text}`);
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
    ${item("slowed", 0, 12, "its parts took longer side by side")}
    ${item("waiting", 5, 2, "no part to work on: messages, merging, the others’ last parts")}
  </span>`;
}

export function costsTable(rows: readonly Costs[]): TemplateResult {
  const cell = (claim: Claim) =>
    html`<td><b>${share(claim)}</b> <small>${claim.ratio === null ? "" : percents(claim.ratio.interval[0], claim.ratio.interval[1])}</small></td>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Table of what the workers’ time went into">
    <table>
      <caption>Shares of workers × wall time of all blocks, each with its 95 % interval</caption>
      <thead><tr><th scope="col">Lane</th><th scope="col">Work</th><th scope="col">Slower side by side</th><th scope="col">Waiting</th></tr></thead>
      <tbody>${rows.map(
        (row) =>
          html`<tr><th scope="row">${entryName(row)}</th>${cell(row.work)}${cell(row.slowed)}${cell(row.waiting)}</tr>`,
      )}</tbody>
    </table>
  </div>`;
}

function describe(row: Costs): string {
  const shares = `${share(row.work)} work, ${share(row.slowed)} slower side by side, ${share(row.waiting)} waiting`;
  return `${entryName(row)}: ${shares}`;
}

const share = ({ ratio }: Claim): string => (ratio === null ? "–" : percent(ratio.value));
