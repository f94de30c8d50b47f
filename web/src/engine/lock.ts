// The lock by which whoever started a worker hears of its end: see Child.

import type { Started } from "./messages.js";

/** Held, and never let go, until the worker is no more. */
export function holdLock(name: string): void {
  if (!navigator.locks) return;
  navigator.locks
    .request(name, () => {
      postMessage({ type: "started" } satisfies Started);
      return new Promise<never>(() => {});
    })
    .catch(() => {});
}
