// What comes from the frame, checked: whatever runs in there may have sent it.

import type { FromFrame } from "./messages.js";

/** The message, or null where it is none. */
export function parse(data: unknown): FromFrame | null {
  if (typeof data !== "object" || data === null || !("type" in data)) return null;
  switch (data.type) {
    case "ready":
    case "started":
      return { type: data.type };
    case "printed":
      return "text" in data && typeof data.text === "string" ? { type: "printed", text: data.text } : null;
    case "message":
      return "data" in data && data.data instanceof Uint8Array ? { type: "message", data: data.data } : null;
    case "exited":
      return "code" in data && Number.isSafeInteger(data.code) && "output" in data && typeof data.output === "string"
        ? { type: "exited", code: data.code as number, output: data.output }
        : null;
  }
  return null;
}
