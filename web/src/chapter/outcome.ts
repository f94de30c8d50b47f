// What became of a prediction, as a sentence. No DOM: predictions.ts has that.

import { ratio, time } from "../format.js";
import { entryName } from "../lanes.js";
import type { LaneResult, Report } from "../report.js";

export interface Entry {
  readonly lane: string;
  readonly workers: number;
}

/** What a prediction is about: how fast a lane is against another one, or its first run against its later ones. */
export type Subject =
  | { readonly kind: "speed"; readonly of: Entry; readonly against: Entry }
  | { readonly kind: "first"; readonly of: Entry };

/** A choice ends below a ratio; the last one has no end. */
export interface Choice {
  readonly id: string;
  readonly say: string;
  readonly below: number | null;
}

export interface Outcome {
  /** The choice that the measurement makes right. */
  readonly right: string;
  readonly text: string;
}

/** Null where the report does not hold what was asked about, as after a run that was stopped early. */
export function outcome(
  subject: Subject,
  choices: readonly Choice[],
  chosen: string | null,
  report: Report,
): Outcome | null {
  if (report.status === "void") return null;
  const found = measured(subject, report);
  if (found === null) return null;
  const right = choices.find((choice) => choice.below === null || found.ratio < choice.below);
  if (right === undefined) return null;
  const said = choices.find((choice) => choice.id === chosen);
  const verdict =
    said === undefined
      ? `That is: “${right.say}”.`
      : said === right
        ? `You predicted “${said.say}”: right.`
        : `You predicted “${said.say}”; it was “${right.say}”.`;
  return { right: right.id, text: `${found.text} ${verdict}` };
}

function measured(subject: Subject, report: Report): { ratio: number; text: string } | null {
  const of = find(report, subject.of);
  if (of === null) return null;
  switch (subject.kind) {
    case "first": {
      const first = of.warmupMs[0];
      if (first === undefined) return null;
      const times = first / of.medianMs;
      const text = `Here the first run took ${time(first)}, a later one ${time(of.medianMs)}: ${ratio(times)} as long.`;
      return { ratio: times, text };
    }
    case "speed": {
      const against = find(report, subject.against);
      if (against === null) return null;
      const times = against.medianMs / of.medianMs;
      const text = `Here ${entryName(of)} took ${time(of.medianMs)} and ${entryName(against)} ${time(against.medianMs)}: ${ratio(times)} as fast.`;
      return { ratio: times, text };
    }
  }
}

type Timed = LaneResult & { readonly medianMs: number };

function find(report: Report, entry: Entry): Timed | null {
  const lane = report.lanes.find((one) => one.lane === entry.lane && one.workers === entry.workers);
  if (lane === undefined || lane.medianMs === null || lane.medianMs <= 0) return null;
  return { ...lane, medianMs: lane.medianMs };
}
