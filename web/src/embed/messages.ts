// What the page for iframes, /embed, and the page around it say to each other by postMessage. Every message is an object with
// velocidade: 1, the protocol's version, and a literal type; whoever gets another passes it over. New fields and types may
// come; what is here stays. Types only.
//
// To size an iframe by hand:
//
//   addEventListener("message", ({ source, data }) => {
//     if (source === frame.contentWindow && data?.velocidade === 1 && data.type === "height")
//       frame.style.height = `${data.height}px`;
//   });

import type { OwnSpec } from "../own/api.js";
import type { Fault, Progress, Report, Spec } from "../report.js";

/**
 * From the embed to the page around it. It is "ready" when it listens. Its "height" is that of its content in CSS pixels, told
 * at the beginning and whenever it changes. A "report" has the id of the request, or null where the reader pressed Run.
 */
export type FromEmbed = { readonly velocidade: 1 } & (
  | { readonly type: "ready" }
  | { readonly type: "height"; readonly height: number }
  | { readonly type: "report"; readonly id: number | null; readonly report: Report }
  | { readonly type: "progress"; readonly id: number; readonly progress: Progress }
  | { readonly type: "failed"; readonly id: number; readonly error: Fault }
);

/**
 * From the page around it, which alone is listened to. A run is of the spec, or of what the address says; nothing else
 * starts one but the reader's click.
 */
export type ToEmbed = { readonly velocidade: 1 } & (
  | { readonly type: "run"; readonly id: number; readonly spec?: Spec | OwnSpec }
  | { readonly type: "stop"; readonly id: number }
  | { readonly type: "theme"; readonly theme: Theme }
);

/** Values of the custom properties --velocidade-NAME; left out, or no such value, is the embed's own. */
export interface Theme {
  /** "light" or "dark"; left out, what the reader prefers. */
  readonly scheme?: string;
  readonly ground?: string;
  readonly raised?: string;
  readonly ink?: string;
  readonly quiet?: string;
  readonly faint?: string;
  readonly rule?: string;
  readonly accent?: string;
  readonly onAccent?: string;
  readonly face?: string;
}
