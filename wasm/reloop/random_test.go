//go:build !js

package reloop_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// randomProgram writes a program of functions whose blocks jump to each other at random, some suspending, some calling
// one another, some panicking and recovering: loops with any number of entries, resumed anywhere. It returns the file.
func randomProgram(t *testing.T) string {
	t.Helper()
	const functions = 60
	random := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"fmt\"\n\t\"runtime\"\n)\n\nvar fuel int\n\n")
	for f := range functions {
		size := 2 + random.IntN(3+f)
		if f == functions-1 {
			size = 1500 // a very large one
		}
		randomFunction(&b, random, f, size)
	}
	b.WriteString("func main() {\n")
	for f := range functions {
		fmt.Fprintf(&b, "\tfor x := range uint64(4) {\n\t\tfuel = 300\n\t\tfmt.Println(%d, f%d(x))\n\t}\n", f, f)
	}
	b.WriteString("}\n")
	file := filepath.Join(t.TempDir(), "random.go")
	require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	return file
}

func randomFunction(b *strings.Builder, random *rand.Rand, f, size int) {
	blocks := make([]strings.Builder, size)
	wanted := map[int]bool{} // Go accepts no label without a goto
	to := func() string {
		block := random.IntN(len(blocks))
		wanted[block] = true
		return fmt.Sprintf("goto b%d", block)
	}
	for i := range blocks {
		w := &blocks[i]
		fmt.Fprintf(w, "\tif fuel--; fuel < 0 {\n\t\treturn y\n\t}\n\ty = y*31 + %d\n", i+1)
		switch random.IntN(6) {
		case 0:
			w.WriteString("\truntime.Gosched()\n")
		case 1:
			w.WriteString("\ty += list[y%3]\n\tlist[1] += y\n")
		case 2:
			if f > 0 {
				fmt.Fprintf(w, "\ty += f%d(y%%7)\n", random.IntN(f))
			}
		case 3:
			if f%3 == 0 {
				w.WriteString("\tif y%97 == 5 {\n\t\tpanic(y)\n\t}\n")
			}
		case 4:
			fmt.Fprintf(w, "\tfor i := range y %% 5 {\n\t\ty ^= i << 3\n\t\tif i == 3 {\n\t\t\t%s\n\t\t}\n\t}\n", to())
		}
		w.WriteString("\tswitch y % 5 {\n")
		for c := range random.IntN(4) {
			fmt.Fprintf(w, "\tcase %d:\n\t\t%s\n", c, to())
		}
		w.WriteString("\t}\n")
	}
	fmt.Fprintf(b, "//go:noinline\nfunc f%d(x uint64) (y uint64) {\n\tlist := []uint64{x, 2, 3}\n\ty = x + list[1]\n", f)
	if f%3 == 0 {
		b.WriteString("\tdefer func() {\n\t\tif e := recover(); e != nil {\n\t\t\ty += 1000\n\t\t}\n\t}()\n")
	}
	last := to()
	for i := range blocks {
		if wanted[i] {
			fmt.Fprintf(b, "b%d:\n", i)
		}
		b.WriteString(blocks[i].String())
	}
	fmt.Fprintf(b, "\t%s\n}\n\n", last)
}
