// What a plot shows, said in its title. The verdict is the engine's; these are the plots' own sentences, in the same
// words and with the same care: nothing is claimed that an interval does not carry.

import { least, max } from "d3-array";
import { capital, count, percent, percents, ratio, ratios, time } from "./format.js";
import { laneCount } from "./lanes.js";
import type { Gain } from "./plots/speedup.js";
import { phaseTotals } from "./plots/timeline.js";
import type { Report, Span } from "./report.js";

export function samplesFinding(report: Report): string {
  if (report.status === "void") return "Samples of a void run: nothing follows from them";
  // Lanes that ran less are shorter for that alone.
  const whole = report.lanes.filter((l) => l.args === undefined);
  const timed = (whole.length === 0 ? report.lanes : whole).flatMap((l) =>
    l.medianMs === null ? [] : [{ ...l, medianMs: l.medianMs }],
  );
  const best = least(timed, (l) => l.medianMs);
  if (best === undefined) return "No sample was finished";
  const blocks = max(report.lanes, (l) => l.samplesMs.length) ?? 0;
  if (timed.length === 1) return `${best.lane} took ${time(best.medianMs)}, the median of ${blocks}`;
  return `Shortest median: ${time(best.medianMs)}, by ${best.lane} on ${laneCount(best.lane, best.workers)}`;
}

export function speedupFinding(gains: readonly Gain[]): string {
  if (gains.length === 0) return "Too few samples to compare";
  const best = claimOf(gains);
  if (best === undefined) return "No speed-up found at any worker count";
  const who = laneCount(best.lane, best.workers);
  return `${ratio(best.ratio)} with ${who} (${ratios(best.interval)}), where ${best.workers}× is ideal`;
}

export function efficiencyFinding(gains: readonly Gain[]): string {
  const most = max(gains, (gain) => gain.workers) ?? 0;
  const best = bestOf(gains.filter((gain) => gain.workers === most));
  if (best === undefined) return "Too few samples to compare";
  const [share, lo, hi] = [best.ratio, ...best.interval].map((gain) => gain / best.workers);
  if (share === undefined || lo === undefined || hi === undefined) return "";
  return `${capital(count(best.workers, "worker"))}: ${percent(share)} of each put to use (${percents(lo, hi)})`;
}

export function timelineFinding(spans: readonly Span[]): string {
  const totals = phaseTotals(spans);
  const all = totals.spawn + totals.compile + totals.copy + totals.run + totals.wait;
  if (all === 0) return "No timeline was kept of this run";
  const start = totals.spawn + totals.compile;
  const run = `${percent(totals.run / all)} of the workers’ time went into the program`;
  return start / all > 0.05 ? `${run}, ${percent(start / all)} into starting up` : run;
}

/**
 * The speed-up that a run can claim, where it can claim one: of more than one worker, and with an interval above 1. It is the
 * fewest workers of the fastest lane that cannot be told from its best; whether more gain nothing is not said.
 */
export function claimOf(gains: readonly Gain[]): Gain | undefined {
  const claimed = gains.filter((gain) => gain.workers > 1 && gain.interval[0] > 1);
  const best = bestOf(claimed);
  const asGood = claimed.filter((gain) => gain.lane === best?.lane && gain.interval[1] >= best.interval[0]);
  return least(asGood, (gain) => gain.workers);
}

function bestOf(gains: readonly Gain[]): Gain | undefined {
  return least(gains, (a, b) => b.ratio - a.ratio);
}
