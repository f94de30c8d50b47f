import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as format from "../../src/format.js";

/** Narrow no-break spaces as plain ones and without word joiners, so that the tables below can be read. */
const plain = (text: string) => text.replaceAll("\u202f", " ").replaceAll("\u2060", "");

describe("a time has three figures and the unit that suits it", () => {
  const cases: [ms: number, text: string][] = [
    [0, "0 µs"],
    [0.005, "5.00 µs"],
    [0.1234, "123 µs"],
    [1, "1.00 ms"],
    [12.345, "12.3 ms"],
    [182.4, "182 ms"],
    [1279.4, "1279 ms"],
    [12_345, "12.3 s"],
    [600_000, "600 s"],
  ];
  for (const [ms, text] of cases) test(`${ms} ms is ${text}`, () => assert.equal(plain(format.time(ms)), text));
});

describe("an interval has the decimals of its upper end, one more where both ends would look alike", () => {
  const cases: [range: [number, number], text: string][] = [
    [[181.2, 184.9], "181–185 ms"],
    [[9.91, 10.2], "9.9–10.2 ms"],
    [[182.1, 182.4], "182.1–182.4 ms"],
  ];
  for (const [range, text] of cases) test(text, () => assert.equal(plain(format.times(range)), text));
});

describe("ratios, shares and counts", () => {
  const cases: [got: string, text: string][] = [
    [format.ratio(1.937), "1.94×"],
    [format.ratio(31.24), "31.2×"],
    [format.ratio(800.7), "801×"],
    [format.ratio(0.0126), "0.013×"],
    [format.ratios([1.908, 1.972]), "1.91–1.97"],
    [format.ratios([9.4, 10.6]), "9.4–10.6"],
    [format.percent(0.968), "97 %"],
    [format.percents(0.95, 0.98), "95–98 %"],
    [format.percents(0.058, 0.0593), "5.8–5.9 %"],
    [format.number(1_234_567), "1 234 567"],
    [format.number(-12.3), "−12.3"],
    [format.number(Number.NaN), "–"],
    [format.count(1, "worker"), "one worker"],
    [format.count(12, "worker"), "twelve workers"],
    [format.count(13, "worker"), "13 workers"],
    [format.plural(1, "core"), "1 core"],
    [format.plural(2, "core"), "2 cores"],
    [format.capital("two workers"), "Two workers"],
    [format.argsText({ n: 5, numbers: [1, 2] }), "n=5, numbers=1,2"],
  ];
  for (const [got, text] of cases) test(text, () => assert.equal(plain(got), text));
});

describe("what is left of a run is said no finer than it is known", () => {
  const cases: [ms: number | null, text: string][] = [
    [null, ""],
    [400, "about a second left"],
    [12_300, "about 13 seconds left"],
    [200_000, "about 4 minutes left"],
  ];
  for (const [ms, text] of cases) test(`${ms} ms: ${text}`, () => assert.equal(format.left(ms), text));
});
