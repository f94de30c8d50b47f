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
	at := func(native, stock, ours float64) map[string]timing {
		return map[string]timing{"native": {native, "a"}, "stock": {stock, "a"}, "ours": {ours, "a"}}
	}
	table := &table{rows: []row{
		{name: "one", times: at(10, 40, 20)},
		{name: "two", times: at(10, 320, 40), kind: interpreter},
		{name: "three", times: at(10, 160, 40), kind: assembly},
	}}
	assert.Equal(t, []string{
		"ours against stock, times as fast: 4.00 (geometric mean of 3, from 2.00 to 8.00)",
		"ours against native, times its time: 3.17 (geometric mean of 3, from 2.00 to 4.00)",
		"… without those that have assembly natively: 2.83 (geometric mean of 2, from 2.00 to 4.00)",
		"… interpreters: 4.00 (geometric mean of 1, from 4.00 to 4.00)",
	}, table.means())
	assert.True(t, table.rows[0].alike())
	table.rows[0].times["ours"] = timing{20, "b"}
	assert.False(t, table.rows[0].alike())
	assert.Contains(t, table.rows[0].line(), "DIFFERENT")
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
