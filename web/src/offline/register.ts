// Registers the service worker when the page has nothing better to do, and tells when a new version waits.

import { SITE } from "../share/address.js";

/** How long after a run the page is looked at again. */
const QUIET_MS = 2000;

/** Told once, with what brings the new version in. */
export function keepOffline(waiting: (takeOver: () => void) => void): void {
  const dev = document.documentElement.dataset["build"] === "dev";
  if (dev || !("serviceWorker" in navigator) || savesData()) return;
  whenQuiet(() => void register(waiting));
}

/** A page that was there before the worker tells it what it is made of. */
async function tell(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage([location.href, ...performance.getEntriesByType("resource").map(({ name }) => name)]);
}

async function register(waiting: (takeOver: () => void) => void): Promise<void> {
  try {
    if (navigator.serviceWorker.controller === null) void tell();
    const registration = await navigator.serviceWorker.register(new URL("sw.js", SITE), { scope: SITE });
    const announce = () => {
      const worker = registration.waiting;
      if (worker === null || navigator.serviceWorker.controller === null) return;
      waiting(() => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
        worker.postMessage("take over");
      });
    };
    announce();
    registration.addEventListener("updatefound", () =>
      registration.installing?.addEventListener("statechange", announce),
    );
  } catch {
    // A browser that allows none, as in a private window: the page works all the same, with a network.
  }
}

/** Whether something is being measured: nothing of ours may run beside it. */
export const measuring = (): boolean => document.querySelector("progress") !== null;

function whenQuiet(then: () => void): void {
  if (measuring()) setTimeout(() => whenQuiet(then), QUIET_MS);
  else if ("requestIdleCallback" in window) requestIdleCallback(() => (measuring() ? whenQuiet(then) : then()));
  else setTimeout(then, QUIET_MS);
}

/** The reader has asked to be spared what is not needed now. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}
