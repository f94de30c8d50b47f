// A small manifest for tests: a program of each kind of parameter, and the three lanes.

import type { Manifest, Param } from "../../src/manifest.js";

function param(over: Partial<Param> & Pick<Param, "name" | "kind">): Param {
  return { label: over.name, doc: "A parameter.", default: "1", min: 0, max: 1000, ...over };
}

const program = (name: string, params: readonly Param[]) => ({
  name,
  title: `The ${name} program`,
  group: "Loops",
  summary: "Does something.",
  doc: "It does something.",
  source: "Somewhere",
  params,
  code: `${name}.json`,
  runtimes: name === "primes" ? ["go", "js"] : ["go"],
});

export const manifest: Manifest = {
  build: "test",
  programs: [
    program("primes", [param({ name: "kmax", kind: "int", label: "How many", default: "5000", min: 1, max: 20000 })]),
    program("isprime", [
      param({ name: "numbers", kind: "ints", label: "Numbers", default: "7,9", max: 2 ** 53 - 1, maxItems: 4 }),
    ]),
    program("amdahl", [
      param({ name: "serial", kind: "float", label: "Serial fraction", default: "0.2", max: 1 }),
      param({ name: "units", kind: "int", label: "Units", default: "400", min: 1, max: 100000 }),
    ]),
  ],
  lanes: [
    { name: "go/single", title: "One worker", doc: "", sweeps: false, default: true },
    { name: "go/goroutines", title: "Goroutines", doc: "", sweeps: true, default: true },
    { name: "go/workers", title: "Workers", doc: "", sweeps: true, default: true },
    { name: "js/single", title: "One worker", doc: "", sweeps: false },
  ],
  runtimes: [
    { name: "go", title: "Go", doc: "" },
    { name: "js", title: "JavaScript", doc: "" },
  ],
  limits: { maxWorkers: 64, maxWorkerCounts: 8, minBlocks: 1, defaultBlocks: 10, maxBlocks: 200 },
  assets: {
    engine: "engine.wasm",
    engineStock: "stock.wasm",
    engineLabs: "labs.wasm",
    painter: "painter.wasm",
    host: "host.js",
    builder: "builder.js",
    sandbox: "sandbox.html",
  },
};
