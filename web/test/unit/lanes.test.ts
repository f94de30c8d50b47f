import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { entryName, laneCount, laneLook } from "../../src/lanes.js";

describe("a lane looks the same everywhere", () => {
  test("one worker, many workers, goroutines and threads differ in colour and in mark", () => {
    const looks = ["go/single", "go/workers", "go/goroutines", "go/threads"].map(laneLook);
    assert.equal(new Set(looks.map((look) => look.className)).size, 4);
    assert.equal(new Set(looks.map((look) => look.mark)).size, 4);
  });
  for (const name of ["", "nonsense", "go/constructor", "go/__proto__"]) {
    test(`an unknown lane has a look of its own: ${name || "no name"}`, () => {
      assert.deepEqual(laneLook(name), { className: "lane-other", mark: "triangle" });
    });
  }
});

describe("a lane at a worker count has a name", () => {
  const cases: [lane: string, workers: number, name: string, count: string][] = [
    ["go/single", 1, "go/single", "1 worker"],
    ["go/workers", 2, "go/workers × 2", "2 workers"],
    ["go/threads", 2, "go/threads × 2", "2 threads"],
    ["go/goroutines", 1, "go/goroutines × 1", "1 goroutine"],
    ["cpython/threads", 4, "cpython/threads × 4", "4 threads"],
  ];
  for (const [lane, workers, name, count] of cases) {
    test(name, () => {
      assert.equal(entryName({ lane, workers }), name);
      assert.equal(laneCount(lane, workers), count);
    });
  }
});
