package honesty

import (
	"math/rand/v2"

	"velocidade/wasm/bench"
)

const single, workers, goroutines = "go/single", "go/workers", "go/goroutines"

// pair is one worker against another that is so many times as fast.
func pair(blocks int, gain float64) *Truth {
	const ms = 200
	return &Truth{Cores: 8, Blocks: blocks, Lanes: []string{single, workers}, Workers: []int{1},
		WallMs: map[bench.Entry]float64{{Lane: single, Workers: 1}: ms, {Lane: workers, Workers: 1}: ms / gain}}
}

// sweep is what the page opens with: one worker, goroutines that gain nothing, and workers that gain what gains says.
func sweep(blocks, cores int, gains map[int]float64) *Truth {
	const ms = 200
	t := &Truth{Cores: cores, Blocks: blocks, Lanes: []string{single, goroutines, workers}, WallMs: map[bench.Entry]float64{{Lane: single, Workers: 1}: ms}}
	for n := 1; n <= 64; n *= 2 {
		if gain, ok := gains[n]; ok {
			t.Workers = append(t.Workers, n)
			t.WallMs[bench.Entry{Lane: goroutines, Workers: n}] = ms
			t.WallMs[bench.Entry{Lane: workers, Workers: n}] = ms / gain
		}
	}
	t.Compute = func(e bench.Entry, wall float64) float64 {
		if e.Lane == workers && e.Workers <= cores {
			return 0.98 * wall * float64(e.Workers) * min(1, gains[e.Workers]) // workers that gain nothing wait
		}
		return 0.99 * wall
	}
	return t
}

// Any gives the i-th of a row of reports as different from each other as may be: of all conditions, lengths and gains, some
// stopped early, void or failed.
func Any(i int) (*bench.Report, error) {
	random := rand.New(rand.NewPCG(uint64(i), 5))
	conditions := Conditions()
	blocks := []int{6, 6, 10, 20, 3}[random.IntN(5)]
	var truth *Truth
	switch random.IntN(3) {
	case 0:
		truth = pair(blocks, []float64{1, 1.05, 1.9, 0.5}[random.IntN(4)])
	case 1:
		truth = sweep(blocks, 2, map[int]float64{1: 1, 2: []float64{1, 1.3, 1.95}[random.IntN(3)]})
	default:
		g := []float64{0.2, 0.6, 0.98}[random.IntN(3)]
		truth = sweep(blocks, 8, map[int]float64{1: 1, 2: 1 + g, 4: 1 + 3*g, 8: 1 + 3*g + 4*g*random.Float64()})
	}
	if random.IntN(4) == 0 { // without one worker to compare with
		truth.Lanes = truth.Lanes[1:]
	}
	rep, err := Report(conditions[random.IntN(len(conditions))], truth, uint64(i))
	if err != nil {
		return nil, err
	}
	switch l := &rep.Lanes[random.IntN(len(rep.Lanes))]; random.IntN(12) {
	case 0:
		rep.Status = bench.Void
	case 1:
		rep.Status = bench.Stopped
		for i := range rep.Lanes {
			n := min(len(rep.Lanes[i].SamplesMs), 4)
			rep.Lanes[i].SamplesMs, rep.Lanes[i].ComputeMs = rep.Lanes[i].SamplesMs[:n], rep.Lanes[i].ComputeMs[:n]
		}
	case 2:
		l.Error = &bench.Fault{Code: bench.CodeLanePanicked, Message: "the program panicked: index out of range"}
		l.SamplesMs, l.ComputeMs = l.SamplesMs[:2], l.ComputeMs[:2]
	case 3:
		l.Error = &bench.Fault{Code: bench.CodeResultMismatch, Value: "41", Limit: "42", Message: "another answer"}
	case 4:
		rep.Host.Engine = bench.EngineNative
	}
	bench.Derive(rep)
	return rep, nil
}
