// What the page and the build worker say to each other. Types only.

/** The compiler's files as toolchain.json lists them; tools/site/toolchain.go writes it. */
export type Status =
  | { readonly state: "building" }
  | { readonly state: "failed"; readonly message: string }
  | {
      readonly state: "ready";
      /** The release of Go. */
      readonly go: string;
      /** Why the compiler is bigger than it could be; "" if it is not. */
      readonly note: string;
      readonly files: Readonly<Record<FileName, FileInfo>>;
    };

export const fileNames = ["compile", "link", "finish", "std", "own"] as const;
/** The linker is usually in the compiler's file: one may be named twice. */
export type FileName = (typeof fileNames)[number];

export interface FileInfo {
  /** Relative to the site's root; named by its content. */
  readonly file: string;
  readonly bytes: number;
  /** What is sent of it: fewer where the site is compressed. */
  readonly sent: number;
}

/** Where in the source something is wrong, and what. Lines and columns count from 1, columns in UTF-16 units. */
export interface Diagnostic {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Built =
  | { readonly ok: true; readonly wasm: Uint8Array; readonly times: BuildTimes }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export interface BuildTimes {
  readonly compileMs: number;
  readonly linkMs: number;
  readonly finishMs: number;
  /** Why the build worker alone rewrote the program, slower and to the same bytes; null where its second did half. */
  readonly alone: string | null;
  /** Why nobody rewrote it, so that it is what the linker wrote; null where it was rewritten. */
  readonly stock: string | null;
}

export type Formatted =
  | { readonly ok: true; readonly source: string }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** To the build worker. "load" comes first, once; addresses are whole. */
export type BuildRequest =
  | { readonly type: "load"; readonly go: string; readonly files: Readonly<Record<FileName, FileInfo>> }
  | { readonly type: "build"; readonly id: number; readonly source: string }
  | { readonly type: "format"; readonly id: number; readonly source: string };

/** From it. */
export type BuildResponse =
  | { readonly type: "loading"; readonly got: number }
  | { readonly type: "loaded" }
  /** It could not be loaded; the worker is of no more use. */
  | { readonly type: "unloadable"; readonly message: string }
  | { readonly type: "built"; readonly id: number; readonly built: Built }
  | { readonly type: "formatted"; readonly id: number; readonly formatted: Formatted }
  | { readonly type: "broken"; readonly id: number; readonly message: string };

/** From the build worker to its second; "second" comes first, once. */
export type SecondRequest =
  | { readonly type: "second"; readonly finish: WebAssembly.Module }
  | { readonly type: "half"; readonly linked: Uint8Array<ArrayBuffer> };

/** And back. */
export type SecondResponse =
  | { readonly type: "half"; readonly half: Uint8Array<ArrayBuffer> }
  | { readonly type: "unable"; readonly message: string };
