import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { planned } from "../../src/plots/series.js";
import type { Spec } from "../../src/report.js";
import { specFault } from "../../src/state/spec.js";
import { manifest } from "./manifest.js";

describe("a spec that a script gave is refused before it is shown", () => {
  const cases: { says: string; spec: unknown; field: string; limit: RegExp }[] = [
    { says: "no object", spec: "primes", field: "spec", limit: /an object/ },
    { says: "a list", spec: [], field: "spec", limit: /an object/ },
    { says: "no program", spec: {}, field: "program", limit: /name/ },
    { says: "a program by number", spec: { program: 7 }, field: "program", limit: /name/ },
    { says: "one worker count without its list", spec: { workers: 5 }, field: "workers", limit: /list .* 1 to 64/ },
    { says: "worker counts as text", spec: { workers: "1,2" }, field: "workers", limit: /list .* 1 to 64/ },
    { says: "a worker count as text", spec: { workers: ["2"] }, field: "workers", limit: /list .* 1 to 64/ },
    { says: "null for worker counts", spec: { workers: null }, field: "workers", limit: /list .* 1 to 64/ },
    { says: "null for a worker count", spec: { workers: [null] }, field: "workers", limit: /list .* 1 to 64/ },
    { says: "no worker counts", spec: { workers: [] }, field: "workers", limit: /1 to 64/ },
    { says: "NaN workers", spec: { workers: [Number.NaN] }, field: "workers", limit: /1 to 64/ },
    { says: "endless workers", spec: { workers: [Number.POSITIVE_INFINITY] }, field: "workers", limit: /1 to 64/ },
    { says: "65 workers", spec: { workers: [65] }, field: "workers", limit: /1 to 64/ },
    { says: "too many counts", spec: { workers: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, field: "workers", limit: /1 to 8/ },
    { says: "one lane without its list", spec: { lanes: "go/single" }, field: "lanes", limit: /list/ },
    { says: "a lane by number", spec: { lanes: [1] }, field: "lanes", limit: /list/ },
    { says: "no lanes", spec: { lanes: [] }, field: "lanes", limit: /go\/single/ },
    { says: "an unknown lane", spec: { lanes: ["__proto__"] }, field: "lanes", limit: /go\/single/ },
    { says: "NaN blocks", spec: { blocks: Number.NaN }, field: "blocks", limit: /1 to 200/ },
    { says: "no blocks", spec: { blocks: 0 }, field: "blocks", limit: /1 to 200/ },
    { says: "a milliard blocks", spec: { blocks: 1e9 }, field: "blocks", limit: /1 to 200/ },
    { says: "blocks as text", spec: { blocks: "10" }, field: "blocks", limit: /1 to 200/ },
    { says: "null for blocks", spec: { blocks: null }, field: "blocks", limit: /1 to 200/ },
  ];
  for (const { says, spec, field, limit } of cases) {
    test(says, () => {
      const whole =
        typeof spec === "object" && !Array.isArray(spec) && field !== "program" ? { program: "primes", ...spec } : spec;
      const fault = specFault(whole, manifest);
      assert.equal(fault?.field, field);
      assert.match(fault.limit ?? "", limit);
      assert.notEqual(fault.message, "");
    });
  }
});

describe("a spec that can be shown is let through", () => {
  const cases: { says: string; spec: Spec }[] = [
    { says: "a program alone", spec: { program: "primes" } },
    { says: "a program that only the engine may know", spec: { program: "added" } },
    {
      says: "everything",
      spec: { program: "primes", args: { kmax: 5 }, lanes: ["go/workers", "go/single"], workers: [4, 1], blocks: 6 },
    },
  ];
  for (const { says, spec } of cases) {
    test(says, () => {
      assert.equal(specFault(spec, manifest), null);
      assert.ok(planned(spec, manifest.lanes).length > 0);
    });
  }
});
