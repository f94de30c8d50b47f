import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { limitsOf, needFullPage } from "../../src/embed/confined.js";

const lanes = ["go/single", "go-boxed/workers", "js/single", "cpython+go/workers"];

describe("an embed says which lanes need the full page, by name", () => {
  const cases: [says: string, lanes: string[], origin: string, isolated: boolean, told: RegExp][] = [
    [
      "where all run",
      lanes,
      "https://v.example",
      true,
      /laboratories\. Here run go\/single, .* and cpython\+go\/workers\.$/,
    ],
    [
      "where they run with a coarser clock",
      ["go/single"],
      "https://v.example",
      false,
      /finer clock.*not cross-origin isolated\. Here runs go\/single\.$/,
    ],
    [
      "where other languages cannot start",
      lanes,
      "null",
      true,
      /Here run go\/single and go-boxed\/workers\. js\/single and cpython\+go\/workers need the full page/,
    ],
    ["where one cannot", ["js/single"], "null", false, /isolated\. js\/single needs the full page/],
    [
      "where memory cannot be shared",
      ["go/single", "go/threads"],
      "https://v.example",
      false,
      /Here runs go\/single\. go\/threads needs the full page: what is not cross-origin isolated has no shared/,
    ],
    ["where there are none", [], "null", true, /laboratories\.$/],
  ];
  for (const [says, wanted, origin, isolated, told] of cases)
    test(says, () => assert.match(limitsOf(wanted, { origin, isolated }), told));

  test("and those are none where it has an origin", () =>
    assert.deepEqual(needFullPage(lanes, { origin: "https://v.example", isolated: false }), []));
});
