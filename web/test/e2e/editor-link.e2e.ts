// A measurement of a reader's own program, shared with its source.

import assert from "node:assert/strict";
import { editorReady, enter, patient, runIt, source } from "../harness/editor.js";
import { spec } from "../harness/spec.js";

spec(
  "a measurement is shared with its source: another visitor reads both, changes the program and runs it",
  async ({ visit }) => {
    const first = await visit("/edit/?example=primecount&workers=2&blocks=2");
    await editorReady(first);
    await patient(first);
    await runIt(first);
    await first.click("button", "Share");
    await (await first.page.waitForSelector("velocidade-actions [data-panel=share]"))?.click();
    await first.page.waitForSelector("velocidade-share-panel input");
    const link = await first.page.$eval("velocidade-share-panel input", (field) => (field as HTMLInputElement).value);
    assert.match(link, /\/edit\/#v1\./);
    const second = await visit(link.slice(new URL(link).origin.length));
    await editorReady(second);
    await patient(second);
    await second.sees(/Opened from a link/, ".given");
    assert.match(await source(second), /measure\.Sum/);
    assert.equal(await second.count("iframe"), 0);
    await enter(second);
    await second.page.keyboard.type("// changed\n");
    assert.match(await runIt(second), /17984/);
  },
  { in: "both" },
);
