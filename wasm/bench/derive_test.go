package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatFollowsFromAReportIsFoundAgainFromTheRestOfIt(t *testing.T) {
	blocks := 8
	for _, c := range []struct {
		says  string
		spec  Spec
		shape func(w *world) context.Context
	}{
		{"of a run with every lane", Spec{}, nil},
		{"of lanes without one on one worker", Spec{Lanes: []string{"go/workers"}, Workers: []int{2, 4}}, nil},
		{"of a coarse clock", Spec{}, func(w *world) context.Context { w.host.TimerResolutionMs = 0.1; return nil }},
		{"of a lane that failed", Spec{}, func(w *world) context.Context {
			w.breaks = func(e Entry, run int) error {
				if e.Lane == "go/workers" && run == 6 {
					return errors.New("it broke")
				}
				return nil
			}
			return nil
		}},
		{"of a void run", Spec{}, func(w *world) context.Context {
			ctx, cancel := context.WithCancelCause(context.Background())
			w.during = func(run int) {
				if run == 20 {
					cancel(ErrHidden)
				}
			}
			return ctx
		}},
	} {
		t.Run(c.says, func(t *testing.T) {
			program(t)
			w, ctx := newWorld(), context.Background()
			if c.shape != nil {
				if made := c.shape(w); made != nil {
					ctx = made
				}
			}
			c.spec.Program, c.spec.Blocks = "sample", &blocks
			rep := w.run(t, ctx, c.spec)
			want, err := json.Marshal(rep)
			require.NoError(t, err)
			rep.Verdict, rep.Warnings = "Two workers were a thousand times as fast.", nil
			for i := range rep.Lanes {
				l := &rep.Lanes[i]
				l.MedianMs, l.IntervalMs, l.Confidence, l.Outliers, l.Speedup = new(float64), &[2]float64{1, 2}, 1, []int{0}, &Speedup{Ratio: 1000}
			}
			Derive(rep)
			got, err := json.Marshal(rep)
			require.NoError(t, err)
			assert.JSONEq(t, string(want), string(got))
		})
	}
}

func TestTimesHaveSixDigitsAndPrintAsShort(t *testing.T) {
	for _, c := range []struct{ in, want float64 }{
		{0, 0}, {640.1235351, 640.124}, {0.00012345678, 0.000123457}, {1234567.8, 1234570}, {99999.96, 100000}, {12.3, 12.3}, {1e-20, 0},
	} {
		assert.Equal(t, c.want, sixDigits(c.in), "%g", c.in)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		x := 1e-6 + math.Exp(random.NormFloat64()*8)
		y := sixDigits(x)
		assert.InEpsilon(t, x, y, 6e-6)
		assert.LessOrEqual(t, len(strconv.FormatFloat(y, 'e', -1, 64)), len("1.23456e+00"), fmt.Sprint(x))
		assert.Equal(t, y, sixDigits(y), "%g once more", x)
	}
}
