// A program of the reader's own: written, compiled, mended and measured in the page.

import assert from "node:assert/strict";
import { accessible } from "../harness/axe.js";
import { editorReady, enter, patient, runIt, source, write } from "../harness/editor.js";
import { spec } from "../harness/spec.js";

const HELLO = `package main

import "fmt"

func main() {
	fmt.Println("six by seven is", 6*7)
}
`;

spec(
  "a visitor breaks the primes bench, is shown where, mends it and measures it",
  async ({ visit }) => {
    const tab = await visit("/edit/?workers=2&blocks=6");
    assert.match(await editorReady(tab), /measure\.Each/);
    await patient(tab);
    await tab.sees(/MB, loaded when you begin to write/, ".given");
    await enter(tab);
    await tab.page.keyboard.type("x");
    await runIt(tab);
    await tab.sees(/does not compile/, ".problems");
    await tab.click("button", await tab.text(".problems button"));
    assert.match(await tab.text(".problems .place"), /^1:1$/);
    const marked = await tab.page.evaluate(
      () => document.querySelector(".code-place")?.shadowRoot?.querySelector(".cm-lintRange-error")?.textContent,
    );
    assert.ok(marked?.startsWith("x"));
    await tab.press("Delete");
    const given = await runIt(tab);
    assert.match(given, /Two workers|two workers/);
    assert.match(given, /true true true true true false/);
    await tab.shot("editor measured");
  },
  { in: "both" },
);

spec(
  "a program that prints is shown with its output and its exit code, and undo reaches back over runs",
  async ({ visit }) => {
    const tab = await visit("/edit/");
    await editorReady(tab);
    await patient(tab);
    await write(tab, HELLO);
    assert.match(await runIt(tab), /six by seven is 42.*exit code 0/);
    await accessible(tab);
    await enter(tab);
    await tab.chord("Control", "z");
    assert.match(await source(tab), /measure\.Each/);
  },
);

spec(
  "what was written is there on the next visits, whatever was looked at, and does not run by itself",
  async ({ visit }) => {
    const tab = await visit("/edit/");
    await editorReady(tab);
    await write(tab, "package main // mine");
    const address = tab.page.url();
    await tab.page.goto(new URL("?example=hello", address).href);
    assert.match(await editorReady(tab), /Hello/);
    await tab.page.goto(address);
    assert.equal(await editorReady(tab), "package main // mine");
    assert.match(await tab.text(".given"), /^Press Run/);
  },
);

spec("formatting mends the layout, keeps the text, and marks what cannot be read", async ({ visit }) => {
  const tab = await visit("/edit/");
  await editorReady(tab);
  await write(tab, "package main\nfunc main(){println( 1)}\n");
  await tab.click("button", "Format");
  await tab.page.waitForFunction(() =>
    [...(document.querySelector(".code-place")?.shadowRoot?.querySelectorAll(".cm-line") ?? [])].some(
      (line) => line.textContent === "func main() { println(1) }",
    ),
  );
  await write(tab, "package main\nfunc main({\n");
  await tab.click("button", "Format");
  await tab.sees(/2:12|3:1|2:11/, ".problems");
});

spec("the keyboard gets in and out of the editor", async ({ visit }) => {
  const tab = await visit("/edit/");
  await editorReady(tab);
  await enter(tab);
  const inside = () => tab.page.evaluate(() => document.activeElement?.className);
  assert.equal(await inside(), "code-place");
  await tab.press("Tab");
  assert.notEqual(await inside(), "code-place");
  await tab.page.keyboard.down("Shift");
  await tab.press("Tab");
  await tab.page.keyboard.up("Shift");
  assert.equal(await inside(), "code-place");
  await tab.press("Escape", "Tab");
  assert.notEqual(await inside(), "code-place");
});

for (const [name, options] of [
  ["wide and light", {}],
  ["narrow and dark", { width: 360, height: 740, dark: true }],
] as const) {
  spec(`the editor's page breaks no rule of accessibility, ${name}`, async ({ visit }) => {
    const tab = await visit("/edit/", options);
    await editorReady(tab);
    await accessible(tab);
    const over = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${over} px wider than the window`);
    await tab.shot(`editor ${name}`);
  });
}

spec("a playground's program opens in the editor from beside its source", async ({ visit }) => {
  const tab = await visit("/?program=primes");
  await tab.click("link", "Edit this program");
  await editorReady(tab);
  assert.match(await source(tab), /kernels\/primes\.go/);
});

spec("a link carries the text: another visitor reads it, and it runs only when they press Run", async ({ visit }) => {
  const first = await visit("/edit/");
  await editorReady(first);
  await write(first, HELLO);
  await first.click("button", "Share");
  await first.sees(/A link that carries this text/, ".bar");
  const link = await first.page.$eval("#shared", (field) => (field as HTMLInputElement).value);
  const second = await visit(link.slice(new URL(link).origin.length));
  await editorReady(second);
  await patient(second);
  await second.sees(/came by a link/, ".bar");
  assert.match(await source(second), /six by seven/);
  assert.equal(await second.count("iframe"), 0);
  assert.match(await runIt(second), /six by seven is 42/);
  const cut = await visit("/edit/#s1.AAAAAA");
  await editorReady(cut);
  await cut.sees(/cut short or altered/, ".failure");
});
