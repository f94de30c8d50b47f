import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { progressed, type RunState, started, stopping } from "../../src/state/run.js";
import { comparable, findRun, loadRuns, MOST_RUNS, type Runs, saveRuns, withRun } from "../../src/state/runs.js";
import { makeReport, samplesOf } from "./fixture.js";

/** A storage that holds a text of at most so many characters. */
function storage(room: number) {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => {
      if (text.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, text);
    },
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe("the runs of a tab", () => {
  test("stand newest first, under ids that are never given twice", () => {
    let runs: Runs = [];
    for (let i = 0; i < MOST_RUNS + 3; i++) runs = withRun(runs, makeReport({ seed: i }));
    assert.equal(runs.length, MOST_RUNS);
    assert.equal(runs[0]?.id, MOST_RUNS + 3);
    assert.equal(new Set(runs.map((run) => run.id)).size, MOST_RUNS);
    assert.equal(findRun(runs, 1), undefined);
  });

  test("can be laid over another run of the same program that has medians, and not over themselves", () => {
    const shown = makeReport();
    let runs = withRun([], makeReport({ spec: { program: "primes" } }));
    runs = withRun(runs, makeReport({ done: 0 }));
    runs = withRun(runs, makeReport({ seed: 7 }));
    runs = withRun(runs, shown);
    assert.deepEqual(
      comparable(runs, shown).map((run) => run.id),
      [3],
    );
  });

  test("come back after a reload", () => {
    const box = storage(1e7);
    const runs = withRun(withRun([], makeReport()), makeReport({ seed: 2 }));
    saveRuns(box, runs);
    assert.deepEqual(loadRuns(box), runs);
  });

  test("lose old timelines first where there is no room, then the oldest runs", () => {
    const runs = [1, 2, 3].reduce<Runs>((list, seed) => withRun(list, makeReport({ seed })), []);
    const size = JSON.stringify(runs).length;
    const tight = storage(size * 0.5);
    saveRuns(tight, runs);
    const kept = loadRuns(tight);
    assert.equal(kept.length, 3);
    assert.ok((kept[0]?.report.timeline.length ?? 0) > 0);
    assert.equal(kept[2]?.report.timeline.length, 0);

    const none = storage(10);
    saveRuns(none, runs);
    assert.deepEqual(loadRuns(none), []);
  });

  for (const text of ["", "{", "null", "7", '{"id":1}', '[{"id":"1"}]', '[{"id":1,"report":{"schema":"other"}}]']) {
    test(`are none where the storage holds ${text || "nothing"}`, () => {
      assert.deepEqual(loadRuns({ getItem: () => text }), []);
    });
  }
});

describe("a run under way", () => {
  const progress = (sample: ReturnType<typeof samplesOf>[number] | null) => ({
    phase: "measuring" as const,
    done: 1,
    total: 9,
    fraction: 0.1,
    elapsedMs: 5,
    leftMs: null,
    lane: "go/single",
    workers: 1,
    sample,
  });
  const [sample] = samplesOf(makeReport());

  test("gathers the samples that progress brings", () => {
    let state: RunState = started({ program: "isprime" });
    state = progressed(state, progress(null));
    state = progressed(state, progress(sample ?? null));
    assert.ok(state.kind === "running" && state.samples.length === 1 && !state.stopping);
  });

  test("says that it is stopping, and takes in what still arrives", () => {
    const state = progressed(stopping(started({ program: "isprime" })), progress(sample ?? null));
    assert.ok(state.kind === "running" && state.stopping && state.samples.length === 1);
  });

  test("is not woken again by progress or Stop after its end", () => {
    const done: RunState = { kind: "done" };
    assert.equal(progressed(done, progress(sample ?? null)), done);
    assert.equal(stopping(done), done);
  });
});
