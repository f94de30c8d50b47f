// The page at /embed, for iframes: one <velocidade-bench> from what the address says, and below it the way to the full page. It
// runs on a click, or when the page around it asks by postMessage, never on its own. An address can also bring a run to
// show: /embed/ID, or a link's fragment.

import manifest from "velocidade:manifest";
import "../dev.js";
import { Bench } from "../elements/bench.js";
import { limitsOf } from "../embed/confined.js";
import type { FromEmbed } from "../embed/messages.js";
import { applyTheme } from "../embed/theme.js";
import { EngineError } from "../engine/client.js";
import type { OwnSpec } from "../own/api.js";
import { decodeSource, isSourceLink } from "../own/source-link.js";
import type { Fault, Report, Spec } from "../report.js";
import { SITE, type Wanted, wantedIn } from "../share/address.js";
import "../styles/embed.css";

const OWN = ["program", "lanes", "workers", "blocks", "seconds", "file"];

const query = new URLSearchParams(location.search);
const wanted = wantedIn(location);
const bench = new Bench();
for (const name of OWN) {
  const value = query.get(name);
  if (value !== null && name !== "file") bench.setAttribute(name, value);
}
const args = [...query].filter(([name]) => !OWN.includes(name));
if (args.length > 0) bench.setAttribute("args", args.map(([name, value]) => `${name}=${value}`).join(","));

const note = document.createElement("p");
note.className = "note";
// Before it stands, so that it never shows another program.
if (isSourceLink(location.hash))
  void bench.open(decodeSource(location.hash), query.get("file")?.slice(0, 80) || "main.go");
document.querySelector("main")?.append(bench, note);
describe(null);

function say(message: FromEmbed): void {
  if (parent !== self) parent.postMessage(message, "*"); // whoever shows the frame sees all that it says on its face
}

/** What holds here, and where there is more. */
function describe(shown: string | null): void {
  const full = document.createElement("a");
  full.href = SITE + (isSourceLink(location.hash) ? `edit/${ownQuery()}${location.hash}` : addressOf(wanted));
  full.target = "_blank";
  full.rel = "noopener";
  full.textContent = "Open the full page";
  const limits = limitsOf(bench.wanted(), { origin: self.origin, isolated: crossOriginIsolated });
  note.replaceChildren(shown ?? "", shown === null ? "" : " ", full, limits);
}

/** The page of one's own programs takes arguments as the element does, in one piece. */
function ownQuery(): string {
  const kept = ["workers", "blocks", "args"].flatMap((name) => {
    const value = bench.getAttribute(name);
    return value === null ? [] : [[name, value]];
  });
  return kept.length === 0 ? "" : `?${new URLSearchParams(kept)}`;
}

function addressOf(run: Wanted | null): string {
  if (run === null) return location.search;
  return run.kind === "link" ? location.hash : `#r/${run.id}`;
}

async function show(brought: Wanted): Promise<void> {
  try {
    const { opened } = await import("../share/opened.js");
    const { environment } = await import("../share/origin.js");
    const { report, source } = await opened(brought);
    await bench.show(report, source);
    describe(environment(report, manifest.build));
  } catch (error) {
    const fault = document.createElement("p");
    fault.className = "fault";
    fault.setAttribute("role", "alert");
    fault.textContent = faultOf(error).message;
    note.before(fault);
  }
}

const runs = new Map<number, AbortController>();
let asked: number | null = null;

addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
  if (source !== parent || parent === self || typeof data !== "object" || data === null) return;
  const message = new Map<string, unknown>(Object.entries(data));
  const id = message.get("id");
  if (message.get("velocidade") !== 1) return;
  if (message.get("type") === "theme") applyTheme(document.documentElement, message.get("theme"));
  if (typeof id !== "number") return;
  if (message.get("type") === "run") void run(id, message.get("spec"));
  if (message.get("type") === "stop") runs.get(id)?.abort();
});

async function run(id: number, spec: unknown): Promise<void> {
  const abort = new AbortController();
  runs.set(id, abort);
  // The element fires its report before its promise resolves: that is when it is told which request it answers.
  const before = asked;
  asked ??= id;
  try {
    // The element checks a spec before it uses any of it.
    await bench.run(spec === undefined ? undefined : (spec as Spec | OwnSpec), {
      signal: abort.signal,
      onProgress: (progress) => say({ velocidade: 1, type: "progress", id, progress }),
    });
  } catch (error) {
    say({ velocidade: 1, type: "failed", id, error: faultOf(error) });
  } finally {
    asked = before;
    runs.delete(id);
  }
}

function faultOf(error: unknown): Fault {
  return error instanceof EngineError ? error.fault : { code: "internal", message: String(error) };
}

bench.addEventListener("velocidade:report", (event) => {
  const report: Report = event.detail;
  say({ velocidade: 1, type: "report", id: asked, report });
  describe(null);
});

new ResizeObserver(() => {
  say({ velocidade: 1, type: "height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
}).observe(document.documentElement);

say({ velocidade: 1, type: "ready" });
if (wanted !== null) void show(wanted);
// The element on another origin gives the frame another program so.
addEventListener("hashchange", () => location.reload());
