package reference

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/runtimes"
)

// Run is a program at one size.
type Run struct{ Program, Args string }

// ChapterRuns are the chapter's programs. Primes come twice: as many as the chapter prints the times of, and as many as
// take long enough that sending the parts does not count.
func ChapterRuns() []Run {
	return []Run{
		{"countdown", "n=10000000"},
		{"primes", "kmax=500"},
		{"primes", "kmax=5000"},
		{"isprime", ""},
	}
}

// Recorder measures programs on every lane that a machine has. What it needs of the world is given to it.
type Recorder struct {
	Lanes   []bench.Lane                                                                                     // to try
	Try     func(ctx context.Context, runtime string, k *kernels.Kernel) error                               // nil where the runtime can run the program here
	Measure func(ctx context.Context, spec bench.Spec, progress func(bench.Progress)) (*bench.Report, error) // takes the samples
	Say     func(line string)                                                                                // for whoever waits
	Watch   func(bench.Progress)                                                                             // likewise
	Unix    func() int64
	Machine Machine
	Command string // that asked for this
	Blocks  *int   // nil for the usual number
	Workers []int  // nil for the usual sweep
}

// Record runs what it is given, one run after the other, and makes a File of it. A runtime that is not here is named in the
// file and on the way; a run that fails, and the end of the context, end it all: half a reference is none.
func (r *Recorder) Record(ctx context.Context, runs []Run) (*File, error) {
	f := &File{Schema: Schema, Machine: r.Machine, RecordedAt: r.Unix(), Commands: []string{r.Command}, Missing: []Missing{}, Printed: Chapter()}
	for i, run := range runs {
		kernel, err := kernels.Lookup(run.Program)
		if err != nil {
			return nil, err
		}
		lanes, err := r.lanesFor(ctx, kernel, f)
		if err != nil {
			return nil, err
		}
		args, err := kernel.ParseArgs(run.Args)
		if err != nil {
			return nil, err
		}
		r.Say(fmt.Sprintf("%d of %d: %s %s, on %s", i+1, len(runs), run.Program, args, strings.Join(lanes, ", ")))
		text, err := json.Marshal(args.String())
		if err != nil {
			return nil, err
		}
		report, err := r.Measure(ctx, bench.Spec{Program: run.Program, Args: text, Lanes: lanes, Workers: r.Workers, Blocks: r.Blocks}, r.Watch)
		if err != nil {
			return nil, err
		}
		if report.Status != bench.Complete {
			return nil, fmt.Errorf("the run of %s was %s: nothing is written", run.Program, report.Status)
		}
		report.Timeline = []bench.Span{} // most of the bytes, and nothing that the page lays over a run
		f.Reports = append(f.Reports, report)
	}
	return f, nil
}

// lanesFor gives the lanes that can run a program here, and notes in the file which runtimes are missing.
func (r *Recorder) lanesFor(ctx context.Context, k *kernels.Kernel, f *File) ([]string, error) {
	var names []string
	able := map[string]bool{}
	for _, lane := range r.Lanes {
		runtime, _, _ := strings.Cut(lane.Name, "/")
		can, tried := able[runtime]
		if !tried {
			err := r.Try(ctx, runtime, k)
			var fault *kernels.Error
			switch {
			case err == nil:
				can = true
			case !errors.As(err, &fault):
				return nil, err
			case fault.Code != runtimes.CodeNoTwin:
				f.miss(runtime, fault.Message, r.Say)
			}
			able[runtime] = can
		}
		if can {
			names = append(names, lane.Name)
		}
	}
	return names, nil
}

// miss notes a runtime that is not here, once.
func (f *File) miss(runtime, message string, say func(string)) {
	for _, m := range f.Missing {
		if m.Runtime == runtime {
			return
		}
	}
	if len(message) > maxText {
		message = strings.ToValidUTF8(message[:maxText-3], "") + "…"
	}
	message = strings.Join(strings.Fields(message), " ")
	f.Missing = append(f.Missing, Missing{runtime, message})
	say("without " + runtime + ": " + message)
}

// Encode writes a file as JSON that a person can look through.
func Encode(f *File) ([]byte, error) {
	data, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, data, "", " "); err != nil {
		return nil, err
	}
	return append(pretty.Bytes(), '\n'), nil
}
