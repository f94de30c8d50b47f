import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

test("the font files are what their script makes of the package", async () => {
  await promisify(execFile)(process.execPath, ["web/src/fonts/subset.mjs", "--check"]);
});
