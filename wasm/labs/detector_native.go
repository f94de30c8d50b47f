//go:build !js

package labs

import (
	"context"
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed racy/main.go
var racyProgram []byte

// raceDetector runs a small program that races under Go's own detector, where this machine has it, and quotes what it says.
func raceDetector(ctx context.Context, n *notebook) (quotes []Quote, notes []string) {
	n.step("A program that races, under Go's race detector")
	goTool, err := exec.LookPath("go")
	if err != nil {
		return nil, []string{"Go's race detector was not asked: this machine has no go command."}
	}
	dir, err := os.MkdirTemp("", "velocidade-racy-")
	if err != nil {
		return nil, []string{"Go's race detector was not asked: " + err.Error()}
	}
	defer os.RemoveAll(dir)
	for name, data := range map[string][]byte{"main.go": racyProgram, "go.mod": []byte("module racy\n\ngo 1.26\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return nil, []string{"Go's race detector was not asked: " + err.Error()}
		}
	}
	build := exec.CommandContext(ctx, goTool, "build", "-race", "-o", "racy", ".")
	build.Dir = dir
	build.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, []string{"Go's race detector was not asked: it needs cgo and a C compiler. " + strings.TrimSpace(string(out))}
	}
	run := exec.CommandContext(ctx, filepath.Join(dir, "racy"))
	run.Dir = dir
	out, _ := run.CombinedOutput() // it ends with a code of its own where it found something
	said := strings.ReplaceAll(string(out), dir+string(filepath.Separator), "")
	n.call("go run -race main.go", run.ProcessState)
	if !strings.Contains(said, "DATA RACE") {
		notes = append(notes, "The race detector found nothing this time: it sees only what happens.")
	}
	return []Quote{{Title: "go run -race, on two goroutines that count without keeping apart", Text: strings.TrimSpace(said)}}, notes
}
