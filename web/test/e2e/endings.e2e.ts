// How programs end that do nothing wrong: each ends as it would elsewhere, whatever it prints and whatever its exit code is.

import assert from "node:assert/strict";
import { editorReady, exec, runIt, write } from "../harness/editor.js";
import { spec } from "../harness/spec.js";

interface Program {
  readonly says: string;
  readonly imports?: string;
  readonly main: string;
  readonly code: number;
  readonly output: string | RegExp;
}

/** A promise that takes longer than anybody would wait who watches for signs of life. */
const PROMISE =
  "new Promise(done => { const t = performance.now(); const tick = () => performance.now() - t > 1500 ? done('kept') : setTimeout(tick, 50); tick() })";

const programs: readonly Program[] = [
  {
    says: "a log that speaks of a panic",
    imports: 'import ("fmt"; "os")',
    main: 'fmt.Fprintln(os.Stderr, "panic: the valve\\n\\ngoroutine 1 [running]:"); os.Exit(2)',
    code: 2,
    output: /^panic: the valve/,
  },
  {
    says: "a log of the runtime's own kind",
    imports: 'import "os"',
    main: 'print("fatal error: "); print("all goroutines are asleep - deadlock!"); print("\\n"); os.Exit(3)',
    code: 3,
    output: "fatal error: all goroutines are asleep - deadlock!\n",
  },
  { says: "exit code 1001", imports: 'import "os"', main: "os.Exit(1001)", code: 1001 & 255, output: "" },
  { says: "exit code -1", imports: 'import "os"', main: 'println("a"); os.Exit(-1)', code: 255, output: "a\n" },
  {
    says: "one that waits for a promise",
    imports: 'import "syscall/js"',
    main:
      "done := make(chan string); " +
      `js.Global().Call("eval", "${PROMISE}").Call("then", js.FuncOf(func(_ js.Value, a []js.Value) any { done <- a[0].String(); return nil })); ` +
      "println(<-done)",
    code: 0,
    output: "kept\n",
  },
  {
    says: "one that waits for a timer of JavaScript's",
    imports: 'import "syscall/js"',
    main:
      "done := make(chan bool); " +
      'js.Global().Call("setTimeout", js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil }), 1500); <-done; println("rung")',
    code: 0,
    output: "rung\n",
  },
  {
    says: "one that reads what there is to read",
    imports: 'import ("bufio"; "fmt"; "io"; "os")',
    main:
      "var name string; n, err := fmt.Scanln(&name); fmt.Println(n, err == io.EOF); " +
      "s := bufio.NewScanner(os.Stdin); fmt.Println(s.Scan(), s.Err()); b, err := io.ReadAll(os.Stdin); fmt.Println(len(b), err)",
    code: 0,
    output: "0 true\nfalse <nil>\n0 <nil>\n",
  },
  {
    says: "characters in pieces, on two streams, and one that never ends",
    imports: 'import ("os"; "time")',
    main:
      'for _, b := range []byte("né 🎉\\n") { os.Stdout.Write([]byte{b}); time.Sleep(time.Millisecond) }; ' +
      'os.Stdout.Write([]byte{0xc3}); os.Stderr.Write([]byte("ü\\n")); os.Stdout.Write([]byte{0xa9, 0xe6, 0x97})',
    code: 0,
    output: "né 🎉\nü\né\ufffd",
  },
  {
    says: "much output",
    imports: 'import "fmt"',
    main: 'for i := range 50_000 { fmt.Printf("line number %08d\\n", i) }',
    code: 0,
    output: /^line number 00000000\n[\s\S]{1049958}line number 00049999\n$/,
  },
];

spec(
  "programs end as they would elsewhere, with all that they printed",
  async ({ visit }) => {
    const tab = await visit("/edit/");
    for (const { says, imports = "", main, code, output } of programs) {
      const got = await exec(tab, `package main\n${imports}\nfunc main() { ${main} }\n`, 60_000);
      assert.deepEqual([got.error, got.code], [null, code], `${says}: ${got.output.slice(0, 300)}`);
      if (typeof output === "string") assert.equal(got.output, output, says);
      else assert.match(got.output, output, says);
    }
  },
  { in: "both" },
);

spec("the page says of a deadlock, a panic and an exit code what they are", async ({ visit }) => {
  const tab = await visit("/edit/");
  await editorReady(tab);
  for (const [main, words] of [
    ["select {}", /Deadlock: all its goroutines wait/],
    ['panic("first\\nfatal error: out of memory")', /It panicked: first/],
    ['println("panic: no")', /Done: exit code 0/],
  ] as const) {
    await write(tab, `package main\n\nfunc main() { ${main} }\n`);
    assert.match(await runIt(tab), words);
  }
});

spec("an aborted signal ends a build at once", async ({ visit }) => {
  const tab = await visit("/edit/");
  await exec(tab, "package main\nfunc main() {}\n");
  const took = await tab.page.evaluate(async () => {
    const abort = new AbortController();
    const source = 'package main\nimport "fmt"\nfunc main() { fmt.Println("never") }\n';
    const built = window.velocidade.exec(source, { signal: abort.signal }).then(
      () => "ran",
      (error: { fault: { code: string } }) => error.fault.code,
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    let turns = 0;
    abort.abort();
    const code = await Promise.race([built, new Promise((resolve) => setTimeout(() => resolve(`late ${++turns}`), 0))]);
    return code;
  });
  assert.equal(took, "stopped");
});
