// Starlark runs a program of loops, dictionaries, lists and strings.
package main

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"others/work"
)

const script = `
def sieve(n):
    flags = [True] * n
    count = 0
    for i in range(2, n):
        if flags[i]:
            count += 1
            for j in range(i * i, n, i):
                flags[j] = False
    return count

def collatz(limit):
    best, at = 0, 0
    for start in range(1, limit):
        n, steps = start, 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        if steps > best:
            best, at = steps, start
    return best, at

def words(n):
    seed, counts = 42, {}
    for i in range(n):
        seed = (seed * 1103515245 + 12345) % 2147483648
        word = "%x" % seed
        counts[word[:2]] = counts.get(word[:2], 0) + len(word)
    return ",".join(["%s=%d" % (k, counts[k]) for k in sorted(counts)])

answer = "%d %s %s" % (sieve(60000), collatz(3000), words(12000))
`

func main() {
	options := &syntax.FileOptions{While: true, TopLevelControl: true}
	_, program, err := starlark.SourceProgramOptions(options, "task.star", script, func(string) bool { return false })
	work.Must(program, err)
	work.Do(func() (string, error) {
		globals, err := program.Init(&starlark.Thread{}, nil)
		if err != nil {
			return "", err
		}
		return globals["answer"].String(), nil
	})
}
