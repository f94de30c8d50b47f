// Shared memory as a Go program in a worker reaches it: the other half of wasm/shared/memory_js.go. There is one memory at a
// time: the one that the program made, or the one that it was started with. Words are 32 bits.

let words: Int32Array<SharedArrayBuffer> | undefined;

/** The memory that a worker inherits which is started now. */
export function inheritance(): SharedArrayBuffer | undefined {
  return words?.buffer;
}

/** Takes what this worker's starter passed on. */
export function inherit(memory: SharedArrayBuffer | undefined): void {
  if (memory !== undefined) words = new Int32Array(memory);
}

/** Without a memory nothing is read and nothing kept: Go never asks before it has made or inherited one. */
const NONE = new Int32Array(0);

/** The imports; memory gives the program's own memory, which moves when it grows. */
export function sharedImports(memory: () => WebAssembly.Memory | undefined) {
  const own = (at: number, count: number) => {
    const buffer = memory()?.buffer;
    return buffer === undefined ? NONE : new Int32Array(buffer, at, count);
  };
  return {
    /** Makes a memory of so many words, or lets go of the one there is; 0 where that cannot be had. */
    shared_make(count: number): number {
      words = undefined;
      // Not every browser that says it is isolated has shared memory, and only an isolated page can post it.
      if (count === 0 || !crossOriginIsolated || typeof SharedArrayBuffer === "undefined") return 0;
      words = new Int32Array(new SharedArrayBuffer(4 * count));
      return 1;
    },
    shared_words: (): number => words?.length ?? 0,
    shared_load: (word: number): number => (words ?? NONE)[word] ?? 0,
    shared_store(word: number, value: number): void {
      (words ?? NONE)[word] = value;
    },
    shared_get: (word: number): number => Atomics.load(words ?? NONE, word),
    shared_set(word: number, value: number): void {
      Atomics.store(words ?? NONE, word, value);
    },
    shared_add: (word: number, value: number): number => (Atomics.add(words ?? NONE, word, value) + value) | 0,
    shared_swap: (word: number, old: number, value: number): number =>
      Atomics.compareExchange(words ?? NONE, word, old, value),
    shared_wait(word: number, value: number, ms: number): void {
      if (words !== undefined) Atomics.wait(words, word, value, ms);
    },
    shared_notify(word: number, count: number): void {
      if (words !== undefined) Atomics.notify(words, word, count);
    },
    shared_read(word: number, into: number, count: number): void {
      own(into, count).set((words ?? NONE).subarray(word, word + count));
    },
    shared_write(word: number, from: number, count: number): void {
      (words ?? NONE).set(own(from, count), word);
    },
  };
}
