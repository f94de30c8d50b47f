import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { check, faultOf } from "../../src/state/check.js";
import { defaultForm, defaultWorkers, type Form, withArg } from "../../src/state/form.js";
import { manifest } from "./manifest.js";

const base = defaultForm(manifest, 4);
const kmax = (text: string) => withArg({ ...base, program: "primes" }, "primes", "kmax", text);
const serial = (text: string) => withArg({ ...base, program: "amdahl" }, "amdahl", "serial", text);
const numbers = (text: string) => withArg(base, "isprime", "numbers", text);

test("the defaults are a spec, with every value spelt out", () => {
  const checked = check(base, manifest);
  assert.ok(checked.ok);
  assert.deepEqual(checked.spec, {
    program: "isprime",
    args: { numbers: [7, 9] },
    lanes: ["go/single", "go/goroutines", "go/workers"],
    workers: [1, 2, 4],
    blocks: 10,
  });
});

describe("values are read as a person means them", () => {
  const cases: { says: string; form: Form; field: "workers" | "blocks" | "args"; value: unknown }[] = [
    { says: "spaces around a number do not matter", form: kmax(" 100 "), field: "args", value: { kmax: 100 } },
    { says: "an exponent is a number too", form: kmax("1e3"), field: "args", value: { kmax: 1000 } },
    {
      says: "a fraction may begin with its point",
      form: serial(".5"),
      field: "args",
      value: { serial: 0.5, units: 400 },
    },
    { says: "minus nothing is nothing", form: serial("-0"), field: "args", value: { serial: 0, units: 400 } },
    {
      says: "lists take commas, spaces and lines",
      form: numbers("1,2 3\n4"),
      field: "args",
      value: { numbers: [1, 2, 3, 4] },
    },
    {
      says: "worker counts are put in order, each once",
      form: { ...base, workers: "4, 1 2,2" },
      field: "workers",
      value: [1, 2, 4],
    },
    { says: "worker counts may go past the cores", form: { ...base, workers: "64" }, field: "workers", value: [64] },
  ];
  for (const { says, form, field, value } of cases) {
    test(says, () => {
      const checked = check(form, manifest);
      assert.ok(checked.ok);
      assert.deepEqual(checked.spec[field], value);
    });
  }
});

describe("a mistake is named with its field, its value and its limit", () => {
  const cases: { says: string; form: Form; field: string; code: string; limit: string; message: RegExp }[] = [
    {
      says: "a word for a number",
      form: kmax("abc"),
      field: "kmax",
      code: "bad-argument",
      limit: "1 to 20000",
      message: /How many must be a whole number from 1 to 20000; “abc” is not/,
    },
    {
      says: "nothing for a number",
      form: kmax(""),
      field: "kmax",
      code: "bad-argument",
      limit: "1 to 20000",
      message: /whole number from 1 to 20000\.$/,
    },
    {
      says: "a fraction for a whole number",
      form: kmax("1.5"),
      field: "kmax",
      code: "bad-argument",
      limit: "1 to 20000",
      message: /“1\.5” is not/,
    },
    {
      says: "NaN",
      form: kmax("NaN"),
      field: "kmax",
      code: "bad-argument",
      limit: "1 to 20000",
      message: /“NaN” is not/,
    },
    {
      says: "a hexadecimal number",
      form: kmax("0x10"),
      field: "kmax",
      code: "bad-argument",
      limit: "1 to 20000",
      message: /“0x10” is not/,
    },
    {
      says: "infinity by its name",
      form: serial("Infinity"),
      field: "serial",
      code: "bad-argument",
      limit: "0 to 1",
      message: /“Infinity” is not/,
    },
    {
      says: "infinity by its size",
      form: serial("1e999"),
      field: "serial",
      code: "out-of-range",
      limit: "0 to 1",
      message: /1e999 is outside/,
    },
    {
      says: "too much",
      form: kmax("20001"),
      field: "kmax",
      code: "out-of-range",
      limit: "1 to 20000",
      message: /from 1 to 20000; 20001 is outside/,
    },
    {
      says: "too little",
      form: kmax("-1"),
      field: "kmax",
      code: "out-of-range",
      limit: "1 to 20000",
      message: /-1 is outside/,
    },
    {
      says: "an empty list",
      form: numbers(" , "),
      field: "numbers",
      code: "out-of-range",
      limit: "1 to 4 items",
      message: /give 1 to 4 whole numbers/,
    },
    {
      says: "too long a list",
      form: numbers("1,2,3,4,5"),
      field: "numbers",
      code: "out-of-range",
      limit: "1 to 4 items",
      message: /takes 1 to 4 numbers; 5 were given/,
    },
    {
      says: "a bad item of a list",
      form: numbers("1,x"),
      field: "numbers",
      code: "bad-argument",
      limit: "0 to 9007199254740991",
      message: /“x” is not/,
    },
    {
      says: "no workers",
      form: { ...base, workers: "0" },
      field: "workers",
      code: "out-of-range",
      limit: "1 to 64",
      message: /from 1 to 64; 0 is outside/,
    },
    {
      says: "fewer than no workers",
      form: { ...base, workers: "-1" },
      field: "workers",
      code: "out-of-range",
      limit: "1 to 64",
      message: /-1 is outside/,
    },
    {
      says: "a thousand million workers",
      form: { ...base, workers: "1e9" },
      field: "workers",
      code: "out-of-range",
      limit: "1 to 64",
      message: /1e9 is outside/,
    },
    {
      says: "workers that are no number",
      form: { ...base, workers: "1,NaN" },
      field: "workers",
      code: "bad-argument",
      limit: "1 to 64",
      message: /“NaN” is not/,
    },
    {
      says: "a word for workers",
      form: { ...base, workers: "abc" },
      field: "workers",
      code: "bad-argument",
      limit: "1 to 64",
      message: /“abc” is not/,
    },
    {
      says: "half a worker",
      form: { ...base, workers: "1.5" },
      field: "workers",
      code: "bad-argument",
      limit: "1 to 64",
      message: /“1\.5” is not/,
    },
    {
      says: "no worker counts",
      form: { ...base, workers: " " },
      field: "workers",
      code: "bad-argument",
      limit: "1 to 64",
      message: /are missing/,
    },
    {
      says: "too many worker counts",
      form: { ...base, workers: "1,2,3,4,5,6,7,8,9" },
      field: "workers",
      code: "out-of-range",
      limit: "1 to 8 counts",
      message: /At most 8/,
    },
    {
      says: "no blocks",
      form: { ...base, blocks: "0" },
      field: "blocks",
      code: "out-of-range",
      limit: "1 to 200",
      message: /0 is outside/,
    },
    {
      says: "no lane",
      form: { ...base, lanes: [] },
      field: "lanes",
      code: "out-of-range",
      limit: "go/single, go/goroutines, go/workers, js/single",
      message: /at least one lane/,
    },
    {
      says: "a lane that there is not",
      form: { ...base, lanes: ["py/none"] },
      field: "lanes",
      code: "unknown-lane",
      limit: "go/single, go/goroutines, go/workers, js/single",
      message: /no lane “py\/none”/,
    },
    {
      says: "a program that there is not",
      form: { ...base, program: "nope" },
      field: "program",
      code: "unknown-program",
      limit: "primes, isprime, amdahl",
      message: /no program “nope”/,
    },
    {
      says: "a parameter that there is not",
      form: withArg(base, "isprime", "kmax", "1"),
      field: "args",
      code: "unknown-parameter",
      limit: "numbers",
      message: /isprime has no parameter “kmax”/,
    },
  ];
  for (const { says, form, field, code, limit, message } of cases) {
    test(says, () => {
      const fault = faultOf(check(form, manifest), field);
      assert.ok(fault);
      assert.deepEqual({ code: fault.code, limit: fault.limit }, { code, limit });
      assert.match(fault.message, message);
    });
  }
});

test("all mistakes are told at once", () => {
  const checked = check({ ...kmax("x"), lanes: [], workers: "0", blocks: "" }, manifest);
  assert.ok(!checked.ok);
  assert.deepEqual(checked.faults.map((fault) => fault.field).sort(), ["blocks", "kmax", "lanes", "workers"]);
});

test("a value of five thousand digits does not fill the message", () => {
  const fault = faultOf(check(kmax("9".repeat(5000)), manifest), "kmax");
  assert.ok(fault && fault.message.length < 160 && fault.message.includes("…"));
});

describe("the default sweep doubles up to the machine's cores", () => {
  const cases: { cores: number; text: string }[] = [
    { cores: 1, text: "1" },
    { cores: 2, text: "1,2" },
    { cores: 6, text: "1,2,4,6" },
    { cores: 8, text: "1,2,4,8" },
    { cores: 128, text: "1,2,4,8,16,32,64" },
    { cores: Number.NaN, text: "1" },
  ];
  for (const { cores, text } of cases)
    test(`${cores} cores: ${text}`, () => assert.equal(defaultWorkers(manifest, cores), text));
});
