package figures

import (
	"context"
	"math"
	"math/rand/v2"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/lanes"
	"velocidade/wasm/port"
)

// spec and report are the parts of the page's that are used here.
type spec struct {
	Program string   `json:"program"`
	Args    string   `json:"args,omitempty"`
	Lanes   []string `json:"lanes"`
	Workers []int    `json:"workers,omitempty"`
	Blocks  int      `json:"blocks"`
}

type report struct {
	Lanes []struct {
		Lane      string         `json:"lane"`
		Workers   int            `json:"workers"`
		SamplesMs []float64      `json:"samplesMs"`
		ComputeMs []float64      `json:"computeMs"`
		Speedup   *bench.Speedup `json:"speedup"`
		Error     *bench.Fault   `json:"error"`
	} `json:"lanes"`
}

// programs measures every program in the page, on one worker, two goroutines and two workers, and natively beside it.
func programs(ctx context.Context, r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL}); err != nil {
		return err
	}
	logs, n := 0.0, 0
	for _, k := range kernels.All() {
		page, err := ask[report](r, request{Do: "run", Spec: &spec{
			Program: k.Name, Lanes: []string{"go/single", "go/goroutines", "go/workers"}, Workers: []int{2}, Blocks: t.Blocks,
		}})
		if err != nil {
			return err
		}
		native, err := natively(ctx, k.Name, t.Blocks)
		if err != nil {
			return err
		}
		row := program{name: k.Name}
		for _, l := range page.Lanes {
			if l.Error != nil {
				return l.Error
			}
			switch l.Lane {
			case "go/single":
				row.wasm = quotient(l.ComputeMs, native)
			case "go/goroutines":
				row.goroutines = l.Speedup
			case "go/workers":
				row.workers = l.Speedup
			}
		}
		logs += math.Log(row.wasm.ratio)
		n++
		t.programs = append(t.programs, row)
	}
	t.wasmMean = math.Exp(logs / float64(n))
	return nil
}

// natively measures the program in one process, by the page's own runner, and returns the time inside it for each block.
func natively(ctx context.Context, program string, blocks int) ([]float64, error) {
	runner := bench.Runner{
		Now:  port.Now,
		Unix: func() int64 { return time.Now().UnixMilli() },
		Seed: rand.Uint32,
		Open: lanes.Open,
		Host: bench.Host{Engine: "native", Cores: port.Cores(), Isolated: true},
	}
	rep, err := runner.Run(ctx, bench.Spec{Program: program, Lanes: []string{"go/single"}, Blocks: &blocks}, nil)
	if err != nil {
		return nil, err
	}
	if fault := rep.Lanes[0].Error; fault != nil {
		return nil, fault
	}
	return rep.Lanes[0].ComputeMs, nil
}
