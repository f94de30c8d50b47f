// A run as one picture of 1200 by 630 pixels, the size of link previews: what was run, the verdict, and every lane's median with
// its interval.

import { time, times } from "../format.js";
import { entryName, laneLook } from "../lanes.js";
import type { LaneResult, Report } from "../report.js";
import { png } from "./standalone.js";

const [WIDTH, HEIGHT, EDGE] = [1200, 630, 56];
/** More lanes than this make rows too thin to read: the slowest and the fastest are kept. */
const MOST_ROWS = 8;

export function card(report: Report, title: string): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  if (pen === null) throw new Error("This browser draws no pictures.");
  draw(pen, report, title);
  return png(canvas);
}

function draw(pen: CanvasRenderingContext2D, report: Report, title: string): void {
  const page = getComputedStyle(document.documentElement);
  const [ground, ink, quiet] = [page.backgroundColor, page.color, colour("--quiet")];
  const face = page.fontFamily;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.textBaseline = "alphabetic";

  pen.fillStyle = quiet;
  pen.font = `400 24px ${face}`;
  pen.fillText(fitted(pen, title, WIDTH - 2 * EDGE - 160), EDGE, 72);
  pen.textAlign = "right";
  pen.fillStyle = ink;
  pen.font = `700 24px ${face}`;
  pen.fillText("Velocidade", WIDTH - EDGE, 72);
  pen.textAlign = "left";

  let size = 44;
  let lines: string[] = [];
  for (; size > 24; size -= 2) {
    pen.font = `400 ${size}px ${face}`;
    lines = wrapped(pen, report.verdict.replaceAll(" %", "\u00a0%"), WIDTH - 2 * EDGE);
    if (lines.length <= 4) break;
  }
  let y = 80;
  for (const line of lines.slice(0, 5)) {
    y += size * 1.25;
    pen.fillText(line, EDGE, y);
  }
  bars(pen, chosen(report.lanes), { top: y + 36, bottom: HEIGHT - EDGE, ink, quiet, face });
}

interface Frame {
  readonly top: number;
  readonly bottom: number;
  readonly ink: string;
  readonly quiet: string;
  readonly face: string;
}

function bars(pen: CanvasRenderingContext2D, lanes: readonly LaneResult[], frame: Frame): void {
  const [left, right] = [EDGE + 260, WIDTH - EDGE - 210];
  const most = Math.max(...lanes.flatMap((l) => [l.medianMs ?? 0, l.intervalMs?.[1] ?? 0]), Number.MIN_VALUE);
  const step = Math.min((frame.bottom - frame.top) / Math.max(lanes.length, 1), 46);
  const x = (ms: number) => left + (ms / most) * (right - left);
  lanes.forEach((lane, i) => {
    const top = frame.top + i * step;
    const middle = top + step / 2;
    pen.fillStyle = frame.ink;
    pen.font = `400 ${Math.min(20, step * 0.55)}px ${frame.face}`;
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    pen.fillText(entryName(lane), left - 18, middle);
    const median = lane.medianMs ?? 0;
    pen.fillStyle = laneColour(lane.lane);
    pen.globalAlpha = 0.85;
    pen.fillRect(left, top + step * 0.22, Math.max(x(median) - left, 1), step * 0.56);
    pen.globalAlpha = 1;
    if (lane.intervalMs !== null) {
      pen.strokeStyle = frame.ink;
      pen.lineWidth = 2;
      pen.beginPath();
      pen.moveTo(x(lane.intervalMs[0]), middle);
      pen.lineTo(x(lane.intervalMs[1]), middle);
      pen.stroke();
    }
    pen.textAlign = "left";
    pen.fillStyle = frame.ink;
    const value = lane.medianMs === null ? "–" : time(lane.medianMs);
    pen.fillText(value, right + 18, middle);
    if (lane.intervalMs !== null) {
      pen.fillStyle = frame.quiet;
      pen.font = `400 ${Math.min(15, step * 0.4)}px ${frame.face}`;
      pen.fillText(times(lane.intervalMs), right + 112, middle);
    }
  });
}

function chosen(lanes: readonly LaneResult[]): readonly LaneResult[] {
  const timed = lanes.filter((lane) => lane.medianMs !== null);
  if (timed.length <= MOST_ROWS) return timed;
  const order = timed.toSorted((a, b) => (b.medianMs ?? 0) - (a.medianMs ?? 0));
  const kept = new Set([...order.slice(0, 2), ...order.slice(2 - MOST_ROWS)]);
  return timed.filter((lane) => kept.has(lane));
}

const VARIABLES = new Map([
  ["lane-single", "--ink"],
  ["lane-threads", "--blue"],
  ["lane-workers", "--accent"],
]);

const laneColour = (lane: string) => colour(VARIABLES.get(laneLook(lane).className) ?? "--violet");

/** What a custom property comes to in the reader's theme: light-dark() is resolved only where it is used. */
function colour(variable: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function wrapped(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (pen.measureText(longer).width > width && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function fitted(pen: CanvasRenderingContext2D, text: string, width: number): string {
  let shown = text;
  while (shown.length > 1 && pen.measureText(shown).width > width) shown = `${shown.slice(0, -2)}…`;
  return shown;
}
