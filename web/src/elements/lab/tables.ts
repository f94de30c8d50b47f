// Tables of laboratories, and the tables behind their charts.

import { html, type TemplateResult } from "lit";
import { quantity } from "./quantity.js";
import type { LabChart, LabTable } from "./types.js";

export function labTable(table: LabTable): TemplateResult {
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${table.title}>
    <table>
      <caption>${table.title}</caption>
      <thead>
        <tr>${table.columns.map((column) => html`<th scope="col" class=${kindOf(column.unit)}>${column.label}</th>`)}</tr>
      </thead>
      <tbody>
        ${table.rows.map(
          (row) =>
            html`<tr>${row.map((cell, i) => {
              const unit = table.columns[i]?.unit;
              const shown = cell === null ? "–" : typeof cell === "number" ? quantity(cell, unit) : cell;
              return i === 0 ? html`<th scope="row">${shown}</th>` : html`<td class=${kindOf(unit)}>${shown}</td>`;
            })}</tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const kindOf = (unit: string | undefined) => (unit === undefined ? "words" : "number");

/** What a chart shows, as a table. */
export function chartTable(chart: LabChart): LabTable {
  switch (chart.kind) {
    case "samples":
      return {
        title: chart.title,
        columns: [
          { label: "" },
          { label: "Median", unit: chart.x.unit },
          ...Array.from({ length: Math.max(0, ...chart.rows.map((row) => row.values?.length ?? 0)) }, (_, i) => ({
            label: String(i + 1),
            unit: chart.x.unit,
          })),
        ],
        rows: chart.rows.map((row) => {
          const values = row.values ?? [];
          return [row.label, values.length === 0 ? null : median(values), ...values];
        }),
      };
    case "lines": {
      const xs = [...new Set(chart.rows.flatMap((row) => (row.points ?? []).map(([x]) => x)))].sort((a, b) => a - b);
      return {
        title: chart.title,
        columns: [
          { label: chart.x.label, unit: chart.x.unit },
          ...chart.rows.map((row) => ({ label: row.label, unit: chart.y?.unit ?? chart.x.unit })),
        ],
        rows: xs.map((x) => [x, ...chart.rows.map((row) => row.points?.find(([px]) => px === x)?.[1] ?? null)]),
      };
    }
    case "timeline":
      return {
        title: chart.title,
        columns: [
          { label: "Row" },
          { label: "What" },
          { label: "From", unit: "ms" },
          { label: "To", unit: "ms" },
          { label: "For", unit: "ms" },
        ],
        rows: chart.rows.flatMap((row) =>
          (row.spans ?? []).map((span) => [
            row.label,
            span.label ?? span.phase,
            span.startMs,
            span.endMs,
            span.endMs - span.startMs,
          ]),
        ),
      };
  }
}

/** Of a list that is not empty. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
