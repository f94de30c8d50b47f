// The programs that a worker can start by name, beside the engine's own module: port.Program.Name in Go. The table is
// written at build time by tools/site/hosts.go; esbuild resolves "velocidade:hosts" to it.

export interface HostScript {
  /** Address of the worker's script, relative to the script that starts it. */
  readonly script: string;
  readonly type: WorkerType;
  /** Address of the Go module that it runs; the starter's own where none is given. */
  readonly module?: string;
}

export type HostScripts = Readonly<Record<string, HostScript>>;
