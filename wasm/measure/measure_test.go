package measure

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
)

// answer runs a program in so many parts.
func answer(t *testing.T, k kernels.Kernel, parts int) string {
	t.Helper()
	require.NoError(t, kernels.RegisterOwn(k))
	defer kernels.Unregister(k.Name)
	known, err := kernels.Lookup(k.Name)
	require.NoError(t, err)
	args, err := known.ParseArgs("")
	require.NoError(t, err)
	result, err := known.Exec(args, parts)
	require.NoError(t, err)
	return result
}

func TestTheAnswerDoesNotDependOnTheParts(t *testing.T) {
	type pair struct{ Start, End int64 }
	cases := map[string]struct {
		kernel kernels.Kernel
		want   string
	}{
		"a function of each input": {
			each("Squares", []int{3, 1, 2}, func(n int) int { return n * n }), "9\n1\n4"},
		"inputs that do not travel": {
			each("Calls", []func() string{func() string { return "a" }, func() string { return "b\nc" }}, func(f func() string) string { return f() }), "a\nb\nc"},
		"no inputs": {each("None", []int{}, func(n int) int { return n }), ""},
		"a sum": {
			fold("Sum", 101, func(lo, hi int64) int64 { return (lo + hi - 1) * (hi - lo) / 2 }, func(a, b int64) int64 { return a + b }), "5050"},
		"results that are joined in order": {
			fold("Span", 9, func(lo, hi int64) pair { return pair{lo, hi} }, func(a, b pair) pair {
				if a.End != b.Start {
					return pair{-1, -1}
				}
				return pair{a.Start, b.End}
			}), "{0 9}"},
	}
	for name, c := range cases {
		for _, parts := range []int{1, 2, 3, 64} {
			t.Run(fmt.Sprintf("%s in %d parts", name, parts), func(t *testing.T) {
				assert.Equal(t, c.want, answer(t, c.kernel, parts))
			})
		}
	}
}

func TestATitleBecomesANameAndOneLine(t *testing.T) {
	for title, want := range map[string]struct{ name, line string }{
		"Is it prime?":     {"isitprime", "Is it prime?"},
		"6 large primes":   {"own6largeprimes", "6 large primes"},
		"…":                {"own", "…"},
		"":                 {"own", ""},
		"Äpfel und Birnen": {"äpfelundbirnen", "Äpfel und Birnen"},
		"素数を数える":           {"素数を数える", "素数を数える"},
		"a\nb\u202ec\xff":  {"abc", "a b c"},
		"=1+1|a, \"b\"\n<img src=x onerror=alert(1)> *é* `c` 🎉": {"own11abimgsrcxonerroralert1éc",
			"=1+1|a, \"b\" <img src=x onerror=alert(1)> *é* `c` 🎉"},
		string(make([]byte, 1000)): {"own", ""},
	} {
		k := each(title, []int{1}, func(n int) int { return n })
		assert.Equal(t, want.name, k.Name, title)
		assert.Equal(t, want.line, k.Title, title)
	}
	long := each(strings.Repeat("素", 1000), []int{1}, func(n int) int { return n })
	assert.Equal(t, strings.Repeat("素", kernels.MaxOwnName/3), long.Name)
	assert.Equal(t, strings.Repeat("素", maxTitle-1)+"…", long.Title)
}

func TestOnlyLanesThatNeedNoTwinAreOffered(t *testing.T) {
	var names []string
	for _, l := range ownLanes() {
		names = append(names, l.Name)
	}
	assert.Equal(t, []string{"go/single", "go/goroutines", "go/workers"}, names)
}
