import { build } from "esbuild";
import reloop from "reloop/esbuild";

await build({ entryPoints: ["main.js"], bundle: true, format: "esm", outdir: "dist", plugins: [reloop()] });
