import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { beside, chief, sizeText } from "../../src/reference/beside.js";
import { type Reference, readReference } from "../../src/reference/file.js";
import { makeReport } from "./fixture.js";

const SHIPPED = readFileSync("web/reference/two-cores.json", "utf8");

/** A reference of the program that fixture reports are of. */
function reference(): Reference {
  return {
    schema: "velocidade.reference/v1",
    machine: { name: "a test", cpu: "of no kind", cores: 2, memoryMB: 0, system: "linux" },
    recordedAt: 1,
    commands: ["velocidade bench -chapter -o FILE"],
    missing: [],
    reports: [makeReport({ seed: 2, spec: { lanes: ["go/single", "go/workers", "cython/single"], workers: [2, 8] } })],
    printed: [
      {
        program: "isprime",
        args: "",
        lane: "go/single",
        machine: "not named",
        software: "Go",
        timesMs: [700],
        source: { title: "a page", url: "https://example.org/" },
      },
    ],
  };
}

/** The reference as JSON, changed. */
function changed(change: (data: Record<string, unknown>) => void): string {
  const copy: Record<string, unknown> = { ...reference() };
  change(copy);
  return JSON.stringify(copy);
}

describe("a reference file", () => {
  test("that the project ships is read", () => {
    const read = readReference(SHIPPED);
    assert.ok(read.ok);
    const programs = read.value.reports.map((report) => `${report.program} ${sizeText(report.args)}`);
    assert.deepEqual(programs.slice(0, 3), ["countdown n=10000000", "primes kmax=500", "primes kmax=5000"]);
    assert.ok(read.value.printed.some((p) => p.lane === "pypy/single" && p.timesMs.length === 5));
  });

  test("can be a single report", () => {
    const read = readReference(JSON.stringify(makeReport()));
    assert.ok(read.ok);
    assert.equal(read.value.machine.name, "another browser");
  });

  const refused: [why: string, text: string, message: RegExp][] = [
    ["what is not JSON", "<svg onload=alert(1)>", /not JSON/],
    ["other JSON", "[1, 2]", /neither a reference nor a report/],
    ["a later schema", changed((f) => (f["schema"] = "velocidade.reference/v2")), /velocidade\.reference\/v2/],
    ["no reports", changed((f) => (f["reports"] = [])), /neither/],
    ["reports that are none", changed((f) => (f["reports"] = [{}])), /neither/],
    [
      "more reports than any has",
      changed((f) => (f["reports"] = Array(41).fill(makeReport({ over: { timeline: [] } })))),
      /neither/,
    ],
    ["a machine without a name", changed((f) => (f["machine"] = { ...reference().machine, name: "" })), /neither/],
    [
      "a name that would turn the text around it",
      changed((f) => (f["machine"] = { ...reference().machine, name: "a\u202eb" })),
      /neither/,
    ],
    [
      "a source that is a script",
      changed((f) => {
        f["printed"] = reference().printed.map((p) => ({ ...p, source: { title: "x", url: "javascript:alert(1)" } }));
      }),
      /neither/,
    ],
    [
      "a printed time below zero",
      changed((f) => (f["printed"] = reference().printed.map((p) => ({ ...p, timesMs: [-1] })))),
      /neither/,
    ],
    [
      "a time beyond all numbers",
      JSON.stringify(reference()).replace('"timesMs":[700]', '"timesMs":[1e999]'),
      /neither/,
    ],
    ["a file beyond all need", " ".repeat((2 << 20) + 1), /larger than 2 MiB/],
  ];
  for (const [why, text, message] of refused) {
    test(`refuses ${why}`, () => {
      const read = readReference(text);
      assert.ok(!read.ok);
      assert.match(read.fault.message, message);
    });
  }
});

describe("a run beside a reference", () => {
  test("has a row for each lane that either measured, paired by lane, workers and size", () => {
    const { rows } = beside(makeReport({ spec: { workers: [2] } }), reference());
    const names = rows.map(
      (row) => `${row.lane}@${row.workers} ${row.here === null ? "" : "here"} ${row.there === null ? "" : "there"}`,
    );
    assert.deepEqual(names, [
      "go/single@1 here there",
      "go/goroutines@2 here ",
      "go/workers@2 here there",
      "go/workers@8  there",
      "cython/single@2  there",
      "cython/single@8  there",
    ]);
    assert.equal(rows[0]?.printed.length, 1);
    assert.equal(rows[2]?.printed.length, 0);
  });

  test("leaves out what ran at another size, and says which sizes there are", () => {
    const { rows, sizes } = beside(makeReport({ over: { args: { numbers: [7] } } }), reference());
    assert.ok(rows.every((row) => row.there === null));
    assert.deepEqual(sizes, ["numbers=112272535095293,1099726899285419"]);
  });

  test("shows what this run has and every other runtime once, unless all is asked for", () => {
    const { rows } = beside(makeReport({ spec: { workers: [2] } }), reference());
    assert.deepEqual(
      chief(rows).map((row) => `${row.lane}@${row.workers}`),
      ["go/single@1", "go/goroutines@2", "go/workers@2", "cython/single@2"],
    );
  });
});
