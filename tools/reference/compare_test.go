package reference

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestComparisonsStandBesideTheChapters(t *testing.T) {
	var out strings.Builder
	require.NoError(t, WriteComparisons(&out, sample(t)))
	assert.Contains(t, out.String(), "| without types against with them | primes kmax=500 | cpython/single | cython/single | 20.0× | 20.0× to 20.0× | 6 | 10.5×, 16.8× |")
	assert.Contains(t, out.String(), "velocidade bench -chapter -o FILE")
	assert.Contains(t, out.String(), "Without pypy: this machine has no PyPy 3")
	assert.NotContains(t, out.String(), "countdown", "a question that the file has no answer to is left out")
}

func TestTheChaptersOwnRatios(t *testing.T) {
	f := sample(t)
	var ratios []string
	for _, c := range comparisons(2) {
		if text := f.printed(c); text != "" {
			ratios = append(ratios, c.program+" "+text)
		}
	}
	assert.Equal(t, []string{"countdown 31.3×", "primes 10.5×, 16.8×"}, ratios)
}

// The table in the repository is the one that its file gives: velocidade bench -compare FILE.json > FILE.md
func TestEveryShippedFileHasItsTable(t *testing.T) {
	files, err := filepath.Glob("../../web/reference/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		f, err := Parse(data)
		require.NoError(t, err)
		var want strings.Builder
		require.NoError(t, WriteComparisons(&want, f))
		have, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".md")
		require.NoError(t, err)
		assert.Equal(t, want.String(), string(have), file)
		// The chapter's printed comparisons, and one of every runtime that it names.
		for _, text := range []string{"31.3×", "10.5×, 16.8×", "pypy/single", "cython/single", "cython-nogil/threads", "shedskin/single", "cpython/threads"} {
			assert.Contains(t, string(have), text)
		}
	}
}
