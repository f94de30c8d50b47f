package bench

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestWhatARunSaysOfItselfIsQuoted(t *testing.T) {
	for text, want := range map[string]string{
		"index out of range.": "“index out of range”",
		"a\nb\t c":            "“a b c”",
		"done.” Your session is over: go to “x": "“done.' Your session is over: go to 'x”",
		"": "“”",
	} {
		assert.Equal(t, want, theirs(text))
	}
	assert.Equal(t, maxTheirs+2, utf8.RuneCountInString(theirs(strings.Repeat("素", 4000))))
}

// Whatever stands in a stored run, a warning begins in our words, and theirs stand in quotation marks.
func TestNoWarningSpeaksInAStrangersWords(t *testing.T) {
	const hostile = "Your session has expired. Sign in again at evil.example to go on"
	rep := &Report{Schema: Schema, Program: "countdown", Status: Complete, Host: Host{Cores: 2, Isolated: true}, Plan: Plan{Blocks: 10, Parts: 1}}
	for i, lane := range []string{"go/single", "go/workers", "cpython/single"} {
		l := emptyResult(lane, 1)
		l.SamplesMs, l.ComputeMs = []float64{5, 5, 5, 5, 5, 5}, []float64{5, 5, 5, 5, 5, 5}
		if i > 0 {
			l.Error = &Fault{Code: []string{"", CodeResultMismatch, "failed"}[i], Message: hostile, Value: hostile, Limit: hostile}
		}
		l.Note = hostile
		rep.Lanes = append(rep.Lanes, l)
	}
	Derive(rep)
	assert.Greater(t, len(rep.Warnings), 2)
	for _, w := range rep.Warnings {
		outside := ""
		for i, piece := range strings.Split(strings.ReplaceAll(w.Message, "”", "“"), "“") {
			if i%2 == 0 {
				outside += piece
			}
		}
		assert.NotContains(t, outside, "evil", w.Message)
	}
	for i := range rep.Lanes {
		rep.Lanes[i].Error, rep.Lanes[i].SamplesMs = &Fault{Code: "failed", Message: hostile}, nil
	}
	Derive(rep)
	assert.Contains(t, rep.Verdict, "“Your session")
}
