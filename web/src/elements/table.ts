// The numbers behind every plot, as tables.

import { html, nothing, type TemplateResult } from "lit";
import { claimsOf } from "../findings.js";
import { number, percent, ratio, ratios, type TimeUnit, timeIn, timesIn, unitFor } from "../format.js";
import { entryKey, entryName, laneLook } from "../lanes.js";
import type { LaneResult, Ratio, Report } from "../report.js";

const EMPTY = "–";

/** Medians, speed-ups and what belongs to them, a row for each lane at each worker count. */
export function resultTable(report: Report): TemplateResult {
  const unit = unitFor(Math.max(0, ...report.lanes.map((lane) => lane.medianMs ?? 0)));
  const efficiencies = new Map(claimsOf(report, "efficiency").map((claim) => [entryKey(claim), claim.ratio]));
  const base = report.lanes.find((lane) => lane.speedup !== null)?.speedup ?? null;
  const against =
    base === null ? "" : `, speed-up against ${entryName({ lane: base.against, workers: base.againstWorkers })}`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Table of results">
    <table>
      <caption>Times of one run in ${unit.name}${against}</caption>
      <thead>
        <tr>
          <th scope="col">Lane</th>
          <th scope="col">Workers</th>
          <th scope="col">Median</th>
          <th scope="col">Interval</th>
          <th scope="col">Speed-up</th>
          <th scope="col">Interval</th>
          <th scope="col">Efficiency</th>
          <th scope="col">First, cold</th>
          <th scope="col">Samples</th>
        </tr>
      </thead>
      <tbody>${report.lanes.map((lane) => row(lane, unit, efficiencies.get(entryKey(lane)) ?? null))}</tbody>
    </table>
  </div>`;
}

function row(lane: LaneResult, unit: TimeUnit, efficiency: Ratio | null): TemplateResult {
  const { speedup, medianMs, intervalMs } = lane;
  const cold = lane.warmupMs[0];
  const level =
    intervalMs === null || lane.confidence === 0 ? nothing : html` <small>${percent(lane.confidence)}</small>`;
  return html`<tr class=${laneLook(lane.lane).className}>
    <th scope="row"><span class="swatch" aria-hidden="true"></span>${lane.lane}${
      lane.args === undefined ? nothing : html` <small>${lane.args}</small>`
    }</th>
    <td>${lane.workers}</td>
    <td><b>${medianMs === null ? EMPTY : timeIn(unit, medianMs)}</b></td>
    <td>${intervalMs === null ? EMPTY : html`${timesIn(unit, intervalMs)}${level}`}</td>
    <td><b>${speedup === null ? EMPTY : ratio(speedup.ratio)}</b></td>
    <td>${speedup === null ? EMPTY : ratios(speedup.interval)}</td>
    <td>${efficiency === null ? EMPTY : percent(efficiency.value)}</td>
    <td>${cold === undefined ? EMPTY : timeIn(unit, cold)}</td>
    <td>${samplesText(lane)}</td>
  </tr>
  ${
    lane.error === null
      ? nothing
      : html`<tr class="lane-error"><td colspan="9"><b>${entryName(lane)} ended early.</b> “${lane.error.message.slice(0, 400)}”</td></tr>`
  }`;
}

function samplesText(lane: LaneResult): string {
  const taken = number(lane.samplesMs.length, 0);
  return lane.repeat > 1 ? `${taken} × ${lane.repeat}` : taken;
}

/** Every sample, block by block: what the dots of the samples plot stand for. */
export function sampleTable(report: Report): TemplateResult {
  const longest = Math.max(0, ...report.lanes.flatMap((lane) => lane.samplesMs));
  const unit = unitFor(longest);
  const warmups = Math.max(0, ...report.lanes.map((lane) => lane.warmupMs.length));
  const blocks = Math.max(0, ...report.lanes.map((lane) => lane.samplesMs.length));
  const cell = (ms: number | undefined, flagged: boolean) =>
    html`<td>${ms === undefined ? EMPTY : timeIn(unit, ms)}${flagged ? html` <small>outlier</small>` : nothing}</td>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Table of samples">
      <table>
        <caption>Times of every run in ${unit.name}, warm-ups first</caption>
        <thead>
          <tr>
            <th scope="col">Block</th>
            ${report.lanes.map((lane) => html`<th scope="col">${entryName(lane)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${Array.from({ length: warmups }, (_, i) => {
            const cells = report.lanes.map((lane) => cell(lane.warmupMs[i], false));
            return html`<tr><th scope="row">warm-up ${i + 1}</th>${cells}</tr>`;
          })}
          ${Array.from({ length: blocks }, (_, i) => {
            const cells = report.lanes.map((lane) => cell(lane.samplesMs[i], lane.outliers.includes(i)));
            return html`<tr><th scope="row">${i + 1}</th>${cells}</tr>`;
          })}
        </tbody>
      </table>
    </div>`;
}
