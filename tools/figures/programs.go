package figures

import (
	"context"
	"math"
	"math/rand/v2"
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

// seconds are sizes at which a program keeps one worker busy for a second or two: long enough that starting, the last
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
	"spectralnorm": "n=5500", // the Benchmarks Game's own size
	"binarytrees":  "depth=16",
	"sort":         "n=8000000",
	"amdahl":       "units=45000",
}

// goes is how often each program is measured at its longer size, minutes apart, so that a noisy minute of a neighbour's is not
// all that there is of one program.
const goes = 4

// programs measures every program in the page, on one worker, two goroutines and two workers, and natively beside it.
func programs(ctx context.Context, r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL}); err != nil {
		return err
	}
	const one, goroutines, two = "go/single", "go/goroutines", "go/workers"
	short, native, long := map[string]map[string]measured{}, map[string]map[string]measured{}, map[string][]map[string]measured{}
	for again := range goes {
		for _, k := range kernels.All() {
			args := seconds[k.Name]
			if again == 0 {
				var err error
				if short[k.Name], err = inPage(r, k.Name, "", t.Blocks, one, two); err != nil {
					return err
				}
				if native[k.Name], err = natively(ctx, k.Name, args, t.Blocks, one, two); err != nil {
					return err
				}
			}
			by, err := inPage(r, k.Name, args, (t.Blocks+1)/2, one, goroutines, two)
			if err != nil {
				return err
			}
			long[k.Name] = append(long[k.Name], by)
		}
	}
	logs := 0.0
	for _, k := range kernels.All() {
		long, native := together(long[k.Name]), native[k.Name]
		row := program{
			name:       k.Name,
			busyMs:     quantile(sorted(long[one].ComputeMs), 0.5),
			short:      gain(short[k.Name], one, two),
			goroutines: gain(long, one, goroutines),
			workers:    gain(long, one, two),
			processes:  gain(native, one, two),
			wasm:       quotient(long[one].ComputeMs, native[one].ComputeMs),
			slowed:     long[two].slowed,
			waiting:    long[two].waiting,
		}
		logs += math.Log(row.wasm.ratio)
		t.programs = append(t.programs, row)
	}
	t.wasmMean = math.Exp(logs / float64(len(t.programs)))
	return nil
}

// together joins the same lanes' samples of runs of as many blocks.
func together(runs []map[string]measured) map[string]measured {
	all, n := map[string]measured{}, float64(len(runs))
	for _, by := range runs {
		for lane, m := range by {
			sum := all[lane]
			all[lane] = measured{
				Lane:      lane,
				SamplesMs: append(sum.SamplesMs, m.SamplesMs...),
				ComputeMs: append(sum.ComputeMs, m.ComputeMs...),
				slowed:    sum.slowed + m.slowed/n,
				waiting:   sum.waiting + m.waiting/n,
			}
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
			Slowed, Waiting struct {
				Ratio *struct{ Value float64 }
			}
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
		if c.Slowed.Ratio != nil && c.Waiting.Ratio != nil {
			l.slowed, l.waiting = c.Slowed.Ratio.Value, c.Waiting.Ratio.Value
		}
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
