// A test as web/test/harness/spec.ts makes them, of which the first attempt failed.

import { test } from "node:test";
import { retried } from "../../../../web/test/harness/reporter.js";

test("outrun once", (context) => {
  context.diagnostic("of no concern");
  context.diagnostic(retried("outrun once", "the page was faster"));
});

test("at once", () => {});
