//go:build !js

package kernels

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The typed twins, which are files and so tested natively alone, are kept to what Pyrex had, so that what they gain is not
// Cython's later work. Pyrex itself runs under Python 2 alone; what its scanner and parser knew is written down here from its
// last release, 0.9.9
// (https://www.cosc.canterbury.ac.nz/greg.ewing/python/Pyrex/).

// pyrexToken matches a token of Pyrex, after the marks that only Cython and later Pythons have.
var pyrexToken = regexp.MustCompile(`(?s)^(?:` + strings.Join([]string{
	`(?P<foreign>//|->|:=|@|!(?:[^=]|$))`,
	`(?P<space>[ \t\f]+|#[^\n]*)`,
	`(?P<line>\n)`,
	`(?P<string>[A-Za-z]*(?:""".*?"""|'''.*?'''|"[^"\n]*"|'[^'\n]*'))`,
	`(?P<name>[A-Za-z_]\w*)`,
	`(?P<number>(?:\d[\w.]*|\.\d\w*))`,
	`(?P<open>[(\[{])`,
	`(?P<close>[)\]}])`,
	"(?P<mark>\\*\\*=?|<<=?|>>=?|==|<>|!=|<=|>=|[-+*/%&^|]=|[-:,;+*/|&<>=.%`~^?])",
}, "|") + `)`)

var (
	pyrexNumber = regexp.MustCompile(`^(?:0x[0-9A-Fa-f]+L?|\d+[LjJ]?|(?:\d+\.\d*|\.\d+)(?:[eE]\d+)?|\d+[eE]\d+)$`)
	pyrexPrefix = regexp.MustCompile(`^[cCrR]?["']`)
	notPyrex    = []string{
		"async", "await", "bint", "const", "cpdef", "fused", "inline", "lambda", "match", "noexcept", "nonlocal", "prange", "yield",
	}
)

// foreignToPyrex gives what of a module Pyrex did not have, line by line.
func foreignToPyrex(text string) []string {
	var found []string
	line, first, depth := 1, true, []byte{}
	before := ""
	say := func(token string) { found = append(found, fmt.Sprintf("%d: %s", line, token)) }
	for len(text) > 0 {
		at := pyrexToken.FindStringSubmatchIndex(text)
		if at == nil {
			say(text[:1])
			return found
		}
		token, kind := text[:at[1]], ""
		for i, name := range pyrexToken.SubexpNames() {
			if name != "" && at[2*i] >= 0 {
				kind = name
			}
		}
		switch kind {
		case "foreign":
			say(token)
		case "string":
			if !pyrexPrefix.MatchString(token) {
				say(token)
			}
		case "number":
			if !pyrexNumber.MatchString(token) {
				say(token)
			}
		case "name":
			// An if, for or else that begins no statement is a conditional expression or a comprehension.
			inside := !first && slices.Contains([]string{"if", "for", "else"}, token)
			with := before == "with" && token != "nogil"
			if inside || with || slices.Contains(notPyrex, token) {
				say(token)
			}
		case "open":
			depth = append(depth, token[0])
		case "close":
			depth = depth[:max(0, len(depth)-1)]
		case "mark":
			if token == ":" && len(depth) > 0 && depth[len(depth)-1] == '(' {
				say("an annotation")
			}
			if token == ":" && before == "[" {
				say("[:, a view of memory")
			}
		}
		if kind != "space" {
			before = token
			first = kind == "line" || first && kind == "string"
		}
		line += strings.Count(token, "\n")
		text = text[at[1]:]
	}
	return found
}

func TestTypedTwinsAreKeptToWhatPyrexHad(t *testing.T) {
	files, err := filepath.Glob("*.pyx")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Empty(t, foreignToPyrex(string(text)), file)
	}
}

func TestWhatPyrexDidNotHaveIsFound(t *testing.T) {
	for _, text := range []string{
		"half = n // 2\n", "@cython.boundscheck(False)\n", "cpdef int f():\n", "cdef double[:] view\n", "def f(n: int):\n",
		"def f() -> int:\n", `print(f"{n}")` + "\n", "x = a if b else c\n", "squares = [i * i for i in numbers]\n", "cdef bint found\n",
		"n = 1_000\n", "with open(name):\n", "    yield n\n", "if (m := n):\n", `text = b"bytes"` + "\n", "n = 0b101\n",
	} {
		assert.NotEmpty(t, foreignToPyrex(text), text)
	}
	for _, text := range []string{
		"cdef unsigned long long *p\n", "for i from 0 <= i < n:\n", "if a <> b: # a // b, in a comment\n", "else:\n", "with nogil:\n",
		"    n += 1\n", `x = c"A"` + "\n", "s = text[1:n]\n", `d = {"a": 1}` + "\n", "n = 0x80 >> 3\n", "x = 2.5e3\n",
	} {
		assert.Empty(t, foreignToPyrex(text), text)
	}
}
