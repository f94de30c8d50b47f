// The longest text that any field of a report may have, without a space in it: no page grows wider than its window.

import assert from "node:assert/strict";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";
import { makeReport } from "../unit/fixture.js";

const W = "W".repeat(5000);
const fault = {
  code: "x".repeat(80),
  field: W.slice(0, 4096),
  value: W.slice(0, 4096),
  limit: W.slice(0, 4096),
  message: W.slice(0, 4096),
};

function longest(): string {
  const report = makeReport({ spec: { lanes: ["go/single", "go/workers"], workers: [2] } });
  const lanes = report.lanes.map((lane, i) => ({
    ...lane,
    runtime: W.slice(0, 80),
    args: `n=${"9".repeat(200)}`,
    note: W.slice(0, 4096),
    result: W,
    error: i === 0 ? null : fault,
  }));
  return JSON.stringify({
    ...report,
    program: "w".repeat(80),
    args: { ["n".repeat(40)]: Array<number>(100).fill(123456789) },
    lanes,
    host: {
      ...report.host,
      userAgent: W.slice(0, 1024),
      go: W.slice(0, 80),
      platform: W.slice(0, 80),
      build: W.slice(0, 80),
    },
  });
}

async function opened(tab: Visit, text: string): Promise<void> {
  await tab.find("button", "Open a run…");
  await tab.page.evaluate((json) => {
    const data = new DataTransfer();
    data.items.add(new File([json], "report.json", { type: "application/json" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, text);
  await tab.sees(/Opened from a file|ended early/, ".readout");
}

for (const width of [360, 1280])
  spec(
    `the longest texts of a report fit a window of ${width} pixels`,
    async ({ visit }) => {
      const tab = await visit("/", { width, height: 800 });
      await opened(tab, longest());
      await new Promise((resolve) => setTimeout(resolve, 1000)); // parts are drawn one after the other
      const wide = await tab.page.evaluate(() => {
        const over = document.documentElement.scrollWidth - innerWidth;
        if (over <= 0) return [];
        const beyond = (one: Element) =>
          one.getBoundingClientRect().right > innerWidth + 1 && one.closest(".scroll") === null;
        const guilty = [...document.querySelectorAll("main *")].filter(beyond);
        return [`${over} px too wide`, ...guilty.slice(0, 12).map((one) => `${one.localName}.${one.className}`)];
      });
      assert.deepEqual(wide, []);
      await tab.shot(`longest texts ${width}`);
    },
    { in: "both" },
  );
