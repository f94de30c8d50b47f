package chapter

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"velocidade/wasm/bench"
)

// Recording is a run that a page shows where nothing has run yet: the Report as it came, and the machine in words.
type Recording struct {
	Machine string `json:"machine"` // "2 cores of an AMD EPYC 7B13, Linux"
	Report  Report `json:"report"`
}

// Report is what a page takes of a [bench.Report], whose arguments only their program can read.
type Report struct {
	Schema  string             `json:"schema"`
	Program string             `json:"program"`
	Args    map[string]any     `json:"args"`
	Status  bench.Status       `json:"status"`
	Started int64              `json:"startedAt"`
	Host    bench.Host         `json:"host"`
	Plan    bench.Plan         `json:"plan"`
	Lanes   []bench.LaneResult `json:"lanes"`
	Verdict string             `json:"verdict"`
}

// Lane finds the result of a lane at a worker count, or nil.
func (r *Report) Lane(lane string, workers int) *bench.LaneResult {
	for i := range r.Lanes {
		if r.Lanes[i].Lane == lane && r.Lanes[i].Workers == workers {
			return &r.Lanes[i]
		}
	}
	return nil
}

// load reads what was recorded, and refuses what is unlike that which the page asks for. None at all is no error: only the
// chapter's own test insists.
func load[T any](file string, unlike func(*T) string) (*T, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	recorded, name := new(T), filepath.Base(file)
	if err := json.Unmarshal(data, recorded); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if why := unlike(recorded); why != "" {
		what := strings.TrimSuffix(strings.TrimSuffix(name, ".json"), ".lab")
		return nil, fmt.Errorf("%s: %s: record it again with velocidade record -only %s", name, why, what)
	}
	return recorded, nil
}

// unlike tells how the recorded run differs from what the preset asks for; "" where it does not.
func (r *Recording) unlike(p *Preset) string {
	report := &r.Report
	args := map[string]any{}
	if text, err := json.Marshal(p.Args); err != nil || json.Unmarshal(text, &args) != nil {
		return "the preset's arguments cannot be written"
	}
	var lanes []string
	for _, lane := range report.Lanes {
		if !slices.Contains(lanes, lane.Lane) {
			lanes = append(lanes, lane.Lane)
		}
		if lane.MedianMs == nil {
			return lane.Lane + " has no median"
		}
	}
	switch {
	case report.Schema != bench.Schema:
		return "it is no Report of this version"
	case r.Machine == "":
		return "it does not name its machine"
	case report.Status != bench.Complete:
		return "its run was not completed"
	case report.Program != p.Spec.Program:
		return "it is a run of " + report.Program
	case fmt.Sprint(report.Args) != fmt.Sprint(args):
		return fmt.Sprintf("it ran with %v, the preset says %v", report.Args, args)
	case !slices.Equal(lanes, p.Spec.Lanes):
		return "it has the lanes " + strings.Join(lanes, ", ")
	}
	return ""
}

// runner names what ran it: the browser and its version, or the Go that compiled a native run.
func runner(host bench.Host) string {
	if host.Engine != bench.EngineWasm {
		return "natively, by " + strings.Replace(host.Go, "go", "Go ", 1)
	}
	for _, name := range []string{"Chrome/", "Firefox/"} {
		if _, rest, ok := strings.Cut(host.UserAgent, name); ok {
			major, _, _ := strings.Cut(rest, ".")
			return "in " + strings.Replace(strings.TrimSuffix(name, "/"), "Chrome", "Chromium", 1) + " " + major
		}
	}
	return "in a browser"
}
