// Goja runs JavaScript: classes, closures, typed arrays, strings, regular expressions and sorting.
package main

import (
	"github.com/dop251/goja"

	"others/work"
)

const script = `(function () {
  class Node { constructor(key) { this.key = key; this.left = this.right = null; } }
  class Tree {
    constructor() { this.root = null; this.size = 0; }
    add(key) {
      let at = this.root;
      if (!at) { this.root = new Node(key); this.size++; return; }
      for (;;) {
        if (key === at.key) return;
        const side = key < at.key ? "left" : "right";
        if (!at[side]) { at[side] = new Node(key); this.size++; return; }
        at = at[side];
      }
    }
    depth(n = this.root) { return n ? 1 + Math.max(this.depth(n.left), this.depth(n.right)) : 0; }
  }
  let seed = 7;
  const next = () => (seed = (seed * 16807) % 2147483647);
  const tree = new Tree();
  for (let i = 0; i < 4000; i++) tree.add(next() % 100000);
  const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
  const flags = new Uint8Array(60000);
  let primes = 0;
  for (let i = 2; i < flags.length; i++) {
    if (flags[i]) continue;
    primes++;
    for (let j = i * 2; j < flags.length; j += i) flags[j] = 1;
  }
  const words = Array.from({ length: 2000 }, () => next().toString(36));
  words.sort();
  const counts = {};
  for (const w of words.map((w) => w.replace(/[0-9]+/g, "#").toUpperCase())) counts[w.length] = (counts[w.length] || 0) + 1;
  return [tree.size, tree.depth(), fib(20), primes, words[0], words[1999], JSON.stringify(counts)].join(" ");
})()`

func main() {
	program := work.Must(goja.Compile("task.js", script, true))
	work.Do(func() (string, error) {
		value, err := goja.New().RunProgram(program)
		if err != nil {
			return "", err
		}
		return value.String(), nil
	})
}
