// Accessibility by the rules of axe-core. Its source goes into the page through the driver, which the page's
// Content-Security-Policy does not concern, so the policy under test stays as it is.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Visit } from "./visit.js";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with every element that breaks a rule of WCAG 2.2 AA or a best practice. */
export async function accessible(visit: Visit): Promise<void> {
  await visit.page.evaluate(await source);
  const results = (await visit.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResults;
  const found = results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  );
  assert.deepEqual(found, []);
}
