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

// arithmeticProgram writes a program that computes with numbers of all widths in loops with few variables, so that a
// register holds an address now, half a number then, and a whole one later. It returns the file.
func arithmeticProgram(t *testing.T) string {
	t.Helper()
	const functions = 80
	random := rand.New(rand.NewPCG(7, 8))
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"fmt\"\n\t\"math/bits\"\n)\n\nvar _ = bits.Len\n\n")
	for f := range functions {
		arithmeticFunction(&b, random, f)
	}
	b.WriteString("func main() {\n\tfor _, x := range []uint64{0, 1, 1 << 31, 1<<32 - 1, 1 << 32, 0x123456789abcdef, 1<<63 + 5, 1<<64 - 1} {\n")
	for f := range functions {
		fmt.Fprintf(&b, "\t\tfmt.Println(%d, f%d(x, 7))\n", f, f)
	}
	b.WriteString("\t}\n}\n")
	file := filepath.Join(t.TempDir(), "arithmetic.go")
	require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	return file
}

func arithmeticFunction(b *strings.Builder, random *rand.Rand, f int) {
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	masks := map[string][]string{"uint8": {"0x0f", "0xf0"}, "int16": {"0xff", "0x7f0f"}, "uint32": {"0xff", "0xfffffff0"},
		"int32": {"0xffff", "0x7fffffff"}, "uint64": {"0xffff", "0xffffffff"}, "int64": {"0xff", "0xffffffff"}}
	// expression gives an expression of a type, as deep as asked for.
	var expression func(kind string, depth int) string
	expression = func(kind string, depth int) string {
		if depth == 0 {
			return fmt.Sprintf("%s(%s)", kind, pick("x", "y", "a", "c", "s", "n", "list[x&7]", "words[y&7]", "small[x&7]",
				"uint32(x)", "int32(y)", "uint16(x>>7)", "int8(y)"))
		}
		one, two := expression(kind, depth-1), expression(kind, random.IntN(depth))
		switch random.IntN(10) {
		case 0:
			return fmt.Sprintf("(%s << %d)", one, random.IntN(40))
		case 1:
			return fmt.Sprintf("(%s >> %d)", one, random.IntN(40))
		case 2:
			return fmt.Sprintf("(%s %s (%s | 1))", one, pick("/", "%"), two)
		case 3:
			return fmt.Sprintf("%s(%s)", kind, expression(pick("uint32", "int32", "uint64", "int64", "uint8", "int16"), depth-1))
		case 4:
			return fmt.Sprintf("%s(bits.RotateLeft32(uint32(%s), %d))", kind, one, random.IntN(32))
		case 5:
			return fmt.Sprintf("(%s & %s)", one, pick(masks[kind]...))
		default:
			return fmt.Sprintf("(%s %s %s)", one, pick("+", "-", "*", "&", "|", "^", "&^"), two)
		}
	}
	condition := func() string {
		kind := pick("uint32", "int32", "uint64", "int64", "uint8")
		return fmt.Sprintf("%s %s %s", expression(kind, 1), pick("<", "<=", "==", "!=", ">", ">="), expression(kind, 1))
	}
	kinds := map[string]string{"x": "uint64", "y": "int64", "a": "uint32", "c": "int32", "s": "uint8"}
	fmt.Fprintf(b, "//go:noinline\nfunc f%d(x uint64, y int64) uint64 {\n\tvar a uint32\n\tvar c int32\n\tvar s uint8\n"+
		"\tlist := [8]uint64{x, 3, x >> 5}\n\tvar words [8]uint32\n\tvar small [8]int16\n\tfor n := range 9 {\n\t\tx += uint64(n)\n", f)
	for range 2 + random.IntN(6) {
		v := pick("x", "y", "a", "c", "s")
		set := fmt.Sprintf("%s = %s", v, expression(kinds[v], 1+random.IntN(3)))
		switch random.IntN(5) {
		case 0:
			fmt.Fprintf(b, "\t\tif %s {\n\t\t\t%s\n\t\t}\n", condition(), set)
		case 1:
			fmt.Fprintf(b, "\t\tfor i := range int(%s) & 7 {\n\t\t\tlist[i] ^= uint64(n)\n\t\t\twords[7-i] += %s\n\t\t\t%s\n\t\t}\n",
				expression("uint32", 1), expression("uint32", 1), set)
		case 2:
			fmt.Fprintf(b, "\t\tsmall[%s&7] = %s\n\t\t%s\n", expression("uint32", 1), expression("int16", 2), set)
		default:
			fmt.Fprintf(b, "\t\t%s\n", set)
		}
	}
	b.WriteString("\t}\n\tfor i := range 8 {\n\t\tx = x*31 + list[i] + uint64(words[i])<<16 ^ uint64(small[i])\n\t}\n" +
		"\treturn x ^ uint64(y)<<1 ^ uint64(a)<<20 ^ uint64(c) ^ uint64(s)<<50\n}\n\n")
}
