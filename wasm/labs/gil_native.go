//go:build !js

package labs

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
)

//go:embed gil.py
var gilProgram string

// beazleyInPython asks the interpreters that this machine has. CPython counts less far, since it would take too long.
func beazleyInPython(ctx context.Context, n *notebook, steps int64, repeats int) (all []python, notes []string, quotes []Quote, err error) {
	for _, p := range []struct {
		command string
		steps   int64
	}{{"python3", max(steps/fewer, 1)}, {"pypy3", steps}} {
		n.step("%s, %s", p.command, words(repeats, "repeat"))
		path, err := exec.LookPath(p.command)
		if err != nil {
			notes = append(notes, fmt.Sprintf("%s was not asked: this machine has none.", p.command))
			continue
		}
		var b python
		if err := runPython(ctx, path, gilProgram, &b.beazley, p.steps, repeats); err != nil {
			if ctx.Err() != nil {
				return nil, nil, nil, context.Cause(ctx)
			}
			notes = append(notes, fmt.Sprintf("%s could not tell: %v.", p.command, err))
			continue
		}
		for _, way := range gilWays {
			n.call("count "+way.title, ms(median(b.Times[way.name])))
		}
		if b.steps = p.steps; b.steps < steps {
			notes = append(notes, fewerNote(b.Version, b.steps))
		}
		if !b.GIL {
			notes = append(notes, b.Version+" was built without a global interpreter lock.")
		}
		all = append(all, b)
	}
	return all, notes, nil, nil
}

// runPython runs a program and reads the JSON that it prints.
func runPython(ctx context.Context, python, program string, into any, args ...any) error {
	words := []string{"-c", program}
	for _, arg := range args {
		words = append(words, fmt.Sprint(arg))
	}
	cmd := exec.CommandContext(ctx, python, words...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		lines := strings.Split(strings.TrimSpace(errs.String()), "\n")
		return fmt.Errorf("%w: %s", err, lines[len(lines)-1])
	}
	return json.Unmarshal(out.Bytes(), into)
}
