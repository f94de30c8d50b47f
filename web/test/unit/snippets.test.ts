import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Embedded, snippets } from "../../src/share/snippets.js";

const base: Embedded = {
  title: "Two [workers] <b>",
  spec: { program: "primes", args: { kmax: 5000 }, lanes: ["go/single", "go/workers"], workers: [2], blocks: 10 },
  source: "",
  link: null,
  page: "https://v.example/r/abc",
  frame: "https://v.example/embed/abc",
  picture: null,
  script: "https://v.example/embed@1.js",
};
const ATTRIBUTES = 'program="primes" args="kmax=5000" lanes="go/single,go/workers" workers="2" blocks="10"';

const text = (name: string, changed: Partial<Embedded> = {}): string | undefined =>
  snippets({ ...base, ...changed }).find((snippet) => snippet.name === name)?.text;

describe("what an author pastes", () => {
  test("is an element of the program", () => {
    assert.match(text("HTML") ?? "", new RegExp(`<velocidade-bench ${ATTRIBUTES}></velocidade-bench>$`));
  });

  test("shows the run from the beginning, where that is wanted, by its short link or by what carries it", () => {
    for (const link of ["abc", "v1.AAAA"])
      assert.ok(text("HTML", { link })?.endsWith(`<velocidade-bench link="${link}" ${ATTRIBUTES}></velocidade-bench>`));
  });

  test("has a program of somebody's own in it, as text", () => {
    const spec = { program: "", workers: [1, 2] };
    const own = text("HTML", { spec, source: 'package main // <&"\n' });
    assert.ok(
      own?.endsWith(
        '<velocidade-bench workers="1,2">\n<pre><code class="language-go">package main // &lt;&amp;&quot;\n</code></pre>\n</velocidade-bench>',
      ),
    );
    assert.ok(
      text("HTML", { spec, source: "package main", link: "v1.B" })?.endsWith(
        'link="v1.B" workers="1,2"></velocidade-bench>',
      ),
    );
  });

  test("is a link with a picture for places that allow nothing else, where the run is stored", () => {
    assert.equal(
      text("Link with a picture", { picture: "https://v.example/r/abc.png" }),
      "[![Two \\[workers\\] \\<b\\>](https://v.example/r/abc.png)](https://v.example/r/abc)",
    );
    assert.equal(text("Link with a picture"), undefined);
    assert.equal(text("Link"), "[Two \\[workers\\] \\<b\\>](https://v.example/r/abc)");
  });
});
