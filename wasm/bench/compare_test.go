package bench

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTwoRunsAreComparedByEachLanesRatioToItsOwnBaseline(t *testing.T) {
	program(t)
	run := func(single, workers float64) *Report {
		return reportOf(Complete, measured("go/single", 1, 10, single), measured("go/workers", 2, 10, workers))
	}
	for _, c := range []struct {
		says           string
		earlier, later *Report
		want           []Difference // of the baseline, then of two workers
		verdict, next  string
	}{
		{"the whole machine is slower", run(200, 103), run(220, 113), []Difference{Undecided, Undecided},
			"No difference found between the two runs, on any of two lanes.",
			"Whole runs differ from each other by a few per cent by themselves. To tell a smaller difference than 8\u202f%, run each three more times, in turns."},
		{"workers are faster", run(200, 160), run(200, 103), []Difference{Undecided, Faster},
			"In the later run go/workers on 2, against its own run's baseline, was 1.55 times as fast (95 % interval 1.44–1.68).", ""},
		{"workers are slower", run(200, 103), run(200, 160), []Difference{Undecided, Slower},
			"In the later run go/workers on 2, against its own run's baseline, took 1.55 times as long (95 % interval 1.44–1.68).", ""},
		{"both lanes are twice as fast", run(200, 103), run(100, 51.5), []Difference{Faster, Undecided},
			"In the later run go/single was 2.00 times as fast (95 % interval 1.64–2.43).", ""},
	} {
		found := CompareRuns([]*Report{c.earlier}, []*Report{c.later})
		var got []Difference
		for _, l := range found.Lanes {
			got = append(got, l.Difference)
		}
		assert.Equal(t, c.want, got, c.says)
		assert.Equal(t, c.verdict, found.Verdict, c.says)
		assert.Equal(t, c.next, found.Next, c.says)
		assert.Empty(t, found.Refused, c.says)
	}
}

func TestRunsThatCannotBeComparedAreRefusedByName(t *testing.T) {
	program(t)
	good := func() *Report {
		return reportOf(Complete, measured("go/single", 1, 10, 200), measured("go/workers", 2, 10, 103))
	}
	panicked := Fault{Code: CodeLanePanicked, Message: "m"}
	for _, c := range []struct {
		says   string
		change func(rep *Report)
		want   string
	}{
		{"void", func(rep *Report) { rep.Status = Void }, "The runs are not compared: the earlier one is void, since the page was hidden."},
		{"another program", func(rep *Report) { rep.Program = "other" }, "The runs are not compared: they ran different programs, other and sample."},
		{"natively", func(rep *Report) { rep.Host.Engine = "native" }, "The runs are not compared: one ran in a browser and one natively."},
		{"another machine", func(rep *Report) { rep.Host.Cores = 64 }, "The runs are not compared: they ran on different machines."},
		{"all failed", func(rep *Report) {
			for i := range rep.Lanes {
				rep.Lanes[i] = measured(rep.Lanes[i].Lane, rep.Lanes[i].Workers, 0, 1).with(panicked)
			}
		}, "The runs are not compared: the earlier one has no lane with six samples."},
	} {
		bad := good()
		c.change(bad)
		found := CompareRuns([]*Report{bad}, []*Report{good()})
		assert.Equal(t, c.want, found.Verdict, c.says)
		assert.NotEmpty(t, found.Refused, c.says)
		assert.NotNil(t, found.Lanes)
		assert.Empty(t, found.Lanes, c.says)
	}
	assert.NotEmpty(t, CompareRuns(nil, nil).Refused)
	apart := CompareRuns([]*Report{reportOf(Complete, measured("go/goroutines", 2, 10, 100))}, []*Report{good()})
	assert.Equal(t, "The two runs have no lane in common.", apart.Verdict)
}

// Two machines' worth of runs in which every run is off by two per cent of its own, lane by lane.
func TestAboutOneInTwentyPairsOfAlikeRunsIsTakenForDifferentAndAFewRepeatsFindFivePercent(t *testing.T) {
	program(t)
	random := rand.New(rand.NewPCG(3, 9))
	run := func(gain float64) *Report {
		between := 1 + 0.02*random.NormFloat64()
		single, workers := measured("go/single", 1, 10, 200), measured("go/workers", 2, 10, 103)
		for i := range single.SamplesMs {
			single.SamplesMs[i] = 200 * (1 + 0.01*random.NormFloat64())
			workers.SamplesMs[i] = 103 * between / gain * (1 + 0.01*random.NormFloat64())
		}
		return reportOf(Complete, single, workers)
	}
	runs := func(n int, gain float64) (list []*Report) {
		for range n {
			list = append(list, run(gain))
		}
		return list
	}
	claims := func(pairs, n int, gain float64) (share float64) {
		for range pairs {
			if d := CompareRuns(runs(n, 1), runs(n, gain)).Lanes[1].Difference; d == Faster || d == Slower {
				share += 1 / float64(pairs)
			}
		}
		return share
	}
	assert.LessOrEqual(t, claims(400, 1, 1), 0.05, "single runs")
	assert.LessOrEqual(t, claims(200, 4, 1), 0.06, "with three repeats")
	assert.GreaterOrEqual(t, claims(200, 4, 1.08), 0.8, "power")
}

func TestLanesThatBothRunsHaveAreCompared(t *testing.T) {
	program(t)
	lane := func(name string, workers int) LaneResult { return measured(name, workers, 10, 100) }
	found := CompareRuns(
		[]*Report{reportOf(Complete, lane("go/single", 1), lane("go/workers", 2), lane("go/workers", 4))},
		[]*Report{reportOf(Complete, lane("go/workers", 4), lane("go/workers", 8), lane("go/single", 1))})
	var names []string
	for _, c := range found.Lanes {
		names = append(names, fmt.Sprint(c.Lane, c.Workers))
	}
	assert.Equal(t, []string{"go/workers4", "go/single1"}, names)
}

func TestFiguresRecordedElsewhereStandBesideARunsOwn(t *testing.T) {
	program(t)
	here := reportOf(Complete, measured("go/single", 1, 10, 200), measured("go/workers", 2, 10, 103))
	there := reportOf(Complete, measured("go/single", 1, 10, 100))
	there.Host.Engine = "native"
	found := Beside(here, []*Report{there})
	require.Len(t, found, 1)
	assert.Equal(t, "go/single takes 2.00 times as long here as there (95 % interval 1.64–2.43)", found[0].Verdict)
	here.Status = Void
	assert.Empty(t, Beside(here, []*Report{there}))
}

func TestADifferenceIsClassedByItsInterval(t *testing.T) {
	for _, c := range []struct {
		value, lo, hi float64
		want          Difference
	}{
		{1.9, 1.8, 2, Faster}, {0.5, 0.4, 0.6, Slower}, {1, 0.99, 1.01, Same}, {1, 0.8, 1.2, Undecided},
		{1.02, 1.015, 1.025, Same}, // sure, and no use to anybody
		{1.04, 1.02, 1.049, Faster}, {1.01, 1.001, 1.2, Faster},
	} {
		assert.Equal(t, c.want, differenceOf(&Ratio{c.value, [2]float64{c.lo, c.hi}, 10}), "%v", c)
	}
	assert.Equal(t, NotClaimed, differenceOf(nil))
}
