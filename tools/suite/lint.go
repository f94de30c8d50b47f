package suite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// wasmVars select the target of everything that becomes WebAssembly.
var wasmVars = []string{"GOOS=js", "GOARCH=wasm"}

// check is one rule of the house: a command that must succeed and, where silent is set, print nothing.
type check struct {
	name   string
	vars   []string
	args   []string
	silent bool
}

// runLint runs every check as a test of its own.
func runLint(ctx context.Context, env *Env, tally *Tally) error {
	checks, err := env.checks(ctx)
	if err != nil {
		return err
	}
	if err := env.actionlint(ctx); err != nil {
		tally.Add(lack("lint", "actionlint", err.Error()))
	} else {
		checks = append(checks, check{"the workflows, by actionlint", nil, append(slices.Clone(actionlint), "-shellcheck=", "-pyflakes="), false})
	}
	for _, c := range checks {
		start := time.Now()
		cmd := env.command(ctx, c.vars, c.args[0], c.args[1:]...)
		out, err := cmd.CombinedOutput()
		r := Result{Group: "lint", Name: c.name, Elapsed: time.Since(start)}
		if err != nil || c.silent && len(out) > 0 {
			r.Status = Failed
			r.Output = fmt.Sprintf("%s\n%s", strings.Join(append(c.vars, c.args...), " "), out)
			if err != nil {
				r.Output += err.Error() + "\n"
			}
		}
		tally.Add(r)
	}
	return nil
}

// actionlint is no tool of go.mod: it would bring five modules that nothing else needs.
var actionlint = []string{"go", "run", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"}

// actionlint tells why there is none.
func (env *Env) actionlint(ctx context.Context) error {
	out, err := env.command(ctx, nil, actionlint[0], append(actionlint[1:len(actionlint):len(actionlint)], "-version")...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("it cannot be fetched: %w\n%s", err, out)
	}
	return nil
}

func (env *Env) checks(ctx context.Context) ([]check, error) {
	// The path of the tool, since under GOOS=js "go tool" would build the tool itself for the browser.
	out, err := env.command(ctx, nil, "go", "tool", "-n", "staticcheck").Output()
	if err != nil {
		return nil, fmt.Errorf("go tool -n staticcheck: %w", err)
	}
	staticcheck := strings.TrimSpace(string(out))
	if _, err := os.Stat(staticcheck); err != nil {
		// An older Go prints the path of a binary that it has not built yet.
		env.command(ctx, nil, "go", "tool", "staticcheck", "-version").Run()
	}
	engine := []string{"./kernels/...", "./wasm/..."}
	checks := []check{
		{"gofmt", nil, []string{"gofmt", "-l", "kernels", "wasm", "tools", "web"}, true},
		{"go vet", nil, []string{"go", "vet", "./..."}, false},
		{"go vet, the early start", nil, []string{"go", "vet", "-tags=early", "./tools/velocidade", "./tools/server"}, false},
		{"go vet, js/wasm", wasmVars, append([]string{"go", "vet"}, engine...), false},
		{"staticcheck", nil, []string{staticcheck, "./..."}, false},
		// Under js what looks unused may be a wasmexport, which staticcheck does not know.
		{"staticcheck, js/wasm", wasmVars, append([]string{staticcheck, "-checks=inherit,-U1000"}, engine...), false},
		{"npm's lockfile fits package.json", nil, []string{"npm", "ci", "--dry-run", "--loglevel=error"}, false},
		{"biome", nil, env.bin("biome", "check", "--error-on-warnings", "--colors=off", "."), false},
	}
	configs, err := filepath.Glob(filepath.Join(env.Root, "web", "tsconfig*.json"))
	if err != nil {
		return nil, err
	}
	for _, config := range append(configs, filepath.Join(env.Root, "web", "test", "tsconfig.json")) {
		rel, err := filepath.Rel(env.Root, config)
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(rel, ".base.json") {
			continue // what the others extend
		}
		checks = append(checks, check{"tsc " + filepath.ToSlash(rel), nil, env.bin("tsc", "--project", rel), false})
	}
	return checks, nil
}

// bin is a command of an npm package. It runs without npx, which takes half a second to find it.
func (env *Env) bin(name string, args ...string) []string {
	return append([]string{filepath.Join(env.Root, "node_modules", ".bin", name)}, args...)
}
