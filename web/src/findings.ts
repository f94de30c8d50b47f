// What a plot's title says. The engine decides and words what a report carries (see Claim); a title here is one of its
// claims. Only the timeline has a sentence of its own, about the one run that it shows.

import { percent } from "./format.js";
import { phaseTotals } from "./plots/timeline.js";
import type { Claim, ClaimKind, Report, Span } from "./report.js";

/** The title for a plot of reports that carry no claims, as those of builds before claims do. */
const UNCLAIMED: Readonly<Partial<Record<ClaimKind, string>>> = {
  time: "Every sample",
  speedup: "Speed-up against one worker",
  efficiency: "Efficiency: speed-up divided by workers",
};

export function claimsOf(report: Report, kind: ClaimKind): readonly Claim[] {
  return report.claims?.filter((claim) => claim.kind === kind) ?? [];
}

/** The words of a report's first claim of a kind, which is the one that its verdict goes with. */
export function finding(report: Report, kind: ClaimKind): string {
  return claimsOf(report, kind)[0]?.text ?? UNCLAIMED[kind] ?? "";
}

export function timelineFinding(spans: readonly Span[]): string {
  const totals = phaseTotals(spans);
  const all = totals.spawn + totals.compile + totals.copy + totals.run + totals.wait;
  if (all === 0) return "No timeline was kept of this run";
  const start = totals.spawn + totals.compile;
  const run = `In this run ${percent(totals.run / all)} of the workers’ time went into the program`;
  return start / all > 0.05 ? `${run}, ${percent(start / all)} into starting up` : run;
}
