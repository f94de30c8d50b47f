// Every example, and every built-in program as a program of its own, compiled and run in the page.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type {} from "../../src/api.js";
import { exec } from "../harness/editor.js";
import { shared } from "../harness/server.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

const folder = join(process.env["VELOCIDADE_ROOT"] ?? ".", "web", "examples");
const examples = await readdir(folder);

/** The answers of a program that is measured, lane by lane. */
function measured(tab: Visit, text: string, lanes: readonly string[], args?: string): Promise<string[]> {
  return tab.page.evaluate(
    async (source, wanted, given) => {
      const report = await window.velocidade.run({
        source,
        lanes: wanted,
        workers: [2],
        blocks: 1,
        ...(given === undefined ? {} : { args: given }),
      });
      return report.lanes.map((lane) => lane.error?.message ?? lane.result);
    },
    text,
    lanes,
    args,
  );
}

spec("every example gives what it gives natively", async ({ visit }) => {
  const tab = await visit("/edit/");
  assert.ok(examples.length >= 10);
  for (const name of examples) {
    const text = await readFile(join(folder, name, "main.go"), "utf8");
    const want = (await readFile(join(folder, name, "want.txt"), "utf8")).trimEnd();
    if (text.includes("velocidade/wasm/measure")) {
      for (const result of await measured(tab, text, ["go/single", "go/workers"])) assert.equal(result, want, name);
      continue;
    }
    const { code, error, output } = await exec(tab, text, 60_000);
    assert.equal(error, null, name);
    assert.equal(code, 0, name);
    assert.match(output.trimEnd(), patternOf(want), name);
  }
});

/** A star stands for anything within a line. */
function patternOf(want: string): RegExp {
  return new RegExp(`^${want.split("*").map(escaped).join(".*")}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Arguments under which each takes a moment only: what is compared are answers. */
const small = new Map([
  ["amdahl", "units=200"],
  ["binarytrees", "depth=10"],
  ["countdown", "n=1000000"],
  ["fannkuch", "n=7"],
  ["mandelbrot", "width=200,height=200"],
  ["matmul", "n=100"],
  ["montecarlo", "samples=100000"],
  ["nbody", "systems=20"],
  ["primes", "kmax=500"],
  ["sha256", "bits=10"],
  ["sort", "n=10000"],
  ["spectralnorm", "n=100"],
]);

spec("every built-in program gives the same answer as a program of the reader's own", async ({ visit }) => {
  const tab = await visit("/");
  const programs = await tab.page.evaluate(() =>
    window.velocidade.programs().map(({ name, params }) => ({ name, params })),
  );
  assert.ok(programs.length >= 10);
  const assets = await readdir(join(process.env["VELOCIDADE_SITE"] ?? ".", "assets"));
  for (const { name } of programs) {
    const args = small.get(name);
    const file = assets.find((asset) => asset.startsWith(`program-${name}-`)) ?? "";
    const text = await (await fetch(`${shared("plain")}/assets/${file}`)).text();
    assert.match(text, /measure\.Program/);
    const [own] = await measured(tab, text, ["go/workers"], args);
    const builtIn = await tab.page.evaluate(
      async (program, given) => {
        const spec = { program, lanes: ["go/single"], blocks: 1, ...(given === undefined ? {} : { args: given }) };
        return (await window.velocidade.run(spec)).lanes[0]?.result;
      },
      name,
      args,
    );
    assert.equal(own, builtIn, name);
  }
});
