import assert from "node:assert/strict";
import { test } from "node:test";
import { buildFacts } from "../../src/editor/facts.js";

const times = { compileMs: 100, linkMs: 200, finishMs: 50, alone: null, stock: null };

test("a build tells what it took, and who put its loops in order", () => {
  assert.match(
    buildFacts(times),
    /^Built in 350\sms: compiled in 100\sms, linked in 200\sms, its loops put in order in 50\.?0*\sms\.$/,
  );
  assert.match(buildFacts({ ...times, alone: "no memory" }), /in order in 50\.?0*\sms by one worker \(no memory\)\.$/);
});

test("and that nobody did, where that is so", () => {
  const said = buildFacts({ ...times, alone: "no memory", stock: "too large" });
  assert.match(said, /linked in 200\sms\. Its loops could not be put in order, .*: too large$/);
  assert.doesNotMatch(said, /one worker/);
});
