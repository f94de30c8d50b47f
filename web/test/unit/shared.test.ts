import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Wanted, wantedBy } from "../../src/share/address.js";

const stored: Wanted = { kind: "stored", id: "a-b_1" };
const link: Wanted = { kind: "link", text: "#v1.AbC" };

describe("an element names a run", () => {
  const cases: [text: string, wanted: Wanted | null][] = [
    ["a-b_1", stored],
    [" a-b_1\n", stored],
    ["https://v.example/r/a-b_1", stored],
    ["https://v.example/embed/a-b_1", stored],
    ["https://v.example/#r/a-b_1", stored],
    ["v1.AbC", link],
    ["https://v.example/#v1.AbC", link],
    ["https://v.example/embed/#v1.AbC", link],
    ["https://v.example/", null],
    ["../api/runs", null],
    ["a b", null],
    ["x".repeat(65), null],
    ["", null],
  ];
  for (const [text, wanted] of cases)
    test(JSON.stringify(text.slice(0, 40)), () => assert.deepEqual(wantedBy(text), wanted));
});
