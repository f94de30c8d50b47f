// A program whose goroutines all wait for each other would wait for ever: in a browser Go cannot know that no event will come.
// Here it can be known: no timer of Go's, no worker, no conversation with the page. It is then told so in the way that Go's own
// support for Node does, and ends with Go's own message.

interface Scheduler {
  readonly exited?: boolean;
  readonly _scheduledTimeouts: ReadonlyMap<number, unknown>;
  _pendingEvent: unknown;
  _resume(): void;
  exit(code: number): void;
}

/** For how long nothing must have happened: a callback of JavaScript's, which we cannot see, may still be under way. */
const IDLE_MS = 1000;

/** For a program that Go's own support cannot tell: what Go would say, and how it would end. */
const MESSAGE = "fatal error: all goroutines are asleep - deadlock!\n";
const EXIT_CODE = 2;

export interface DeadlockWatch {
  runs(module: WebAssembly.Module): void;
  /** Something happened. */
  active(): void;
  /** The program sends messages, and so waits for some. */
  converses(): void;
  children(count: number): void;
}

/** Say writes to the program's standard error. */
export function watchDeadlock(say: (text: string) => void): DeadlockWatch {
  let last = performance.now();
  let conversing = false;
  let workers = 0;
  let program: Scheduler | undefined;
  let listens = false; // has syscall/js, which is what is told
  const active = (): void => {
    last = performance.now();
  };

  const Original = Go;
  class Watched extends Original {
    constructor() {
      super();
      program = this as unknown as Scheduler;
    }
    override _resume(): void {
      active();
      super._resume();
    }
    override run(instance: WebAssembly.Instance): Promise<void> {
      active();
      setInterval(check, IDLE_MS / 2);
      return super.run(instance);
    }
  }
  Object.assign(globalThis, { Go: Watched });

  function check(): void {
    if (program === undefined || program.exited || conversing || workers > 0) return;
    if (program._scheduledTimeouts.size > 0 || performance.now() - last < IDLE_MS) return;
    conversing = true; // once
    if (listens) {
      program._pendingEvent = { id: 0 };
      program._resume();
    } else {
      say(MESSAGE);
      program.exit(EXIT_CODE);
    }
  }

  return {
    runs: (module) => {
      listens = WebAssembly.Module.imports(module).some(({ name }) => name.startsWith("syscall/js."));
    },
    active,
    converses: () => {
      conversing = true;
    },
    children: (count) => {
      workers = count;
      active();
    },
  };
}
