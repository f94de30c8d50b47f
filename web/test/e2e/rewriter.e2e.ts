// The page /reloop/: a module is dropped, and what it gains is seen and can be downloaded.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ElementHandle } from "puppeteer-core";
import { accessible } from "../harness/axe.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

/** A module as Go's linker wrote it, and what the command makes of it: the engine. */
async function engine(): Promise<{ readonly stock: string; readonly rewritten: Buffer }> {
  const site = process.env["VELOCIDADE_SITE"] ?? "";
  const names = await readdir(join(site, "assets"));
  const stock = join(site, "assets", names.find((name) => /^stock-\w+\.wasm$/.test(name)) ?? "");
  const out = join(await mkdtemp(join(tmpdir(), "velocidade-")), "out.wasm");
  await promisify(execFile)(join(site, "..", "velocidade"), ["reloop", stock, "-o", out]);
  return { stock, rewritten: await readFile(out) };
}

async function choose(tab: Visit, file: string): Promise<void> {
  const input = (await tab.within("velocidade-rewriter input")) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(file);
}

spec(
  "a chosen module is rewritten in the page, and the download is what the native command writes",
  async ({ visit, browser }) => {
    const { stock, rewritten } = await engine();
    const tab = await visit("/reloop/");
    await accessible(tab);
    await tab.sees(/The module stays in this page and is not run/);
    await tab.shot("reloop empty");
    await choose(tab, stock);
    await tab.sees(/smaller to send, and [\d\s]+ of its [\d\s]+ functions are rewritten/);
    await accessible(tab);
    await tab.shot("reloop");
    const dir = await mkdtemp(join(tmpdir(), "velocidade-"));
    const session = await browser.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: dir, eventsEnabled: true });
    const saved = new Promise<void>((resolve) =>
      session.on("Browser.downloadProgress", ({ state }) => state === "completed" && resolve()),
    );
    await tab.page.$eval("a.download", (link) => (link as HTMLElement).click());
    await saved;
    const [name = ""] = await readdir(dir);
    assert.match(name, /^stock-\w+\.reloop\.wasm$/);
    assert.ok(rewritten.equals(await readFile(join(dir, name))), "byte for byte");
    const cells = (await tab.texts("velocidade-rewriter table:first-of-type tbody tr")).join("\n");
    for (const size of ["on disk", "gzip", "brotli"])
      assert.match(cells, new RegExp(`${size}.*−\\d`), `${size} gets smaller`);
  },
);

spec("the page on a phone and in the dark", async ({ visit }) => {
  const tab = await visit("/reloop/", { width: 390, height: 844, dark: true });
  await tab.click("button", "Try this site’s engine");
  await tab.sees(/functions are rewritten/);
  await accessible(tab);
  const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `nothing is wider than the page, by ${wide} px`);
  await tab.shot("reloop narrow");
});

spec("what is no module, and a module that is not Go's, are told by name; the next one is taken", async ({ visit }) => {
  const { stock } = await engine();
  const tab = await visit("/reloop/");
  const text = join(tmpdir(), `text ${process.pid}.wasm`);
  await writeFile(text, "no module");
  await choose(tab, text);
  await tab.sees(/text \d+\.wasm: .*module/);
  const empty = join(tmpdir(), `empty ${process.pid}.wasm`);
  await writeFile(empty, Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  await choose(tab, empty);
  await tab.sees(/empty \d+\.wasm: nothing was rewritten: .*Go/);
  await accessible(tab);
  await choose(tab, stock);
  await tab.sees(/functions are rewritten/);
});
