//go:build !js

package format_test

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/format"
)

var update = flag.Bool("update", false, "write the golden tables anew")

// number is a row of testdata/numbers.json, which web/test/unit/golden.test.ts reads as well.
type number struct {
	Form string    `json:"form"`
	Of   []float64 `json:"of"`
	Text string    `json:"text"`
}

func TestNumbersReadAsOnThePage(t *testing.T) {
	forms := map[string]func(x, y float64) string{
		"time":     func(x, _ float64) string { return format.Time(x) },
		"times":    format.Times,
		"ratio":    func(x, _ float64) string { return format.Ratio(x) },
		"ratios":   format.Ratios,
		"percent":  func(x, _ float64) string { return format.Percent(x) },
		"percents": format.Percents,
	}
	var rows []number
	for _, x := range []float64{0, 1e-4, 0.0031, 0.01234, 0.0999, 0.1, 0.4567, 0.9996, 1, 1.432, 3.14159, 9.996, 10.04, 31.24, 99.96, 100.3, 182.4,
		999.7, 1432.1, 9999.4, 10_000.3, 12_345.6, 99_999.2, 123_456.7, 1.5e9} {
		for _, form := range []string{"time", "ratio", "percent"} {
			rows = append(rows, number{form, []float64{x}, forms[form](x, 0)})
		}
		for _, wider := range []float64{1.0001, 1.013, 1.3} {
			for _, form := range []string{"times", "ratios", "percents"} {
				y := x * wider
				rows = append(rows, number{form, []float64{x, y}, forms[form](x, y)})
			}
		}
	}
	rows = append(rows, number{"percent", []float64{-0.0213}, format.Percent(-0.0213)}, number{"percents", []float64{-0.0213, 0.034}, format.Percents(-0.0213, 0.034)})
	assert.Equal(t, "–", format.Ratio(math.Inf(1))[:len("–")])
	golden(t, "testdata/numbers.json", rows)
}

// lane is a row of testdata/lanes.json.
type lane struct {
	Lane   string `json:"lane"`
	Class  string `json:"class"`
	Mark   string `json:"mark"`
	One    string `json:"one"`
	Two    string `json:"two"`
	Native string `json:"native"`
	Name   string `json:"name"`
}

func TestLanesLookAsOnThePage(t *testing.T) {
	var rows []lane
	for _, runtime := range []string{"go", "go-stock", "go-boxed", "js", "cpython", "pypy", "cpython+go", "cython", "cython-nogil", "cython-untyped", "shedskin", "constructor"} {
		for _, executor := range []string{"single", "goroutines", "threads", "workers", "else"} {
			name := runtime + "/" + executor
			look := format.LookOf(name)
			rows = append(rows, lane{name, look.Class, look.Mark, format.Count(name, 1, false), format.Count(name, 2, false),
				format.Count(name, 2, true), format.EntryName(name, 2)})
		}
	}
	golden(t, "testdata/lanes.json", rows)
}

// The colours are those of the page's light theme.
func TestLanesHaveThePagesColours(t *testing.T) {
	sheet, err := os.ReadFile("../../web/src/styles/tokens.css")
	require.NoError(t, err)
	light := map[string]uint32{}
	for _, m := range regexp.MustCompile(`--(\w+): .*light-dark\(#(\w{6}),`).FindAllStringSubmatch(string(sheet), -1) {
		rgb, err := strconv.ParseUint(m[2], 16, 32)
		require.NoError(t, err)
		light[m[1]] = uint32(rgb)
	}
	for name, colour := range map[string]string{"go/single": "ink", "go/goroutines": "blue", "go/threads": "rose", "go/workers": "accent", "js/single": "green", "cpython/single": "violet",
		"pypy/single": "rose", "go-stock/single": "teal", "cython/single": "ochre", "shedskin/single": "quiet"} {
		require.Contains(t, light, colour)
		assert.Equal(t, light[colour], format.LookOf(name).RGB, name)
	}
}

func golden(t *testing.T, path string, rows any) {
	t.Helper()
	text, err := json.MarshalIndent(rows, "", " ")
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(path, append(text, '\n'), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(text)+"\n", "go test ./wasm/format -update writes it anew; the page's unit tests then have to agree")
}
