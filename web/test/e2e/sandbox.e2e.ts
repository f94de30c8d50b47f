// Programs that misbehave: each ends with a clear message, can reach nothing, and the page lives on.

import assert from "node:assert/strict";
import { browserName } from "../harness/browser.js";
import { editorReady, exec, runIt, write } from "../harness/editor.js";
import { spec } from "../harness/spec.js";
import type { Visit } from "../harness/visit.js";

interface Misdeed {
  readonly name: string;
  readonly imports?: string;
  readonly main: string;
  /** Tried in Firefox as well: each of the ways to end, and what must not be reached. */
  readonly everywhere?: true;
  /** The fault's code, or the exit code. */
  readonly ends: string | number;
  readonly output?: RegExp;
}

const POOL = `import ("context"; "fmt"; "velocidade/wasm/futures")
var fn = futures.Define("f", func(_ context.Context, n int) (int, error) { return n, nil })`;

const misdeeds: readonly Misdeed[] = [
  { name: "an infinite loop", main: "for {}", ends: "time-limit", everywhere: true },
  { name: "endless output", main: 'for { println("over and over") }', ends: "output-limit", output: /over and over/ },
  { name: "gigabytes", main: "b := make([]byte, 1<<30); println(len(b))", ends: 2, output: /out of memory/ },
  {
    name: "a leak",
    main: "var all [][]byte; for { all = append(all, make([]byte, 1<<24)) }",
    ends: 2,
    output: /out of memory/,
  },
  { name: "a deadlock", main: "<-make(chan int)", ends: 2, output: /all goroutines are asleep - deadlock/ },
  {
    name: "a panic",
    main: 'panic("oh no")',
    ends: 2,
    output: /panic: oh no[\s\S]*main\.main\(\)\n\t\.\/main\.go:3/,
    everywhere: true,
  },
  { name: "os.Exit", imports: 'import "os"', main: "os.Exit(3)", ends: 3, everywhere: true },
  {
    name: "calls that nest too deeply",
    imports: "func depth(n int) int { if n == 0 { return 0 }; return depth(n-1) + 1 }",
    main: "println(depth(1000)); println(depth(100000000))",
    ends: "stack-limit",
    output: /^1000\n$/,
    everywhere: true,
  },
  {
    name: "thousands of workers",
    imports: POOL,
    main: `futures.Init(); p := futures.Processes(5000)
	for i := range 5000 { futures.Submit(p, fn, i) }
	f, _ := futures.Submit(p, fn, 1); fmt.Println(f.Result(context.Background()))`,
    ends: "worker-limit",
  },
  {
    name: "what it must not reach",
    imports: 'import ("fmt"; "syscall/js")',
    main: `for _, name := range []string{"localStorage", "indexedDB", "document", "parent"} {
		func() { defer func() { if recover() != nil { fmt.Println(name, "refused") } }()
			if v := js.Global().Get(name); v.IsUndefined() { fmt.Println(name, "refused") } else if name == "indexedDB" { v.Call("open", "x") }
		}()
	}
	done := make(chan string)
	js.Global().Call("fetch", "/toolchain.json").Call("then",
		js.FuncOf(func(js.Value, []js.Value) any { go func() { done <- "fetched" }(); return nil }),
		js.FuncOf(func(js.Value, []js.Value) any { go func() { done <- "fetch refused" }(); return nil }))
	fmt.Println(<-done)
	fmt.Println("origin", js.Global().Get("origin").String())`,
    ends: 0,
    everywhere: true,
    output: /^localStorage refused\nindexedDB refused\ndocument refused\nparent refused\nfetch refused\norigin null\n$/,
  },
];

async function lives(tab: Visit): Promise<void> {
  const { code, output } = await exec(tab, 'package main\nfunc main() { println("alive") }\n');
  assert.deepEqual([code, output], [0, "alive\n"]);
  assert.equal(await tab.count("iframe"), 0);
}

/** In threes, so that each test has time enough on a busy machine. */
const tried = misdeeds.filter(({ everywhere }) => everywhere === true || browserName === "chromium");
const groups = Array.from({ length: Math.ceil(tried.length / 3) }, (_, i) => tried.slice(3 * i, 3 * i + 3));

for (const group of groups) {
  spec(
    `${group.map(({ name }) => name).join(", ")}: each ends with a clear message, and the page lives on`,
    async ({ visit }) => {
      const expect = /Content.Security.Policy|blob:|toolchain\.json|NS_ERROR|[Bb]locked/;
      const tab = await visit("/edit/", { expect });
      for (const { name, imports = "", main, ends, output } of group) {
        const time = ends === "time-limit" ? 1000 : 60_000;
        const got = await exec(tab, `package main\n${imports.replace(/\n/g, "; ")}\nfunc main() { ${main} }\n`, time);
        assert.equal(got.error ?? got.code, ends, `${name}: ${got.output.slice(0, 500)}`);
        if (output !== undefined) assert.match(got.output, output, name);
      }
      await lives(tab);
    },
    { in: "both" },
  );
}

spec("a program that is ended by its limit says so in the page, and the limit can be raised", async ({ visit }) => {
  const tab = await visit("/edit/");
  await editorReady(tab);
  await write(tab, "package main\n\nfunc main() {\n\tfor {\n\t}\n}\n");
  await tab.fill("Time limit, s", "0");
  await tab.sees(/From 1 to 600 seconds/, ".bar");
  await tab.fill("Time limit, s", "1");
  assert.match(await runIt(tab), /Ended after 1 seconds?, its time limit/);
  await lives(tab);
});

spec("Stop ends a program in the midst of a loop", async ({ visit }) => {
  const tab = await visit("/edit/");
  await editorReady(tab);
  await write(tab, 'package main\n\nfunc main() {\n\tprintln("begun")\n\tfor {\n\t}\n}\n');
  await tab.fill("Time limit, s", "600");
  await tab.chord("Control", "Enter");
  await tab.sees(/begun/, ".console");
  await tab.press("Escape");
  await tab.sees(/Stopped/, ".ending");
  await lives(tab);
});
