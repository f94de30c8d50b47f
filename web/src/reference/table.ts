// The numbers behind the plot of a run beside figures from elsewhere.

import { html, type TemplateResult } from "lit";
import { number, ratio, ratios, type TimeUnit, time, timeIn, timesIn, unitFor } from "../format.js";
import { entryKey, laneLook } from "../lanes.js";
import type { Series } from "../plots/series.js";
import type { Comparison } from "../report.js";
import type { Row } from "./beside.js";
import type { Printed, Reference } from "./file.js";

const EMPTY = "–";

export function besideTable(rows: readonly Row[], compared: readonly Comparison[]): TemplateResult {
  const found = new Map(compared.map((c) => [entryKey(c), c.ratio]));
  const unit = unitFor(Math.max(0, ...rows.flatMap((row) => [row.here?.medianMs ?? 0, row.there?.medianMs ?? 0])));
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Table of times here and natively">
    <table>
      <caption>Times of one run in ${unit.name}; a ratio’s interval allows for how whole runs differ</caption>
      <thead>
        <tr>
          <th scope="col">Lane</th>
          <th scope="col">Workers</th>
          <th scope="col">Here</th>
          <th scope="col">Interval</th>
          <th scope="col">Samples</th>
          <th scope="col">Natively</th>
          <th scope="col">Interval</th>
          <th scope="col">Samples</th>
          <th scope="col">Here ÷ natively</th>
          <th scope="col">Interval</th>
        </tr>
      </thead>
      <tbody>${rows.map((row) => {
        const factor = found.get(entryKey(row)) ?? null;
        return html`<tr class=${laneLook(row.lane).className}>
          <th scope="row"><span class="swatch" aria-hidden="true"></span>${row.lane}${row.less === "" ? "" : ` at ${row.less}`}</th>
          <td>${row.workers}</td>
          ${cells(row.here, unit)}${cells(row.there, unit)}
          <td><b>${factor === null ? EMPTY : ratio(factor.value)}</b></td>
          <td>${factor === null ? EMPTY : ratios(factor.interval)}</td>
        </tr>`;
      })}</tbody>
    </table>
  </div>`;
}

function cells(series: Series | null, unit: TimeUnit): TemplateResult {
  const { medianMs = null, intervalMs = null } = series ?? {};
  return html`<td><b>${medianMs === null ? EMPTY : timeIn(unit, medianMs)}</b></td>
    <td>${intervalMs === null ? EMPTY : timesIn(unit, intervalMs)}</td>
    <td>${series === null ? EMPTY : number(series.samplesMs.length, 0)}</td>`;
}

/** What others printed about this program, each with its source. */
export function printedTable(printed: readonly Printed[]): TemplateResult {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Table of printed times">
    <table>
      <caption>Times that others printed</caption>
      <thead>
        <tr><th scope="col">Lane</th><th scope="col">Size</th><th scope="col">Times</th><th scope="col">Software</th>
          <th scope="col">Machine</th><th scope="col">Source</th></tr>
      </thead>
      <tbody>${printed.map(
        (p) => html`<tr>
          <th scope="row">${p.lane}</th>
          <td>${p.args === "" ? "not printed" : p.args}</td>
          <td>${p.timesMs.map((ms) => time(ms)).join(", ")}</td>
          <td>${p.software}</td>
          <td>${p.machine}</td>
          <td><a href=${p.source.url} rel="noreferrer">${p.source.title}</a></td>
        </tr>`,
      )}</tbody>
    </table>
  </div>`;
}

/** Where the figures come from. */
export function provenance({ machine, recordedAt, commands, missing, reports }: Reference): TemplateResult {
  const memory = machine.memoryMB === 0 ? "" : `, ${number(machine.memoryMB / 1024, 0)} GB`;
  const versions = [...new Set(reports.flatMap((report) => report.lanes.map((lane) => lane.runtime ?? "")))].filter(
    Boolean,
  );
  return html`<p class="facts">
    Recorded on ${machine.name} (${machine.cpu}, ${machine.cores} cores${memory}, ${machine.system}),
    ${new Date(recordedAt).toLocaleDateString(undefined, { dateStyle: "long" })}.
    ${versions.length === 0 ? "" : `${versions.join(" · ")}.`}
    ${commands.map((command) => html`<code>${command}</code> `)}
    ${missing.map((m) => html`<br>Without ${m.runtime}: ${m.message}`)}
  </p>`;
}

/** In the engine's words: how the first lane did that both have. */
export function besideFinding(compared: readonly Comparison[] | null): string {
  if (compared === null) return "Here and natively";
  return compared[0]?.verdict ?? "No lane was measured both here and natively";
}
