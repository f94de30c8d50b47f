// The programs that a worker can start by name, beside the engine's own module: port.Program.Name in Go. The table is
// written at build time by tools/site/hosts.go; esbuild resolves "velocidade:hosts" to it.

export interface HostScript {
  /** Address of the worker's script, relative to the script that starts it; "" is that script itself. */
  readonly script: string;
  readonly type: WorkerType;
  /** Address of the Go module that it runs; the starter's own where none is given. */
  readonly module?: string;
}

export type HostScripts = Readonly<Record<string, HostScript>>;

/** What the hosts of other languages load; every address is relative to their script. esbuild resolves "velocidade:twins" to it. */
export interface Twins {
  /** Addresses of the programs' twins, by program. */
  readonly py: Readonly<Record<string, string>>;
  readonly js: Readonly<Record<string, string>>;
  /** Folders of the runtimes' own files. */
  readonly pyodide: string;
  readonly pypyjs: string;
}
