// The workers that a program starts. The program can reach this worker's constructor only as it is left here: it starts our own
// script, whatever script it is given, under a name that says that it is one of a pool; and that script, before anything else,
// takes the constructor away. So a program has as many workers as it may have, and no others.

import { POOL_WORKER } from "../messages.js";

interface Hold {
  most(): number;
  /** Does not return. */
  tooMany(): void;
  changed(count: number): void;
}

/** A browser ends a worker that computes only after so long: until then it is one more, and a program may have as many again. */
const DRAIN_MS = 2000;

export function holdWorkers({ most, tooMany, changed }: Hold): void {
  const RealWorker = self.Worker;
  const script = self.location.href;
  const later = self.setTimeout.bind(self);
  let count = 0;
  /** Ended from outside, and perhaps still computing. */
  let draining = 0;

  /** Counts a worker until it has ended, however that comes about. */
  function counted(worker: Worker): Worker {
    count++;
    changed(count);
    let here = true;
    const gone = (): void => {
      if (!here) return;
      here = false;
      count--;
      changed(count);
    };
    const terminate = RealWorker.prototype.terminate.bind(worker);
    worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== "object" || data === null || !("type" in data) || data.type !== "exited") return;
      // It is not only said to have ended: it has.
      terminate();
      gone();
    });
    Object.defineProperty(worker, "terminate", {
      value: () => {
        terminate();
        if (here) {
          draining++;
          later(() => draining--, DRAIN_MS);
        }
        gone();
      },
    });
    return worker;
  }

  const held = new Proxy(RealWorker, {
    construct(Real) {
      // As with Python's processes, what a pool started may start none.
      if (count >= most() || count + draining >= 2 * most()) tooMany();
      return counted(new Real(script, { name: POOL_WORKER }));
    },
  });
  Object.defineProperty(self, "Worker", { value: held, writable: false, configurable: false });
  // Or the real one would be found through its prototype.
  Object.defineProperty(RealWorker.prototype, "constructor", { value: held, writable: false, configurable: false });
}
