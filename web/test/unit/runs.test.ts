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
    saveRuns(() => box, runs);
    assert.deepEqual(
      loadRuns(() => box),
      runs,
    );
  });

  test("lose old timelines first where there is no room, then the oldest runs", () => {
    const runs = [1, 2, 3].reduce<Runs>((list, seed) => withRun(list, makeReport({ seed })), []);
    const size = JSON.stringify(runs).length;
    const tight = storage(size * 0.5);
    saveRuns(() => tight, runs);
    const kept = loadRuns(() => tight);
    assert.equal(kept.length, 3);
    assert.ok((kept[0]?.report.timeline.length ?? 0) > 0);
    assert.equal(kept[2]?.report.timeline.length, 0);

    const none = storage(10);
    saveRuns(() => none, runs);
    assert.deepEqual(
      loadRuns(() => none),
      [],
    );
  });

  for (const text of ["", "{", "null", "7", '{"id":1}', '[{"id":"1"}]', '[{"id":1,"report":{"schema":"other"}}]']) {
    test(`are none where the storage holds ${text || "nothing"}`, () => {
      assert.deepEqual(
        loadRuns(() => ({ getItem: () => text })),
        [],
      );
    });
  }
});

describe("a storage that is blocked", () => {
  const blocked = () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  const deaf = () => ({ getItem: blocked, setItem: blocked, removeItem: blocked });
  test("holds no runs", () => {
    assert.deepEqual(loadRuns(blocked), []);
    assert.deepEqual(loadRuns(deaf), []);
  });
  test("keeps none, and breaks nothing", () => {
    saveRuns(blocked, withRun([], makeReport()));
    saveRuns(deaf, withRun([], makeReport()));
  });
});

describe("a kept run that no view could draw is left out", () => {
  const whole = withRun([], makeReport({ spec: { workers: [2] } }));
  const [kept] = whole;
  assert.ok(kept);
  const load = (runs: unknown) => loadRuns(() => ({ getItem: () => JSON.stringify(runs) }));
  /** The run with the value at a path, such as "report.lanes.0.workers", put in its place; undefined takes it away. */
  const broken = (path: string, value: unknown): unknown => {
    const at = (data: unknown, [name, ...rest]: readonly string[]): unknown => {
      if (name === undefined) return value;
      assert.ok(typeof data === "object" && data !== null, path);
      const changed = at(Reflect.get(data, name), rest);
      return Array.isArray(data)
        ? data.map((item, i) => (String(i) === name ? changed : item))
        : { ...data, [name]: changed };
    };
    return at(kept, path.split("."));
  };
  // Of JSON: NaN and infinities are written as null.
  const wrong: Record<string, readonly unknown[]> = {
    id: [undefined, null, "1", 1.5, -1],
    report: [undefined, null, 7, [], {}, { schema: "velocidade.report/v1" }],
    "report.schema": ["velocidade.report/v2", null],
    "report.program": [undefined, 7, null, {}],
    "report.args": [undefined, null, [1], "n=1", { n: "1" }, { n: [null] }, { n: null }],
    "report.status": ["done", null],
    "report.startedAt": [undefined, "now", null],
    "report.verdict": [undefined, null, 7, {}],
    "report.host": [undefined, null, []],
    "report.host.cores": [undefined, null, "4", 1.5],
    "report.host.isolated": [undefined, "true"],
    "report.host.timerResolutionMs": [undefined, null],
    "report.host.go": [undefined, 1],
    "report.host.userAgent": [7],
    "report.plan": [undefined, null],
    "report.plan.blocks": [undefined, null, "10", -1],
    "report.plan.seed": [undefined, null],
    "report.lanes": [undefined, null, {}, [null], [{}], new Array(129).fill(kept.report.lanes[0])],
    "report.lanes.0.lane": [undefined, null, 7],
    "report.lanes.0.workers": [undefined, null, "1", 0.5],
    "report.lanes.0.samplesMs": [undefined, null, {}, [null], ["1"], new Array(1001).fill(1)],
    "report.lanes.0.warmupMs": [undefined, null, [[]]],
    "report.lanes.0.computeMs": [undefined, null],
    "report.lanes.0.medianMs": [undefined, "1", {}],
    "report.lanes.0.intervalMs": [undefined, [1], [1, null], [1, 2, 3], 7],
    "report.lanes.0.confidence": [undefined, null],
    "report.lanes.0.outliers": [undefined, null, ["0"], [0.5]],
    "report.lanes.0.result": [undefined, null, 42],
    "report.lanes.0.error": [undefined, {}, { code: "x" }, "failed"],
    "report.lanes.1.speedup": [undefined, {}, 2],
    "report.lanes.1.speedup.ratio": [undefined, null, "2"],
    "report.lanes.1.speedup.interval": [undefined, null, [1]],
    "report.lanes.1.speedup.against": [undefined, 1],
    "report.warnings": [undefined, null, {}, [null], [{ code: "x" }], [{ code: "x", message: 7 }]],
    "report.timeline": [undefined, null, {}, [null], [{}]],
    "report.timeline.0.phase": [undefined, "sleep", "constructor"],
    "report.timeline.0.run": [undefined, "second"],
    "report.timeline.0.startMs": [undefined, null],
    "report.timeline.0.worker": [undefined, -1, "0"],
  };
  for (const [path, values] of Object.entries(wrong)) {
    test(path, () => {
      for (const value of values) assert.deepEqual(load([broken(path, value), kept]), whole, JSON.stringify(value));
    });
  }
  test("a number too large to be one", () => {
    const text = JSON.stringify(whole).replace(/"medianMs":[\d.]+/, '"medianMs":1e999');
    assert.deepEqual(
      loadRuns(() => ({ getItem: () => text })),
      [],
    );
  });
  test("but a run with fields of a later version stays", () => {
    assert.equal(load([broken("report.added", 1)]).length, 1);
  });
  test("as is a second one under the same id, and whatever a list has no room for", () => {
    assert.deepEqual(load([kept, { ...kept, report: makeReport() }]), whole);
    const many = Array.from({ length: MOST_RUNS + 5 }, (_, i) => ({ ...kept, id: i + 1 }));
    assert.equal(load(many).length, MOST_RUNS);
  });
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
  const plan = { plan: [{ lane: "go/single", workers: 1 }], blocks: 2 };

  test("gathers the samples that progress brings", () => {
    let state: RunState = started({ program: "isprime" }, plan);
    const before = state;
    state = progressed(state, progress(null));
    assert.ok(state.kind === "running" && before.kind === "running" && state.live === before.live, "nothing to draw");
    state = progressed(state, progress(sample ?? null));
    assert.ok(state.kind === "running" && state.live.samples.length === 1 && !state.stopping);
  });

  test("says that it is stopping, and takes in what still arrives", () => {
    const state = progressed(stopping(started({ program: "isprime" }, plan)), progress(sample ?? null));
    assert.ok(state.kind === "running" && state.stopping && state.live.samples.length === 1);
  });

  test("is not woken again by progress or Stop after its end", () => {
    const done: RunState = { kind: "done" };
    assert.equal(progressed(done, progress(sample ?? null)), done);
    assert.equal(stopping(done), done);
  });
});
