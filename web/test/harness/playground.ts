// The playground as its user knows it, for tests that are about something else than a single control.

import type { Visit } from "./visit.js";

/** A run of a second or so, with an interval. */
export const QUICK = "/?program=countdown&n=3000000&workers=1,2&blocks=6";

/** A run of a minute or more: for stopping it, and for what happens in its midst. */
export const LONG = "/?program=countdown&n=60000000&workers=2&blocks=200";

/** A run each of whose samples takes many seconds: whatever happens happens in the midst of a chunk. */
export const SLOW = "/?program=countdown&n=10000000000&workers=2&blocks=10";

export async function run(tab: Visit): Promise<void> {
  await tab.click("button", "Run");
}

export async function stop(tab: Visit): Promise<void> {
  await tab.click("button", "Stop");
}

/** Waits until a run is past its warm-ups, and then for so many samples. */
export async function measuring(tab: Visit, samples = 0): Promise<void> {
  const text = await tab.sees(/\d+ runs? of \d+/, ".progress");
  const first = Number.parseInt(text, 10);
  await tab.page.waitForFunction(
    (least) => {
      const now = document.querySelector<HTMLElement>(".progress")?.innerText ?? "";
      return Number.parseInt(now, 10) >= least;
    },
    {},
    first + samples,
  );
}

/** Waits until a run has ended in a verdict, and returns it. */
export async function verdict(tab: Visit): Promise<string> {
  await tab.page.waitForFunction(
    () => document.querySelector("progress") === null && document.querySelector(".verdict:not(.empty)") !== null,
  );
  return tab.text(".verdict");
}

export async function measure(tab: Visit): Promise<string> {
  await run(tab);
  return verdict(tab);
}

/** The rows of the table of results. */
export async function rows(tab: Visit): Promise<string[]> {
  return tab.texts('[aria-label="Table of results"] tbody tr');
}

/** Waits until no worker is left but the coordinator, and returns how many there are. */
export async function settledWorkers(tab: Visit): Promise<number> {
  const patience = 200; // times a tenth of a second, since workers end some time after they are told to
  for (let i = 0; i < patience && tab.page.workers().length > 1; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return tab.page.workers().length;
}
