package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestATurnIsItsLeastRoundAndItsAnswer(t *testing.T) {
	seen, err := parseTurn("round 12.5\nround 11.25\nround 13\nanswer abcd 12\n")
	require.NoError(t, err)
	assert.Equal(t, timing{leastMs: 11.25, answer: "abcd 12"}, seen)
	for _, bad := range []string{"", "answer abcd", "round 12\n", "round x\nanswer abcd", "round 0\nanswer abcd"} {
		_, err := parseTurn(bad)
		assert.Error(t, err, bad)
	}
}

func TestMeansAreGeometricAndTakeTheirOwnKindOfProgram(t *testing.T) {
	at := func(inGo, linked, rewritten float64) map[string]map[string]float64 {
		return map[string]map[string]float64{"native": {native: inGo}, node: {stock: linked, ours: rewritten}}
	}
	weights := map[string]weight{stock: {100, 100, 100}, ours: {90, 80, 70}}
	table := &table{rows: []*row{
		{Name: "one", Times: at(10, 40, 20), Weights: weights},
		{Name: "two", Times: at(10, 320, 40), Weights: weights, Kind: interpreter},
		{Name: "three", Times: at(10, 160, 40), Weights: weights, Kind: assembly},
	}}
	assert.Equal(t, []string{
		"ours against stock, times as fast: 4.00 (geometric mean of 3, from 2.00 to 8.00)",
		"ours against native, times its time: 3.17 (geometric mean of 3, from 2.00 to 4.00)",
		"… without those that have assembly natively: 2.83 (geometric mean of 2, from 2.00 to 4.00)",
		"… interpreters: 4.00 (geometric mean of 1, from 4.00 to 4.00)",
		"bytes of ours against stock, gzip: 0.80 (geometric mean of 3, from 0.80 to 0.80)",
	}, table.means())
	table.rows[0].Differ = []string{"Node/ours"}
	assert.Contains(t, table.rows[0].line(), "DIFFERENT")
	assert.Contains(t, table.markdown(), "one **differs: Node/ours**")
}

func TestATableKeepsWhatItHasOfOtherPrograms(t *testing.T) {
	out := filepath.Join(t.TempDir(), "T.md")
	first := &table{out: out}
	first.put(&row{Name: "b", Day: "one"})
	first.put(&row{Name: "a", Day: "one"})
	require.NoError(t, first.save())
	second := &table{out: out}
	require.NoError(t, second.load())
	second.put(&row{Name: "b", Day: "two"})
	require.Len(t, second.rows, 2)
	assert.Equal(t, "a", second.rows[0].Name)
	assert.Equal(t, "two", second.rows[1].Day)
}

// TestEveryProgramIsFoundAndHasAKindThatExists also holds the list of kinds against the folders.
func TestEveryProgramIsFoundAndHasAKindThatExists(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	all, err := choose(nil)
	require.NoError(t, err)
	assert.Len(t, all, 21)
	for name := range kinds {
		assert.Contains(t, all, name)
	}
	_, err = choose([]string{"no such program"})
	assert.ErrorContains(t, err, "no such program")
	for _, name := range all {
		text, err := os.ReadFile(filepath.Join(programsFolder, name, "main.go"))
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(string(text), "// "+strings.ToUpper(name[:1])+name[1:]+" "), "%s says what it does", name)
	}
}
