// A run taken along: as a link that carries it, as files, as a picture; and opened again, here or in another browser.

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessible } from "../harness/axe.js";
import { browserName } from "../harness/browser.js";
import { embedded } from "../harness/elsewhere.js";
import { measure, QUICK, verdict } from "../harness/playground.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

/** A link of a run of countdown, as it was issued. */
const ISSUED = await readFile("wasm/link/testdata/issued/v1-quick.link", "utf8").then((text) => text.trim());

/** Where Chromium leaves the link of a run of its own, for Firefox, which comes after it. */
const CARRIED = ".cache/e2e/chromium.link";

/** Opens the panel for links and returns the link. */
async function link(tab: Visit): Promise<string> {
  await tab.click("button", "Share");
  await tab.find("textbox", "Link");
  return tab.page.$eval(".copyable input", (input) => (input instanceof HTMLInputElement ? input.value : ""));
}

spec("a run becomes a link, and the link opens as that run", async ({ visit }) => {
  const tab = await visit(QUICK);
  const found = await measure(tab);
  const url = await link(tab);
  assert.match(url, /#v1\.[\w-]+$/);
  assert.ok(url.length < 2000, `${url.length} characters`);
  await tab.sees(/Nothing was sent anywhere/, ".panel");
  await accessible(tab);
  await tab.shot("share");

  await writeFile(CARRIED, new URL(url).hash);
  const other = await visit(`/${new URL(url).hash}`);
  assert.equal(await verdict(other), found);
  await other.sees(/Opened from a link\. Measured .* cores?, cross-origin isolated/, ".foreign");
  assert.equal(await other.page.$eval("input[name=blocks], #blocks", (i) => (i as HTMLInputElement).value), "6");
});

spec(
  "a link of another browser shows its run, and Run here lays one’s own beside it, compared",
  async ({ visit }) => {
    const carried =
      browserName === "firefox" ? await readFile(CARRIED, "utf8").catch(() => `#${ISSUED}`) : `#${ISSUED}`;
    const tab = await visit(`/${carried}`);
    const theirs = await verdict(tab);
    // The link issued long ago is of another build; the one that Chromium left a moment ago is of this.
    await tab.sees(/Chrome \d+ on Linux.*by (build [0-9a-f]{8,}|this very build)/, ".foreign");
    await tab.click("button", "Run here");
    // The sample plot of both comes with the table in which they are compared.
    await tab.sees(/times as (fast|long)|[Nn]o difference|[Nn]othing can be said/, ".change");
    assert.notEqual(await verdict(tab), theirs);
    await tab.sees(/laid over this one/, ".over");
    assert.equal((await tab.texts('[aria-label="Table of changes"] tbody tr')).length, 5);
    await tab.shot("compared with a link");
  },
  { in: "both" },
);

spec(
  "a short link is made only when asked for, opens as the run, and is deleted with the token that was shown once",
  async ({ visit }) => {
    const tab = await visit(QUICK, { expect: /request failed: .*\/api\/runs\// }); // so Chromium calls an answer without a body
    const found = await measure(tab);
    const posts: string[] = [];
    tab.page.on("request", (request) => {
      if (request.method() !== "GET") posts.push(request.url());
    });
    await link(tab);
    assert.deepEqual(posts, [], "nothing is sent before it is asked for");
    await tab.sees(/stores this run on .*: program, arguments, samples.*shown once/, ".panel");
    await tab.click("button", "Store it and make a short link");
    await tab.find("textbox", "Token that deletes it");
    assert.equal(posts.length, 1);
    const url = await tab.page.$$eval(".copyable input", (all) =>
      all[1] instanceof HTMLInputElement ? all[1].value : "",
    );
    assert.match(url, /\/r\/[\w-]+$/);
    await tab.shot("short link");

    const other = await visit(new URL(url).pathname);
    assert.equal(await verdict(other), found);
    await other.sees(/Opened from a short link/, ".foreign");
    assert.equal(await other.count("#shared"), 0, "what was there for readers without scripts is gone");
    await other.click("button", "Run here");
    await other.sees(/times as (fast|long)|[Nn]o difference|[Nn]othing can be said/, ".change");

    // Without a driver's mouse, which a tab behind others does not feel.
    await tab.page.$$eval(".panel button", (all) => {
      for (const button of all)
        if (button.textContent === "Delete it again" && button instanceof HTMLElement) button.click();
    });
    const gone = await visit("/", { expect: /404/ });
    const status = await gone.page.evaluate(async (path) => {
      for (let tries = 0; tries < 300; tries++) {
        const answer = await fetch(path);
        if (answer.status !== 200) return answer.status;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return 200;
    }, new URL(url).pathname);
    assert.equal(status, 404);
    await gone.page.goto(new URL(url).href);
    await gone.sees(/no such run/i, ".failure");
  },
  { in: "both" },
);

spec("Copy image gives the picture that a short link of the run shows, byte for byte", async ({ visit }) => {
  const tab = await visit(QUICK);
  await measure(tab);
  // What a page reads back from the clipboard is a picture that the browser has packed anew.
  await tab.page.evaluate(() => {
    navigator.clipboard.write = async ([item]) => {
      Reflect.set(window, "copied", await item?.getType("image/png"));
    };
  });
  await tab.click("button", "Copy image");
  await tab.sees(/Image copied/, ".said");
  await link(tab);
  await tab.click("button", "Store it and make a short link");
  await tab.find("textbox", "Token that deletes it");
  const [copied, shown] = await tab.page.evaluate(async () => {
    const fields = [...document.querySelectorAll<HTMLInputElement>(".copyable input")];
    const address = fields.find((field) => /\/r\/[\w-]+$/.test(field.value))?.value;
    const bytes = async (from: Blob | Response) => [...new Uint8Array(await from.arrayBuffer())];
    return [await bytes(Reflect.get(window, "copied") as Blob), await bytes(await fetch(`${address}.png`))];
  });
  assert.deepEqual(
    copied?.slice(1, 4),
    [..."PNG"].map((letter) => letter.charCodeAt(0)),
  );
  assert.ok(Buffer.from(copied ?? []).equals(Buffer.from(shown ?? [])), "the two are the same picture");
});

spec(
  "the Embed dialog shows the run as its reader will see it, and a stored one as a picture that leads to it",
  async ({ visit }) => {
    const tab = await visit(QUICK);
    const said = await measure(tab);
    await tab.click("button", "Embed");
    const texts = () =>
      tab.page.$$eval("velocidade-embed-dialog textarea", (all) =>
        all.map((area) => (area as HTMLTextAreaElement).value),
      );
    await tab.page.waitForFunction(() =>
      document.querySelector<HTMLTextAreaElement>("velocidade-embed-dialog textarea")?.value.includes(' link="v1.'),
    );
    const preview = await embedded(tab, "velocidade-embed-dialog iframe");
    const shown = await preview.waitForFunction(
      () => document.querySelector("velocidade-bench")?.shadowRoot?.querySelector(".verdict")?.textContent,
    );
    assert.ok(
      said.replace(/\s+/g, " ").includes(
        String(await shown.jsonValue())
          .replace(/\s+/g, " ")
          .slice(0, 40),
      ),
    );
    await accessible(tab);
    await tab.sees(/stored on .*program, arguments, samples/, "velocidade-embed-dialog");
    await tab.click("button", "Store it and make a short link");
    await tab.sees(/Link with a picture.*Keep the token that deletes it/, "velocidade-embed-dialog");
    const [html = "", , frame = "", link = ""] = await texts();
    const id = /link="([\w-]+)" program="countdown"/.exec(html)?.[1] ?? "none";
    assert.ok(frame.includes(`/embed/${id}"`));
    assert.match(link, new RegExp(`^\\[!\\[.*\\]\\(\\S*/r/${id}\\.png\\)\\]\\(\\S*/r/${id}\\)$`));
    await tab.shot("embed dialog");
  },
);

const hostile: readonly { readonly says: string; readonly hash: string; readonly told: RegExp }[] = [
  { says: "cut short", hash: `#${ISSUED.slice(0, -40)}`, told: /not a whole link.*Field: link/ },
  { says: "of a version to come", hash: `#v9.${ISSUED.slice(3)}`, told: /version v9.*Allowed: v1/ },
  { says: "that is too long", hash: `#v1.${"A".repeat(70_000)}`, told: /65536 characters.*Field: link/ },
];

for (const { says, hash, told } of hostile) {
  spec(`a link ${says} is refused by field and limit, and what was typed stays`, async ({ visit }) => {
    const tab = await visit("/?program=countdown");
    await tab.fill("Start", "4321");
    await tab.page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await tab.sees(told, "[role=alert]");
    const start = await tab.find("textbox", "Start");
    assert.equal(await start.evaluate((field) => (field as HTMLInputElement).value), "4321");
  });
}

spec("a pasted link and a dropped report are laid over the run shown", async ({ visit }) => {
  const tab = await visit(QUICK);
  await measure(tab);
  await tab.page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  }, `https://elsewhere.example/#${ISSUED}`);
  await tab.sees(/laid over this one/, ".over");
  await tab.click("button", "Take it off");

  const report = await tab.page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem("velocidade.runs") ?? "[]") as { report: { startedAt: number } }[];
    const run = kept.at(-1)?.report;
    return JSON.stringify({ ...run, startedAt: 1 });
  });
  await tab.page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "report.json", { type: "application/json" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, report);
  await tab.sees(/laid over this one/, ".over");
  assert.equal(await tab.count(".history li"), 3);
});

spec("a report leaves in every format, each plot as SVG and PNG", async ({ visit, browser }) => {
  const tab = await visit(QUICK);
  const dir = await mkdtemp(join(tmpdir(), "velocidade-"));
  const session = await browser.target().createCDPSession();
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: dir });
  await measure(tab);
  await tab.click("button", "Export");
  const buttons = await tab.page.$$(".choices button:first-of-type, .choices button + button");
  assert.ok(buttons.length >= 16, "five formats to save and copy, three plots or more in two forms");
  for (const button of buttons) {
    const name = await button.evaluate((b) => b.getAttribute("aria-label") ?? "");
    if (!name.startsWith("Save")) continue;
    await button.evaluate((b) => (b as HTMLElement).click());
    await tab.sees(/saved/, "velocidade-export-panel .said");
    // The next one says the same.
    await tab.page.$eval("velocidade-export-panel .said", (said) => new Promise((done) => setTimeout(done, 0, said)));
  }
  const endings = ["countdown.json", ".csv", ".md", ".txt", ".trace.json", ".svg", ".png"];
  for (const patience = Date.now() + 60_000; ; ) {
    const whole = await saved(dir);
    if (endings.every((ending) => whole.some((n) => n.endsWith(ending)))) break;
    assert.ok(Date.now() < patience, `only ${whole.join(", ")} were saved`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const names = await saved(dir);
  const read = (ending: string) => readFile(join(dir, names.find((n) => n.endsWith(ending)) ?? ""));
  assert.match(await read(".svg").then(String), /^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.doesNotMatch(await read(".svg").then(String), / class=/, "no style sheet goes with it");
  assert.deepEqual(
    [...(await read(".png")).subarray(1, 4)],
    [..."PNG"].map((c) => c.charCodeAt(0)),
  );
  assert.equal(JSON.parse(await read("countdown.json").then(String)).schema, "velocidade.report/v1");
});

/** The files that were saved: an empty one stands in the place of each while it is being written. */
async function saved(dir: string): Promise<string[]> {
  const names = await readdir(dir);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(dir, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return names.filter((name, i) => !name.endsWith(".crdownload") && (sizes[i] ?? 0) > 0);
}
