package bench

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/json"
)

// Whatever times a file claims, it is refused, or every figure that follows from them is finite and can be read again.
func TestEveryFigureIsFinite(t *testing.T) {
	strange := []float64{0, 5e-324, 1e-300, 1e-13, 1e-12, 1e-9, 1, 1e11, 1e12, math.MaxFloat64}
	for _, a := range strange {
		for _, b := range strange {
			t.Run(fmt.Sprintf("%g against %g", b, a), func(t *testing.T) {
				rep := &Report{Schema: Schema, Program: "countdown", Status: Complete, Host: Host{Engine: "wasm", Go: "go1.26.8", Platform: "js/wasm", Cores: 2, Isolated: true}, Plan: Plan{Blocks: 10, Parts: 1},
					Warnings: []Warning{}, Timeline: []Span{}}
				for i, ms := range []float64{a, b} {
					l := emptyResult([]string{"go/single", "go/workers"}[i], i+1)
					for range 10 {
						l.SamplesMs, l.ComputeMs = append(l.SamplesMs, ms), append(l.ComputeMs, ms)
					}
					l.WarmupMs = []float64{ms}
					rep.Lanes = append(rep.Lanes, l)
				}
				text, err := json.Marshal(rep)
				require.NoError(t, err)
				read, err := ParseReport(text)
				if err != nil {
					return
				}
				Derive(read)
				text, err = json.Marshal(read)
				require.NoError(t, err)
				_, err = ParseReport(text)
				require.NoError(t, err)
				infinite := regexp.MustCompile(`\bNaN\b|\bInf\b`)
				assert.NotRegexp(t, infinite, string(text))
				for _, format := range []Format{"text", "json", "csv", "markdown", "go", "trace"} {
					var out bytes.Buffer
					require.NoError(t, Export(&out, read, format))
					assert.NotRegexp(t, infinite, out.String(), format)
				}
			})
		}
	}
}
