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
