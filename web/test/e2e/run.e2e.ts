// The main path: open, press Run, read what was found.

import assert from "node:assert/strict";
import { spec } from "../harness/spec.js";

const quick = "/?program=countdown&n=2000000&blocks=6&workers=1,2";

spec(
  "Run measures every lane and says what was found in words",
  async ({ visit }) => {
    const tab = await visit(quick);
    await tab.click("button", "Run");
    const verdict = await tab.sees(/\d/, ".verdict:not(.empty)");
    assert.match(verdict, /95 % interval|blocks/);
    await tab.shot("run done");
  },
  { in: "both" },
);
