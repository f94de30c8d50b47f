// A plugin for esbuild: modules that Go linked are rewritten as they are loaded. Others are left as they are.

import { readFile } from "node:fs/promises";
import type { Options } from "../declared.js";
import { rewriteAndReport } from "./index.js";

/** What is used of esbuild, whose types this package does not depend on. */
interface Build {
  readonly initialOptions: { readonly loader?: Readonly<Record<string, string>> };
  onLoad(
    filter: { readonly filter: RegExp },
    load: (file: { readonly path: string }) => Promise<{
      readonly contents: Uint8Array;
      readonly loader: string;
      readonly warnings: readonly { readonly text: string }[];
    }>,
  ): void;
}

export default function reloop(options: Options = {}): { readonly name: string; setup(build: Build): void } {
  return {
    name: "reloop",
    setup(build) {
      build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => {
        const { module, report } = await rewriteAndReport(await readFile(path), { ...options, allowUnchanged: true });
        // That a module of another language stays as it is needs no words.
        const left = report.go !== "" && report.unchanged !== "";
        const warnings = left ? [{ text: `${path} was left as it is: ${report.unchanged}` }] : [];
        return { contents: module, loader: build.initialOptions.loader?.[".wasm"] ?? "file", warnings };
      });
    },
  };
}
