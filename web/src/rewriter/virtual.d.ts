// Modules that the build makes: see tools/site/rewriter.go.

/** Go's own JavaScript support as a module: it leaves no class Go on the global object, where a page may have one of another release. */
declare module "velocidade:go" {
  export class Go {
    argv: string[];
    env: Record<string, string>;
    exit: (code: number) => void;
    readonly importObject: WebAssembly.Imports;
    run(instance: WebAssembly.Instance): Promise<void>;
  }
}

declare module "velocidade:rewriter" {
  const rewriter: {
    /** Names under assets/: the rewriter, the worker of its page, and a module to try it with. */
    readonly module: string;
    readonly worker: string;
    readonly example: string;
    /** How much faster programs of others ran, from tools/others/OTHERS.md; null where that was not measured. */
    readonly faster: {
      readonly mean: number;
      readonly least: number;
      readonly most: number;
      readonly programs: number;
    } | null;
  };
  export default rewriter;
}
