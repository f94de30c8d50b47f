// Where a run that was not measured here comes from, in words.

import { plural, time } from "../format.js";
import type { Report } from "../report.js";

export type Origin = "link" | "short link" | "file";

/** The browser and system that a user agent's name claims, as far as people care: "Chrome 156 on Linux". */
export function browserOf(userAgent: string | undefined): string {
  if (userAgent === undefined) return "the command line";
  const browser =
    /(Firefox|Edg|OPR)\/(\d+)/.exec(userAgent) ??
    /(Chrome)\/(\d+)/.exec(userAgent) ??
    /Version\/(\d+).* (Safari)/.exec(userAgent);
  const names = new Map([
    ["Edg", "Edge"],
    ["OPR", "Opera"],
  ]);
  const [, a = "", b = ""] = browser ?? [];
  const name = b === "Safari" ? `Safari ${a}` : `${names.get(a) ?? a} ${b}`;
  const system = /Android|iPhone|iPad|Windows|Mac OS X|CrOS|Linux/.exec(userAgent)?.[0];
  if (browser === null) return "an unknown browser";
  return system === undefined ? name : `${name} on ${system === "Mac OS X" ? "macOS" : system}`;
}

/** What a reader must know of a run that was measured elsewhere: where, when, by which build. */
export function environment({ host, startedAt }: Report, build: string): string {
  const when = new Date(startedAt).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  const isolation = host.isolated ? "cross-origin isolated" : "not cross-origin isolated";
  const by = host.build === build ? "by this very build" : `by build ${host.build} (this page is build ${build})`;
  return `Measured ${when} in ${browserOf(host.userAgent)}, ${plural(host.cores, "core")}, ${isolation}, clock steps of ${time(host.timerResolutionMs)}, ${host.go}, ${by}.`;
}
