//go:build !js

package labs

import (
	"context"
	_ "embed"
	"fmt"
	"os/exec"
)

//go:embed spawn.py
var spawnProgram string

// forked asks Python how long its ways of starting a process take: Go itself cannot fork without starting another program,
// since a copy would have only one of its threads.
func forked(ctx context.Context, n *notebook, repeats int) ([]Row, []string, error) {
	n.step("Fork against spawn, in Python")
	notes := []string{"Go has no fork: a copy of a running Go program would have only one of its threads. So Python's stands beside it."}
	path, err := exec.LookPath("python3")
	if err != nil {
		return nil, append(notes, "Python was not asked: this machine has no python3."), nil
	}
	var answer struct {
		Version string               `json:"version"`
		Methods []string             `json:"methods"`
		Times   map[string][]float64 `json:"times"`
	}
	if err := runPython(ctx, path, spawnProgram, &answer, repeats); err != nil {
		if ctx.Err() != nil {
			return nil, nil, context.Cause(ctx)
		}
		return nil, append(notes, "Python could not tell: "+err.Error()), nil
	}
	n.call("multiprocessing.get_all_start_methods()", answer.Methods)
	var rows []Row
	for _, way := range []string{"os.fork", "a new interpreter"} {
		if times := answer.Times[way]; len(times) > 0 {
			n.call(way, ms(median(times)))
			rows = append(rows, Row{Label: fmt.Sprintf("%s: %s", answer.Version, way), Look: LookOther, Values: times})
		}
	}
	if len(answer.Times["os.fork"]) == 0 {
		notes = append(notes, "This platform has no fork.")
	}
	return rows, notes, nil
}
