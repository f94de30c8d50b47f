// Processor time of a browser's workers, as Linux counts it for each thread: unlike a clock's, it does not count what
// else the machine does. Elsewhere there is none, and workers' own clocks have to do.

import { readdirSync, readFileSync } from "node:fs";

/** The threads of all browsers' workers, as folders of /proc. */
export function workerThreads(): Set<string> {
  const threads = new Set<string>();
  for (const process of list("/proc")) {
    if (!/^\d+$/.test(process)) continue;
    for (const thread of list(`/proc/${process}/task`)) {
      const folder = `/proc/${process}/task/${thread}`;
      if (read(`${folder}/comm`).startsWith("DedicatedWorker")) threads.add(folder);
    }
  }
  return threads;
}

/** Milliseconds that a thread has computed so far. */
export function threadMs(folder: string): number {
  return Number(read(`${folder}/schedstat`).split(" ")[0]) / 1e6;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it has ended, or there is no such folder on this system
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
