package figures

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
	"velocidade/wasm/lanes"
	"velocidade/wasm/port"
)

// spec is the part of the page's that is used here.
type spec struct {
	Program string   `json:"program,omitempty"`
	Source  string   `json:"source,omitempty"` // of a program of its own, where there is no Program
	Args    string   `json:"args,omitempty"`
	Lanes   []string `json:"lanes"`
	Workers []int    `json:"workers,omitempty"`
	Blocks  int      `json:"blocks"`
}

// seconds are sizes at which a program keeps one worker busy for about a second: long enough that starting, the last
// messages and the uneven end of a run weigh little. A program that is not named runs at the page's own size.
var seconds = map[string]string{
	"countdown":    "n=2500000000",
	"fannkuch":     "n=11",
	"isprime":      "numbers=" + strings.Repeat("112272535095293,112582705942171,115280095190773,115797848077099,", 15) + "1099726899285419",
	"primes":       "kmax=40000",
	"sha256":       "bits=19",
	"mandelbrot":   "iterations=850",
	"matmul":       "n=1400",
	"montecarlo":   "samples=50000000",
	"nbody":        "systems=12000",
	"spectralnorm": "n=4000",
	"binarytrees":  "depth=16",
	"sort":         "n=8000000",
	"amdahl":       "units=45000",
}

// programs measures every program in the page, on one worker, two goroutines and two workers, and natively beside it. Two
// workers are what the target is for, and a neighbour's noisy minute must not be all that there is of one program: of their
// samples, half come minutes after the others.
func programs(ctx context.Context, r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL}); err != nil {
		return err
	}
	const one, goroutines, two = "go/single", "go/goroutines", "go/workers"
	type samples struct{ short, long, native map[string]measured }
	first := map[string]samples{}
	long := func(program string) (map[string]measured, error) {
		return inPage(r, program, seconds[program], (2*t.Blocks+2)/3, one, goroutines, two)
	}
	for _, k := range kernels.All() {
		s, err := samples{}, error(nil)
		if s.short, err = inPage(r, k.Name, "", t.Blocks, one, two); err != nil {
			return err
		}
		if s.long, err = long(k.Name); err != nil {
			return err
		}
		if s.native, err = natively(ctx, k.Name, seconds[k.Name], t.Blocks, one, two); err != nil {
			return err
		}
		first[k.Name] = s
	}
	logs := 0.0
	for _, k := range kernels.All() {
		again, err := long(k.Name)
		if err != nil {
			return err
		}
		s := first[k.Name]
		s.long = together(s.long, again)
		row := program{
			name:       k.Name,
			busyMs:     quantile(sorted(s.long[one].ComputeMs), 0.5),
			short:      gain(s.short, one, two),
			goroutines: gain(s.long, one, goroutines),
			workers:    gain(s.long, one, two),
			processes:  gain(s.native, one, two),
			wasm:       quotient(s.long[one].ComputeMs, s.native[one].ComputeMs),
			slowed:     s.long[two].slowed,
			waiting:    s.long[two].waiting,
		}
		logs += math.Log(row.wasm.ratio)
		t.programs = append(t.programs, row)
	}
	t.wasmMean = math.Exp(logs / float64(len(t.programs)))
	return nil
}

// together joins the same lanes' samples of two runs of as many blocks.
func together(a, b map[string]measured) map[string]measured {
	all := map[string]measured{}
	for lane, m := range a {
		n := b[lane]
		all[lane] = measured{
			Lane:      lane,
			SamplesMs: slices.Concat(m.SamplesMs, n.SamplesMs),
			ComputeMs: slices.Concat(m.ComputeMs, n.ComputeMs),
			slowed:    (m.slowed + n.slowed) / 2,
			waiting:   (m.waiting + n.waiting) / 2,
		}
	}
	return all
}

// gain is the speed-up of a lane of two against one that runs one part at a time, as a report of these samples has it.
func gain(by map[string]measured, one, two string) *bench.Speedup {
	rep := bench.Report{Lanes: []bench.LaneResult{
		{Lane: one, Workers: 1, SamplesMs: by[one].SamplesMs, ComputeMs: by[one].ComputeMs},
		{Lane: two, Workers: 2, SamplesMs: by[two].SamplesMs, ComputeMs: by[two].ComputeMs},
	}}
	bench.Derive(&rep)
	return rep.Lanes[1].Speedup
}

// measured is what is used of one lane's result.
type measured struct {
	Lane      string       `json:"lane"`
	SamplesMs []float64    `json:"samplesMs"`
	ComputeMs []float64    `json:"computeMs"`
	Error     *bench.Fault `json:"error"`

	// Of two workers in the page, as it shows them: the shares of their time in which parts took longer than on one worker, and
	// in which there was no part to work on.
	slowed, waiting float64
}

// inPage runs a program in the page, with two of what a lane has many of.
func inPage(r *rig, name, args string, blocks int, lanes ...string) (map[string]measured, error) {
	return runSpec(r, spec{Program: name, Args: args, Lanes: lanes, Workers: []int{2}, Blocks: blocks})
}

// runSpec has the page run what a spec asks for.
func runSpec(r *rig, s spec) (map[string]measured, error) {
	rep, err := ask[struct {
		Lanes []measured `json:"lanes"`
		Costs []struct { // web/src/costs/costs.ts
			Lane            string
			Slowed, Waiting struct{ Of float64 }
		} `json:"costs"`
	}](r, request{Do: "lanes", Spec: &s})
	if err != nil {
		return nil, err
	}
	by, err := byLane(rep.Lanes)
	if err != nil {
		return nil, err
	}
	for _, c := range rep.Costs {
		l := by[c.Lane]
		l.slowed, l.waiting = c.Slowed.Of, c.Waiting.Of
		by[c.Lane] = l
	}
	return by, nil
}

// byLane gives results by the names of their lanes, or the error of the first that has one.
func byLane(list []measured) (map[string]measured, error) {
	by := map[string]measured{}
	for _, l := range list {
		if l.Error != nil {
			return nil, l.Error
		}
		by[l.Lane] = l
	}
	return by, nil
}

// natively runs a program in one process and in two, by the page's own runner. What two native processes gain is what this
// machine has to give.
func natively(ctx context.Context, name, args string, blocks int, names ...string) (map[string]measured, error) {
	runner := bench.Runner{
		Now:  port.Now,
		Unix: func() int64 { return time.Now().UnixMilli() },
		Seed: rand.Uint32,
		Open: lanes.Open,
		Host: bench.Host{Engine: "native", Cores: port.Cores(), Isolated: true},
	}
	rep, err := runner.Run(ctx, bench.Spec{
		Program: name, Args: json.Raw(strconv.Quote(args)), Lanes: names, Workers: []int{2}, Blocks: &blocks,
	}, nil)
	if err != nil {
		return nil, err
	}
	var list []measured
	for _, l := range rep.Lanes {
		list = append(list, measured{Lane: l.Lane, SamplesMs: l.SamplesMs, ComputeMs: l.ComputeMs, Error: l.Error})
	}
	return byLane(list)
}
