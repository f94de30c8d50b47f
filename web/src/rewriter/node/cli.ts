// The package's command: tools/rewriter under Node.

import "./system.js";
import { readFile } from "node:fs/promises";
import { Go } from "velocidade:go";

const here = (name: string): URL => new URL(name, import.meta.url);
const { version } = JSON.parse(await readFile(here("./package.json"), "utf8")) as { readonly version: string };

const go = new Go();
go.argv = ["reloop", ...process.argv.slice(2)];
go.env = { RELOOP_VERSION: version };
go.exit = (code) => {
  process.exitCode = code;
};
const { instance } = await WebAssembly.instantiate(await readFile(here("./reloop.wasm")), go.importObject);
await go.run(instance);
