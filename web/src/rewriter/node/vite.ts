// A plugin for Vite: a build's modules that Go linked are rewritten, whether a script imports them or they lie in the public
// folder. Others are left as they are.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Options } from "../declared.js";
import { rewriteAndReport } from "./index.js";

/** What is used of Vite, whose types this package does not depend on. */
interface Config {
  readonly root: string;
  readonly publicDir: string;
  readonly build: { readonly outDir: string; readonly copyPublicDir?: boolean };
  readonly logger: { info(text: string): void; warn(text: string): void };
}
type Bundle = Record<string, { readonly type: string; readonly fileName: string; source?: string | Uint8Array }>;

interface Plugin {
  readonly name: string;
  readonly apply: "build";
  readonly enforce: "post";
  configResolved(config: Config): void;
  generateBundle(options: unknown, bundle: Bundle): Promise<void>;
  closeBundle(): Promise<void>;
}

export default function reloop(options: Options = {}): Plugin {
  let config: Config;

  async function rewritten(name: string, bytes: Uint8Array): Promise<Uint8Array> {
    const { module, report } = await rewriteAndReport(bytes, { ...options, allowUnchanged: true });
    if (report.unchanged === "")
      config.logger.info(`reloop: ${name}, ${report.rewritten} of ${report.functions} functions`);
    // That a module of another language stays as it is needs no words.
    else if (report.go !== "") config.logger.warn(`reloop: ${name} was left as it is: ${report.unchanged}`);
    return module;
  }

  return {
    name: "reloop",
    apply: "build",
    enforce: "post",
    configResolved(resolved) {
      config = resolved;
    },
    async generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "asset" && file.fileName.endsWith(".wasm") && file.source instanceof Uint8Array)
          file.source = await rewritten(file.fileName, file.source);
      }
    },
    async closeBundle() {
      if (config.publicDir === "" || config.build.copyPublicDir === false) return;
      const names = await readdir(config.publicDir, { recursive: true }).catch(() => []);
      for (const name of names.filter((n) => n.endsWith(".wasm"))) {
        const file = join(resolve(config.root, config.build.outDir), name);
        await writeFile(file, await rewritten(name, await readFile(file)));
      }
    },
  };
}
