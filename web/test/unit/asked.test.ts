import assert from "node:assert/strict";
import { test } from "node:test";
import { askedOf, whyOther } from "../../src/own/asked.js";
import { makeReport } from "./fixture.js";

const limits = { maxWorkerCounts: 8, defaultBlocks: 10, maxBlocks: 200 };
const spec = { program: "a", workers: [1, 2], blocks: 10 };
const asked = askedOf(spec, limits);

test("a report of what was asked for passes", () => {
  assert.equal(whyOther(makeReport({ spec }), asked), null);
});

test("one of more is told apart, since the page would draw it all", () => {
  const report = makeReport({ spec });
  const [lane] = report.lanes;
  assert.ok(lane !== undefined);
  const many = { ...lane, samplesMs: Array<number>(11).fill(1) };
  assert.match(whyOther({ ...report, lanes: [many] }, asked) ?? "", /11 samples/);
  assert.match(
    whyOther({ ...report, lanes: [{ ...lane, warmupMs: Array<number>(900).fill(1) }] }, asked) ?? "",
    /900 warm-up/,
  );
  assert.match(whyOther({ ...report, lanes: Array<typeof lane>(100).fill(lane) }, asked) ?? "", /100 lanes/);
  const [span] = report.timeline;
  assert.ok(span !== undefined);
  assert.match(whyOther({ ...report, timeline: Array<typeof span>(9000).fill(span) }, asked) ?? "", /9000 spans/);
});

test("a request without a plan is held to the usual one", () => {
  assert.deepEqual(askedOf({ program: "a" }, limits).blocks, 10);
  assert.deepEqual(askedOf({ program: "a", blocks: Number.NaN }, limits).blocks, 10);
  assert.deepEqual(askedOf({ program: "a", blocks: 1e9 }, limits).blocks, 200);
});
