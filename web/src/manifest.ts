// What there is to run, known before any WebAssembly has loaded: tools/velocidade/manifest.go writes it at build time
// from the registry in kernels/ and the limits in wasm/bench. esbuild resolves "velocidade:manifest" to that JSON.

export interface Manifest {
  readonly build: string;
  readonly programs: readonly Program[];
  readonly lanes: readonly Lane[];
  readonly runtimes: readonly Runtime[];
  readonly limits: Limits;
  /** Addresses of what the page loads when it runs something. */
  readonly assets: Assets;
}

export interface Assets {
  /** The Go module that every worker runs. */
  readonly engine: string;
  /** The same module as Go's linker wrote it, with its dispatch loops: loaded for lanes of "go-stock" alone. */
  readonly engineStock: string;
  /** The engine with the laboratories, for pages where one is opened. */
  readonly engineLabs: string;
  /** The Go module that draws a run's picture. */
  readonly painter: string;
  /** The script of every worker. */
  readonly host: string;
  /** The script of the worker that compiles programs of the reader's own. */
  readonly builder: string;
  /** The page that these run in. */
  readonly sandbox: string;
}

export interface Program {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly summary: string;
  /** Paragraphs parted by a blank line. */
  readonly doc: string;
  /** Title and address of the known answers' source. */
  readonly source: string;
  readonly params: readonly Param[];
  /** Address of the highlighted source: JSON, [class, text] pairs. */
  readonly code: string;
  /** Names of the runtimes that can run it. */
  readonly runtimes: readonly string[];
}

/** In a module of its own, "velocidade:labs", which only pages with laboratories load. */
export interface Laboratory {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Paragraphs parted by a blank line. */
  readonly doc: string;
  readonly params: readonly Param[];
}

export interface Param {
  readonly name: string;
  readonly kind: "int" | "float" | "ints";
  readonly label: string;
  readonly unit?: string;
  readonly doc: string;
  /** As text, as it would stand in a link. */
  readonly default: string;
  readonly min: number;
  readonly max: number;
  readonly maxItems?: number;
}

export interface Lane {
  /** runtime/executor, such as "go/workers". */
  readonly name: string;
  readonly title: string;
  readonly doc: string;
  /** False for lanes that always run on one worker. */
  readonly sweeps: boolean;
  /** Taken where nothing else is chosen. */
  readonly default?: boolean;
}

/** What a lane's workers run on: the first half of its name. */
export interface Runtime {
  readonly name: string;
  readonly title: string;
  readonly doc: string;
  /** That the browser loads for it, when it first runs, beside the page and the engine. */
  readonly bytes?: number;
}

export interface Limits {
  readonly maxWorkers: number;
  readonly maxWorkerCounts: number;
  readonly minBlocks: number;
  readonly defaultBlocks: number;
  readonly maxBlocks: number;
}
