import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fromQuery, toQuery } from "../../src/state/address.js";
import { argTexts, defaultForm, type Form, programOf, withArg } from "../../src/state/form.js";
import { manifest } from "./manifest.js";

const CORES = 4;
const base = defaultForm(manifest, CORES);
const read = (query: string) => fromQuery(query, manifest, CORES);
/** What an address can carry: a lone half of a surrogate pair becomes U+FFFD. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, "\uFFFD");
const write = (form: Form) => toQuery(form, manifest, CORES);

describe("the address says what differs from the defaults", () => {
  const cases: { says: string; form: Form; query: string }[] = [
    { says: "nothing for the defaults", form: base, query: "" },
    { says: "another program by name", form: { ...base, program: "primes" }, query: "?program=primes" },
    {
      says: "a parameter beside its program",
      form: withArg({ ...base, program: "primes" }, "primes", "kmax", "100"),
      query: "?program=primes&kmax=100",
    },
    {
      says: "nothing for a parameter typed back to its default",
      form: withArg({ ...base, program: "primes" }, "primes", "kmax", "5000"),
      query: "?program=primes",
    },
    {
      says: "a list without spaces, with its commas readable",
      form: withArg(base, "isprime", "numbers", "1, 2, 3"),
      query: "?numbers=1,2,3",
    },
    {
      says: "lanes in the manifest's order, however they were ticked",
      form: { ...base, lanes: ["go/workers", "go/single"] },
      query: "?lanes=go/single,go/workers",
    },
    { says: "no lanes as an empty value", form: { ...base, lanes: [] }, query: "?lanes=" },
    {
      says: "worker counts and blocks as typed",
      form: { ...base, workers: "1,8", blocks: "6" },
      query: "?workers=1,8&blocks=6",
    },
    {
      says: "nothing of a program that is not shown",
      form: withArg({ ...base, program: "primes" }, "amdahl", "units", "7"),
      query: "?program=primes",
    },
  ];
  for (const { says, form, query } of cases) test(says, () => assert.equal(write(form), query));
});

describe("what an address says comes back", () => {
  const queries = [
    "",
    "?program=primes&kmax=100",
    "?program=amdahl&serial=0.5&units=12",
    "?numbers=1,2,3",
    "?lanes=go/single,go/workers&workers=1,2,64&blocks=20",
    "?lanes=",
  ];
  for (const query of queries)
    test(`the same query: ${query || "none"}`, () => assert.equal(write(read(query)), query));
});

describe("hostile values are kept, so that they can be shown and mended", () => {
  const hostile = ["<script>alert(1)</script>", "1e309", "-0", "NaN", "9".repeat(5000), "a&b=c", "日本", "\uD800"];
  for (const value of hostile) {
    test(`in any field: ${value.slice(0, 20)}`, () => {
      for (const name of ["program", "workers", "blocks"] as const) {
        const back = read(write({ ...base, [name]: value }));
        assert.equal(back[name], wellFormed(value));
      }
      const back = read(write(withArg({ ...base, program: "primes" }, "primes", "kmax", value)));
      assert.equal(back.args["primes"]?.["kmax"], wellFormed(value));
    });
  }
  test("a lane that does not exist stays among the chosen", () => {
    assert.deepEqual(read("?lanes=go/single,py/none").lanes, ["go/single", "py/none"]);
  });
  test("a plus in a lane's name is a plus, also where somebody wrote it into an address as it is", () => {
    assert.deepEqual(read("?lanes=cpython+go/single,js/single").lanes, ["cpython+go/single", "js/single"]);
    assert.deepEqual(read("?lanes=cpython%2Bgo/single").lanes, ["cpython+go/single"]);
  });
  test("a parameter that the program does not have stays beside it", () => {
    assert.deepEqual(read("?program=primes&bogus=1").args["primes"], { bogus: "1" });
    assert.equal(write(read("?program=primes&bogus=1")), "?program=primes&bogus=1");
  });
  test("of a value given twice the first counts", () => {
    assert.equal(read("?program=primes&kmax=1&kmax=2").args["primes"]?.["kmax"], "1");
  });
  test("names that objects have by birth are only names", () => {
    const form = read("?program=__proto__&constructor=1&toString=2");
    assert.equal(programOf(form, manifest), undefined);
    assert.equal(write(form), "?program=__proto__&constructor=1&toString=2");
  });
});

test("Back to a program finds again what was typed for another one meanwhile", () => {
  const typed = withArg(read("?program=primes&kmax=10"), "amdahl", "units", "7");
  const form = fromQuery("?program=primes&kmax=10", manifest, CORES, typed);
  assert.equal(form.args["amdahl"]?.["units"], "7");
});

test("lists are shown with a space after each comma, by default and from an address", () => {
  const isprime = manifest.programs[1];
  assert.ok(isprime);
  assert.equal(argTexts(base, isprime)["numbers"], "7, 9");
  assert.equal(argTexts(read("?numbers=1,2"), isprime)["numbers"], "1, 2");
});
