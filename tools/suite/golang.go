package suite

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

const module = "velocidade"

// raced are the packages in which goroutines share memory: they run under the race detector wherever there is one.
var raced = []string{module + "/wasm/port", module + "/wasm/futures", module + "/wasm/bench", module + "/wasm/engine",
	module + "/wasm/underway", module + "/wasm/shared", module + "/wasm/labs"}

// runGo runs the Go packages natively.
func runGo(ctx context.Context, env *Env, tally *Tally) error {
	packages, err := env.goList(ctx, nil, orAll(env.Only, "./..."), false)
	if err != nil {
		return err
	}
	var plain, race []string
	detector := env.raceDetector(ctx)
	for _, p := range packages {
		if slices.Contains(raced, p) && detector {
			race = append(race, p)
		} else {
			plain = append(plain, p)
		}
	}
	if !detector {
		tally.Add(lack("go", "the race detector", "it needs cgo and a C compiler: without them the concurrent packages run plainly"))
	}
	if err := env.goTest(ctx, tally, "", nil, plain); err != nil {
		return err
	}
	return env.goTest(ctx, tally, " (race)", []string{"-race"}, race)
}

func orAll(given []string, all ...string) []string {
	if len(given) > 0 {
		return given
	}
	return all
}

// goTest runs packages and counts their tests. Only a failure to run at all is an error; failing tests are results.
func (env *Env) goTest(ctx context.Context, tally *Tally, label string, flags, packages []string) error {
	if len(packages) == 0 {
		return nil
	}
	// A cached result is one that did not run, so there must be none.
	args := append([]string{"test", "-json", "-count=1", "-timeout=10m"}, flags...)
	if env.Match != "" {
		args = append(args, "-run="+env.Match)
	}
	cmd := env.command(ctx, nil, "go", append(args, packages...)...)
	tests := newGoTests(tally, label)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	cmd.Stderr = env.Out
	if err := cmd.Start(); err != nil {
		return err
	}
	before := tally.Total()
	readErr := tests.read(out)
	err = cmd.Wait()
	if readErr != nil {
		return readErr
	}
	if err != nil && tally.Total() == before {
		return fmt.Errorf("go test: %w", err)
	}
	return nil
}

// goList resolves package patterns to import paths, only those with tests where withTests is set.
func (env *Env) goList(ctx context.Context, vars, patterns []string, withTests bool) ([]string, error) {
	format := "{{.ImportPath}}"
	if withTests {
		format = "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}"
	}
	cmd := env.command(ctx, vars, "go", append([]string{"list", "-f", format}, patterns...)...)
	cmd.Stderr = env.Out
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", strings.Join(patterns, " "), err)
	}
	return strings.Fields(string(out)), nil
}

// raceDetector tells whether "go test -race" can work here: it wants cgo and a C compiler.
func (env *Env) raceDetector(ctx context.Context) bool {
	out, err := env.command(ctx, nil, "go", "env", "CGO_ENABLED", "CC").Output()
	if err != nil {
		return false
	}
	enabled, compiler, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if enabled != "1" || compiler == "" {
		return false
	}
	_, err = exec.LookPath(strings.Fields(compiler)[0])
	return err == nil
}

// command prepares a program that runs at the root of the checkout, with vars added to the environment.
func (env *Env) command(ctx context.Context, vars []string, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = env.Root
	cmd.Env = append(os.Environ(), vars...)
	ownGroup(cmd)
	return cmd
}
