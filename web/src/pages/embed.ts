// The page at /embed, for iframes: one <velocidade-bench> from what the address says, and below it the way to the full page. It
// runs on a click, or when the page around it asks by postMessage, never on its own. An address can also bring a run to
// show: /embed/ID, or a link's fragment.

import manifest from "velocidade:manifest";
import "../dev.js";
import { Bench } from "../elements/bench.js";
import type { FromEmbed } from "../embed/messages.js";
import { applyTheme } from "../embed/theme.js";
import { EngineError } from "../engine/client.js";
import type { Fault, Report, Spec } from "../report.js";
import { SITE, type Wanted, wantedIn } from "../share/address.js";
import "../styles/embed.css";

const OWN = ["program", "lanes", "workers", "blocks"];

const query = new URLSearchParams(location.search);
const wanted = wantedIn(location);
const bench = new Bench();
for (const name of OWN) {
  const value = query.get(name);
  if (value !== null) bench.setAttribute(name, value);
}
const args = [...query].filter(([name]) => !OWN.includes(name));
if (args.length > 0) bench.setAttribute("args", args.map(([name, value]) => `${name}=${value}`).join(","));

const note = document.createElement("p");
note.className = "note";
document.querySelector("main")?.append(bench, note);
describe(null);

function say(message: FromEmbed): void {
  if (parent !== self) parent.postMessage(message, "*"); // whoever shows the frame sees all that it says on its face
}

/** What holds here, and where there is more. */
function describe(shown: string | null): void {
  const full = document.createElement("a");
  full.href =
    SITE +
    (wanted === null ? location.search : `#${wanted.kind === "link" ? location.hash.slice(1) : `r/${wanted.id}`}`);
  full.target = "_blank";
  full.rel = "noopener";
  full.textContent = "Open the full page";
  const limits = crossOriginIsolated
    ? " for every plot, the source and the laboratories."
    : " for a finer clock, and for lanes and laboratories with shared memory: this frame is not cross-origin isolated. All its lanes run here.";
  note.replaceChildren(shown ?? "", shown === null ? "" : " ", full, limits);
}

async function show(brought: Wanted): Promise<void> {
  try {
    const { engine } = await import("../engine/client.js");
    const { environment } = await import("../share/origin.js");
    const report =
      brought.kind === "link"
        ? (await engine().ask("decoded", { type: "decode", text: brought.text })).report
        : await (await import("../share/stored.js")).fetchRun(brought.id);
    await bench.show(report);
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
    await bench.run(spec === undefined ? undefined : (spec as Spec), {
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
