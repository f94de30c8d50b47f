package picture

import (
	"bytes"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/bench"
)

// stranger is a run whose every text is as long as a report may have it.
func stranger(t *testing.T) *bench.Report {
	const said = "Your session has expired. Sign in at evil.example to go on, and have your password ready"
	rep := &bench.Report{Schema: bench.Schema, Program: strings.Repeat("expired", 11), Status: bench.Complete,
		Host: bench.Host{Engine: "native", Go: said[:80], Platform: said[:80], Build: said[:80], UserAgent: said, Cores: 1 << 20, TimerResolutionMs: 1},
		Plan: bench.Plan{Blocks: 200, Parts: 1}}
	var err error
	for _, name := range []string{strings.Repeat("a", 40), strings.Repeat("b", 40)} {
		rep.Args, err = rep.Args.Recorded(name, true, []float64{123456789, 123456789, 123456789, 123456789})
		require.NoError(t, err)
	}
	for range 8 {
		l := bench.LaneResult{Lane: strings.Repeat("l", 80) + "/" + strings.Repeat("w", 80), Workers: 1 << 20, Repeat: 1}
		for i := range 10 {
			l.SamplesMs = append(l.SamplesMs, 1e12-float64(i))
			l.ComputeMs = append(l.ComputeMs, 1)
		}
		rep.Lanes = append(rep.Lanes, l)
	}
	rep.Lanes[1].Error = &kernels.Error{Code: "x", Message: strings.Repeat(said+" ", 40)}
	bench.Derive(rep)
	return rep
}

func TestWhatAStrangerWroteIsQuotedAndClipped(t *testing.T) {
	rep := stranger(t)
	assert.Equal(t, "“"+strings.Repeat("expired", 6)+"expir…”", TitleOf(rep))
	facts := FactsOf(rep)
	assert.Equal(t, 3, strings.Count(facts, "“Your session has expired. Sign in at evil.examp…”"), facts)
	outside := ""
	for i, piece := range strings.Split(strings.ReplaceAll(facts, "”", "“"), "“") {
		if i%2 == 0 {
			outside += piece
		}
	}
	assert.NotContains(t, outside, "session")
	assert.Equal(t, "“a' b 'c”", theirs("a” b\n“c"), "nothing leaves the quotation marks")
}

func TestNoTextLeavesThePicture(t *testing.T) {
	data, err := Draw(stranger(t))
	require.NoError(t, err)
	picture, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	plain := color.RGBAModel.Convert(ground)
	for y := range Height {
		for x := range Width {
			if x < margin-8 || x >= Width-margin+8 {
				require.Equal(t, plain, color.RGBAModel.Convert(picture.At(x, y)), "at %d, %d", x, y)
			}
		}
	}
}
