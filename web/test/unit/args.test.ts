import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readArgs } from "../../src/state/args.js";

describe("arguments as text", () => {
  const cases: { says: string; text: string; args: Record<string, string> }[] = [
    { says: "none", text: "", args: {} },
    { says: "one", text: "kmax=5000", args: { kmax: "5000" } },
    { says: "two, with spaces", text: " width = 8 , height=6", args: { width: "8", height: "6" } },
    { says: "a list, whose items have no name of their own", text: "numbers=1,2,3", args: { numbers: "1,2,3" } },
    { says: "a list before another argument", text: "numbers=1,2,n=4", args: { numbers: "1,2", n: "4" } },
    { says: "an empty value", text: "n=", args: { n: "" } },
    { says: "what belongs to nothing is kept, to be named in an error", text: "5000", args: { "5000": "" } },
  ];
  for (const { says, text, args } of cases) test(says, () => assert.deepEqual(readArgs(text), args));
});
