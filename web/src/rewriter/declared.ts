// What the package reloop declares to TypeScript: the site ships this file with it as index.d.ts. Report and Options are twins of
// those in tools/rewriter, which the tests hold them to.

/** The size of a module in bytes: as it is, and as servers send it. */
export interface Weight {
  readonly raw: number;
  /** At level 6; 0 without `weigh`. */
  readonly gzip: number;
  /** At level 5; 0 without `weigh`. */
  readonly brotli: number;
}

/** What became of a module. */
export interface Report {
  readonly schema: "velocidade.reloop/v1";
  /** The release of Go that linked the module, such as "go1.26.8"; "" where it does not say. */
  readonly go: string;
  /** Why nothing was rewritten; "" where something was. */
  readonly unchanged: string;
  /** Functions with a body. */
  readonly functions: number;
  /** Those that were rewritten. */
  readonly rewritten: number;
  /** How many were not, by the reason. */
  readonly left: Readonly<Record<string, number>>;
  readonly before: Weight;
  readonly after: Weight;
  /** Milliseconds that rewriting took. */
  readonly ms: number;
}

export interface Options {
  /** Rewrite only functions whose names match this regular expression (Go's syntax). */
  readonly only?: string;
  /** Leave functions whose names match as they are. */
  readonly skip?: string;
  /** Judge the result before it is given, as WebAssembly.validate would. */
  readonly check?: boolean;
  /** Give a module of which nothing was rewritten, in place of failing. */
  readonly allowUnchanged?: boolean;
  /** Compress both modules for the report, which takes longer than rewriting. */
  readonly weigh?: boolean;
}

/** A module that does what the given one does, which Go linked for js/wasm or wasip1/wasm. Rejects where nothing could be rewritten. */
export declare function rewrite(module: Uint8Array, options?: Options): Promise<Uint8Array<ArrayBuffer>>;

/** The same, and what became of it. */
export declare function rewriteAndReport(
  module: Uint8Array,
  options?: Options,
): Promise<{ readonly module: Uint8Array<ArrayBuffer>; readonly report: Report }>;
