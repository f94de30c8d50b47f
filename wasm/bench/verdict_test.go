package bench

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// measured makes an entry of blocks samples near ms, with one per cent of noise.
func measured(lane string, workers, blocks int, ms float64) LaneResult {
	random := rand.New(rand.NewPCG(uint64(workers), uint64(len(lane))))
	busy := 1.0 // workers at once
	if executorOf(lane) == ExecWorkers {
		busy = float64(workers)
	}
	l := LaneResult{Lane: lane, Workers: workers, Repeat: 1, WarmupMs: []float64{2 * ms, ms}, Result: "42", Outliers: []int{}}
	for range blocks {
		wall := ms * (1 + 0.01*random.NormFloat64())
		l.SamplesMs, l.ComputeMs = append(l.SamplesMs, wall), append(l.ComputeMs, 0.99*wall*busy)
	}
	return l
}

func (l LaneResult) with(fault Fault) LaneResult {
	l.Error = &fault
	return l
}

// noisy spreads an entry's samples evenly over a share of themselves to either side.
func (l LaneResult) noisy(share float64) LaneResult {
	l = l.clone()
	for i := range l.SamplesMs {
		l.SamplesMs[i] *= 1 + share*(float64(i*7%len(l.SamplesMs))/float64(len(l.SamplesMs)-1)*2-1)
	}
	return l
}

// reportOf makes a report of ten blocks in which the first entry is the baseline.
func reportOf(status Status, lanes ...LaneResult) *Report {
	rep := &Report{Schema: Schema, Program: "sample", Status: status, Plan: Plan{Blocks: 10, Warmups: 2, Parts: 8, Seed: 7}, Lanes: lanes,
		Host: Host{Engine: "wasm", Go: "go1.26", Platform: "js/wasm", Cores: 4, Isolated: true, TimerResolutionMs: 0.005, Build: "b1"}}
	for i := range rep.Lanes {
		summarise(&rep.Lanes[i])
		if i > 0 && status != Void {
			rep.Lanes[i].Speedup = speedup(rep.Lanes[0], rep.Lanes[i])
		}
	}
	return rep
}

func TestTheVerdictSaysWhatWasFoundAndNoMore(t *testing.T) {
	program(t)
	panicked := Fault{Code: CodeLanePanicked, Message: "the program panicked: index out of range"}
	mismatch := Fault{Code: CodeResultMismatch, Value: "41", Limit: "42", Message: `go/workers on 2 gave "41" instead of "42", the known answer`}
	single := func(blocks int, ms float64) LaneResult { return measured("go/single", 1, blocks, ms) }
	goroutines := func(n int, ms float64) LaneResult { return measured("go/goroutines", n, 10, ms) }
	workers := func(n int, ms float64) LaneResult { return measured("go/workers", n, 10, ms) }
	for _, c := range []struct {
		says string
		rep  *Report
		want string
	}{
		{"many workers help, goroutines do not", reportOf(Complete, single(10, 200), goroutines(2, 200), workers(2, 103)),
			"Two workers ran “Ten samples” 1.94 times as fast as one (95 % interval 1.93–1.96, 10 blocks); two goroutines in one worker made no difference (1.01, 1.00–1.02)."},
		{"the knee of a sweep, where more gained nothing", reportOf(Complete, single(10, 200), workers(1, 201), workers(2, 103), workers(4, 54), workers(8, 54)),
			"Four workers ran “Ten samples” 3.72 times as fast as one (95 % interval 3.66–3.78, 10 blocks); more than four gained nothing more."},
		{"the knee of a sweep, where more may have gained", reportOf(Complete, single(10, 200), workers(4, 54), workers(8, 50).noisy(0.3)),
			"Four workers ran “Ten samples” 3.72 times as fast as one (95 % interval 3.66–3.78, 10 blocks); whether more than four gain anything could not be told."},
		{"a sweep that gains to its end", reportOf(Complete, single(10, 200), workers(2, 103), workers(4, 54)),
			"Four workers ran “Ten samples” 3.72 times as fast as one (95 % interval 3.66–3.78, 10 blocks)."},
		{"a sweep in which nothing helps is told by the count that fills the cores",
			reportOf(Complete, single(10, 200), goroutines(1, 200), goroutines(2, 200), goroutines(4, 200), goroutines(8, 200)),
			"Four goroutines in one worker made no difference to “Ten samples” (1.00 times as fast as one worker, 95 % interval 0.98–1.02, 10 blocks)."},
		{"slower", reportOf(Complete, single(10, 10), workers(2, 25)),
			"Two workers took 2.50 times as long as one on “Ten samples” (95 % interval 2.48–2.52, 10 blocks)."},
		{"slower beside faster", reportOf(Complete, single(10, 100), goroutines(2, 130), workers(2, 52)),
			"Two workers ran “Ten samples” 1.92 times as fast as one (95 % interval 1.91–1.94, 10 blocks); two goroutines in one worker took 1.29 times as long (1.27–1.31)."},
		{"a hundred times", reportOf(Complete, single(10, 2000), workers(64, 17.3)),
			"64 workers ran “Ten samples” 115 times as fast as one (95 % interval 114–117, 10 blocks)."},
		{"too wide to tell", reportOf(Complete, single(10, 100).noisy(0.4), workers(2, 97)),
			"Two workers could not be told from one on “Ten samples” (ratio 1.02, 95 % interval 0.76–1.35, 10 blocks)."},
		{"too wide to tell, beside faster", reportOf(Complete, single(10, 100), goroutines(2, 100).noisy(0.4), workers(2, 52)),
			"Two workers ran “Ten samples” 1.92 times as fast as one (95 % interval 1.91–1.94, 10 blocks); two goroutines in one worker could not be told from one worker (1.01, 0.74–1.38)."},
		{"too few samples", reportOf(Complete, single(3, 100), measured("go/workers", 2, 3, 52)),
			"“Ten samples” has only three samples on each lane, too few for any claim: six blocks are the least, ten are better."},
		{"too short for the clock", reportOf(Complete, single(10, 0), workers(2, 0)),
			"“Ten samples” is too short for a clock with steps of 0.005 ms: give it more to do."},
		{"stopped with enough", reportOf(Stopped, single(8, 200), measured("go/workers", 2, 7, 103)),
			"Stopped after seven of ten blocks: two workers ran “Ten samples” 1.95 times as fast as one (95 % interval 1.93–1.97, 7 blocks)."},
		{"stopped with too few", reportOf(Stopped, single(4, 200), measured("go/workers", 2, 3, 103)),
			"Stopped after three of ten blocks: “Ten samples” has only three samples on each lane, too few for any claim: six blocks are the least, ten are better."},
		{"stopped before the first block was done", reportOf(Stopped, single(1, 200), measured("go/workers", 2, 0, 103)),
			"Stopped before the first block of “Ten samples” was done, so nothing can be said."},
		{"void", reportOf(Void, single(10, 200), workers(2, 103)),
			"The page was hidden while “Ten samples” ran, so nothing can be concluded: keep it in view and run again."},
		{"another answer in one lane", reportOf(Complete, single(10, 200), goroutines(2, 200), measured("go/workers", 2, 0, 0).with(mismatch)),
			"Two goroutines in one worker made no difference to “Ten samples” (1.01 times as fast as one worker, 95 % interval 1.00–1.02, 10 blocks); two workers gave a different answer, so the times do not count."},
		{"one worker count failed", reportOf(Complete, single(10, 200), workers(2, 103), measured("go/workers", 4, 2, 54).with(panicked)),
			"Two workers ran “Ten samples” 1.94 times as fast as one (95 % interval 1.93–1.96, 10 blocks); four workers failed after two blocks."},
		{"a whole lane failed", reportOf(Complete, single(10, 200), measured("go/workers", 2, 0, 54).with(panicked), measured("go/workers", 4, 0, 54).with(panicked)),
			"One worker ran “Ten samples” in 200\u202fms (median, 95 % interval 198–202\u202fms, 10 blocks); there is nothing to compare it with; two and four workers failed."},
		{"a lane that failed late keeps its claim", reportOf(Complete, single(10, 200), measured("go/workers", 2, 8, 103).with(panicked)),
			"Two workers ran “Ten samples” 1.95 times as fast as one (95 % interval 1.93–1.97, 8 blocks); two workers failed after eight blocks."},
		{"the baseline failed", reportOf(Complete, single(2, 200).with(panicked), workers(2, 103)),
			"There is nothing to compare with on “Ten samples”, because one worker failed: “the program panicked: index out of range”."},
		{"all failed", reportOf(Complete, single(0, 200).with(panicked), measured("go/workers", 2, 0, 54).with(panicked)),
			"“Ten samples” could not be measured: every lane failed, the first with: “the program panicked: index out of range”."},
		{"the only lane failed", reportOf(Complete, single(0, 200).with(panicked)),
			"“Ten samples” could not be measured: “the program panicked: index out of range”."},
		{"only one lane", reportOf(Complete, single(10, 1234)),
			"One worker ran “Ten samples” in 1235\u202fms (median, 95 % interval 1223–1245\u202fms, 10 blocks); there is nothing to compare it with."},
		{"only one lane, too few samples", reportOf(Complete, single(3, 0.25)),
			"One worker ran “Ten samples” in about 249\u202fµs (median of three samples, too few for an interval)."},
		{"only one lane, stopped", reportOf(Stopped, single(3, 12)),
			"Stopped after three of ten blocks: one worker ran “Ten samples” in about 12.0\u202fms (median of three samples, too few for an interval)."},
		{"workers alone are compared with one of them", reportOf(Complete, workers(1, 200), workers(2, 103)),
			"Two workers ran “Ten samples” 1.95 times as fast as one (95 % interval 1.93–1.97, 10 blocks)."},
		{"a baseline of several workers", reportOf(Complete, workers(2, 100), workers(4, 52)),
			"Four workers ran “Ten samples” 1.92 times as fast as two (95 % interval 1.91–1.93, 10 blocks)."},
		{"another runtime is named", reportOf(Complete, measured("cpython/single", 1, 10, 6000), measured("go/single", 1, 10, 100), workers(2, 52)),
			"Two workers on go ran “Ten samples” 116 times as fast as one worker on cpython (95 % interval 114–117, 10 blocks); one worker on go ran 59.8 times as fast (58.5–61.1)."},
		{"natively, workers are processes", native(reportOf(Complete, single(10, 200), goroutines(2, 103), workers(2, 104))),
			"Two goroutines in one process ran “Ten samples” 1.96 times as fast as one process (95 % interval 1.93–1.98, 10 blocks); two processes ran 1.92 times as fast (1.91–1.94)."},
	} {
		t.Run(c.says, func(t *testing.T) { assert.Equal(t, c.want, newTelling(c.rep, 0).verdict()) })
	}
}

func native(rep *Report) *Report {
	rep.Host.Engine = "native"
	return rep
}
