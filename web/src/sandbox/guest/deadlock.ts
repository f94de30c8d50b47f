// A program whose goroutines all wait for each other would wait for ever: in a browser Go cannot know that no event will come.
// Here it can be known where nothing was ever given to JavaScript that could wake the program: no timer of Go's, no worker, no
// conversation with the page, and no function of the program's own (js.FuncOf). It is then told so in the way that Go's own
// support for Node does, and ends with Go's own message. A program that has given JavaScript a function may be called at any time,
// by a timer or a promise that nobody here can see: it goes on until its time is over.

interface Scheduler {
  readonly exited?: boolean;
  readonly _scheduledTimeouts: ReadonlyMap<number, unknown>;
  _pendingEvent: unknown;
  _resume(): void;
  _makeFuncWrapper(id: number): unknown;
  exit(code: number): void;
}

/** For a program that Go's own support cannot tell: what Go would say, and how it would end. */
const MESSAGE = "fatal error: all goroutines are asleep - deadlock!\n";
const EXIT_CODE = 2;
/** Functions given to JavaScript that are kept account of: a program that gives more is not watched any longer. */
const MANY = 1000;

export interface DeadlockWatch {
  runs(module: WebAssembly.Module): void;
  /** Something happened. */
  active(): void;
  /** The program sends messages, and so waits for some. */
  converses(): void;
  children(count: number): void;
}

/** Say writes to the program's standard error. A worker of a pool waits for its starter, and is never told. */
export function watchDeadlock(say: (text: string) => void, inPool: boolean): DeadlockWatch {
  let free = inPool; // of suspicion: it can be woken
  let workers = 0;
  let program: Scheduler | undefined;
  let listens = false; // has syscall/js, which is what is told
  let due = false;
  const turn = new MessageChannel();

  /** Looks once everything that has happened has had its effects. */
  function look(): void {
    if (due || free) return;
    due = true;
    turn.port2.postMessage(null);
  }

  const Original = Go;
  class Watched extends Original {
    constructor() {
      super();
      const self = this as unknown as Scheduler;
      program = self;
      const wrap = Original.prototype as unknown as Pick<Scheduler, "_makeFuncWrapper">;
      Object.defineProperty(this, "_makeFuncWrapper", {
        value: (id: number) => {
          const wrapper = wrap._makeFuncWrapper.call(self, id);
          // The runtime's own are for calls of fs, and are called before that returns.
          given.add(wrapper);
          if (given.size > MANY) free = true;
          return wrapper;
        },
      });
    }
    override _resume(): void {
      try {
        super._resume();
      } catch (error) {
        free = true;
        throw error;
      }
      look();
    }
    override run(instance: WebAssembly.Instance): Promise<void> {
      look();
      return super.run(instance).catch((error: unknown) => {
        free = true; // what the browser has ended is to be left alone
        throw error;
      });
    }
  }
  Object.assign(globalThis, { Go: Watched });

  /** Functions of the program that JavaScript has got; those that fs has called are done with. */
  const given = new Set<unknown>();
  forgetCallbacks(given);

  turn.port1.onmessage = () => {
    due = false;
    if (program === undefined || program.exited || free || workers > 0) return;
    if (program._scheduledTimeouts.size > 0 || given.size > 0) return;
    free = true; // once
    if (listens) {
      program._pendingEvent = { id: 0 };
      program._resume();
    } else {
      say(MESSAGE);
      program.exit(EXIT_CODE);
    }
  };

  return {
    runs: (module) => {
      listens = WebAssembly.Module.imports(module).some(({ name }) => name.startsWith("syscall/js."));
    },
    active: look,
    converses: () => {
      free = true;
    },
    children: (count) => {
      workers = count;
      look();
    },
  };
}

/** Takes the callbacks that fs is given, the last arguments of its calls, out of a set. */
function forgetCallbacks(given: Set<unknown>): void {
  const { fs } = globalThis as unknown as { fs: Record<string, unknown> };
  for (const [name, operation] of Object.entries(fs)) {
    if (typeof operation !== "function") continue;
    fs[name] = (...args: unknown[]): unknown => {
      given.delete(args.at(-1));
      return operation.apply(fs, args);
    };
  }
}
