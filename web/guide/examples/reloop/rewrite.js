import { readFile, writeFile } from "node:fs/promises";
import { rewriteAndReport } from "reloop";

const { module, report } = await rewriteAndReport(await readFile("in.wasm"));
await writeFile("out.wasm", module);
console.info(`${report.rewritten} of ${report.functions} functions`);
