// Wrong and hostile input: each gives a clear message at its field, nothing typed is lost, and the page stays usable.

import assert from "node:assert/strict";
import { measure, QUICK, rows } from "../harness/playground.js";
import { spec } from "../harness/spec.js";

interface Bad {
  readonly text: string;
  readonly message: RegExp;
}

/** What each field refuses, typed one after the other: what was wrong before must not hide what is wrong now. */
const bad: Readonly<Record<string, readonly Bad[]>> = {
  "Worker counts": [
    { text: "0", message: /must be from 1 to 64; 0 is outside/ },
    { text: "-1", message: /must be from 1 to 64; -1 is outside/ },
    { text: "1000000000", message: /must be from 1 to 64; 1000000000 is outside/ },
    { text: "1e9", message: /must be from 1 to 64; 1e9 is outside/ },
    { text: "NaN", message: /must be a whole number from 1 to 64; “NaN” is not/ },
    { text: "1.5", message: /must be a whole number from 1 to 64; “1.5” is not/ },
    { text: "two", message: /must be a whole number from 1 to 64; “two” is not/ },
    { text: "", message: /missing/ },
    { text: "1,2,3,4,5,6,7,8,9", message: /At most 8 worker counts/ },
  ],
  Blocks: [
    { text: "0", message: /must be from 1 to 200; 0 is outside/ },
    { text: "1e400", message: /must be from 1 to 200; 1e400 is outside/ },
    { text: "Infinity", message: /must be a whole number from 1 to 200; “Infinity” is not/ },
  ],
  Start: [
    { text: "-5", message: /must be from 1 to 10000000000; -5 is outside/ },
    { text: "<img src=x onerror=alert(1)>", message: /“<img src=x onerror=alert\(1\)>” is not/ },
    { text: "9".repeat(400), message: /is outside/ },
  ],
};

for (const [field, all] of Object.entries(bad)) {
  spec(`${field} refuses what it cannot be at the field, keeps it, and starts nothing`, async ({ visit }) => {
    const tab = await visit(QUICK);
    const input = await tab.find("textbox", field);
    for (const { text, message } of all) {
      await tab.fill(field, text);
      const shown = await tab.sees(message, ".fault");
      assert.ok(shown.length < 300, "the message is short whatever was typed");
      assert.equal(await input.evaluate((e) => e.getAttribute("aria-invalid")), "true");
      await tab.click("button", "Run");
      assert.equal(await tab.count("progress"), 0);
      assert.equal(await input.evaluate((e) => (e as HTMLInputElement).value), text);
      assert.equal(await input.evaluate((e) => e === document.activeElement), true, "the focus goes to the field");
    }
  });
}

spec("a mended field runs", async ({ visit }) => {
  const tab = await visit(QUICK);
  await tab.fill("Worker counts", "0");
  await tab.sees(/outside/, ".fault");
  await tab.fill("Worker counts", "2");
  await measure(tab);
  assert.equal((await rows(tab)).length, 3);
});

spec("no lane at all is refused", async ({ visit }) => {
  const tab = await visit("/?lanes=go/single");
  await tab.page.click("input[value='go/single']");
  await tab.sees(/Choose at least one lane/, "#lanes-fault");
  await tab.click("button", "Run");
  assert.equal(await tab.count("progress"), 0);
});

const hostile: readonly { readonly query: string; readonly message: RegExp }[] = [
  { query: "?program=nonsense", message: /There is no program “nonsense”/ },
  { query: "?program=__proto__", message: /There is no program “__proto__”/ },
  { query: "?program=%3Cscript%3Ealert(1)%3C/script%3E", message: /There is no program “<script>/ },
  { query: "?program=countdown&n=abc", message: /“abc” is not/ },
  { query: "?program=countdown&n=%00%FF", message: /is not/ },
  { query: "?program=countdown&constructor=1", message: /no parameter “constructor”/ },
  { query: "?lanes=go/nowhere", message: /no lane “go\/nowhere”/ },
  { query: "?workers=NaN,-1,1e9", message: /“NaN” is not/ },
  { query: `?blocks=${"7".repeat(5000)}`, message: /is outside/ },
];

for (const { query, message } of hostile) {
  spec(
    `the address ${decodeURIComponent(query.slice(0, 60).replace("%FF", ""))} is answered at its field, and is not run`,
    async ({ visit }) => {
      const tab = await visit(`/${query}`);
      await tab.sees(message);
      await tab.click("button", "Run");
      assert.equal(await tab.count("progress"), 0);
      assert.ok(
        await tab.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
        "the page keeps its width",
      );
    },
  );
}
