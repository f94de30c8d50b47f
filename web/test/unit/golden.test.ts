// Numbers and lanes read the same on the page and in what Go draws and writes without it: both are held to the same tables.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as format from "../../src/format.js";
import { entryName, laneCount, laneLook } from "../../src/lanes.js";

interface Row {
  readonly form: "time" | "times" | "ratio" | "ratios" | "percent" | "percents";
  readonly of: readonly [number, number];
  readonly text: string;
}

interface Lane {
  readonly lane: string;
  readonly class: string;
  readonly mark: string;
  readonly one: string;
  readonly two: string;
  readonly native: string;
  readonly name: string;
}

const read = (name: string): unknown => JSON.parse(readFileSync(`wasm/format/testdata/${name}.json`, "utf8"));

/** A word joiner keeps an interval on one line, which only a page needs. */
const joined = (text: string) => text.replaceAll("\u2060", "");

test("numbers are written as Go writes them", () => {
  const forms: Record<Row["form"], (x: number, y: number) => string> = {
    time: (x) => format.time(x),
    times: (x, y) => format.times([x, y]),
    ratio: (x) => format.ratio(x),
    ratios: (x, y) => format.ratios([x, y]),
    percent: (x) => format.percent(x),
    percents: (x, y) => format.percents(x, y),
  };
  const rows = read("numbers") as readonly Row[];
  assert.ok(rows.length > 100);
  for (const { form, of, text } of rows) assert.equal(joined(forms[form](...of)), text, `${form} of ${of}`);
});

test("lanes look and are called as in Go", () => {
  const rows = read("lanes") as readonly Lane[];
  assert.ok(rows.length > 40);
  for (const row of rows) {
    const { className, mark } = laneLook(row.lane);
    const entry = { lane: row.lane, workers: 2 };
    const counts = [laneCount(row.lane, 1), laneCount(row.lane, 2), laneCount(row.lane, 2, true)];
    assert.deepEqual(
      [className, mark, ...counts, entryName(entry)],
      [row.class, row.mark, row.one, row.two, row.native, row.name],
      row.lane,
    );
  }
});
