// Go's own JavaScript support, $(go env GOROOT)/lib/wasm/wasm_exec.js, which tools/velocidade build bundles from the Go
// that compiles the engine: the two must be of one version.

declare module "go:wasm_exec" {}

// The same, for programs whose goroutines run on several threads: see wasm/threads/exec.go.
declare module "go:wasm_exec_threads" {}

declare class Go {
  argv: string[];
  env: Record<string, string>;
  exit: (code: number) => void;
  readonly importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
  /** Timers that would wake the program. */
  readonly _scheduledTimeouts: Map<number, ReturnType<typeof setTimeout>>;
  /** Lets Go's scheduler run what has become runnable. */
  _resume(): void;
}
