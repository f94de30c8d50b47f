package suite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/evanw/esbuild/pkg/api"

	"velocidade/tools/site"
)

// everywhere are the packages whose tests run in every browser; the rest, pure computation, runs in the first one.
var everywhere = []string{module + "/wasm/port", module + "/wasm/futures", module + "/wasm/engine"}

// runWasm compiles each package's tests to WebAssembly and runs them in a worker of a real browser, under the page's own
// worker host, so that what they start are Web Workers.
func runWasm(ctx context.Context, env *Env, tally *Tally) error {
	packages, err := env.goList(ctx, wasmVars, orAll(env.Only, "./kernels/...", "./wasm/..."), true)
	if err != nil || len(packages) == 0 {
		return err
	}
	browsers, err := env.browsers(ctx, "wasm", tally)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "velocidade-wasm-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := env.bundlePage(dir); err != nil {
		return err
	}
	for i, b := range browsers {
		todo := packages
		if i > 0 && len(env.Only) == 0 {
			todo = slices.DeleteFunc(slices.Clone(packages), func(p string) bool { return !slices.Contains(everywhere, p) })
		}
		if len(todo) == 0 {
			continue
		}
		if err := env.wasmIn(ctx, tally, b, dir, todo); err != nil {
			return fmt.Errorf("%s: %w", b.Name, err)
		}
	}
	return nil
}

// wasmIn runs packages one after the other in one browser.
func (env *Env) wasmIn(ctx context.Context, tally *Tally, b Browser, dir string, packages []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	rig, err := startRig(ctx, dir)
	if err != nil {
		return err
	}
	defer rig.close()
	profile, err := os.MkdirTemp("", "velocidade-"+b.Name+"-")
	if err != nil {
		return err
	}
	defer removeProfile(profile)
	cmd, err := b.open(ctx, env, profile, rig.url)
	if err != nil {
		return err
	}
	gone := make(chan error, 1)
	go func() { gone <- cmd.Wait() }()
	defer func() {
		cancel()
		<-gone
	}()
	for _, p := range packages {
		file := strings.ReplaceAll(strings.TrimPrefix(p, module+"/"), "/", "_") + ".wasm"
		if out, err := env.compileTests(ctx, p, filepath.Join(dir, file)); err != nil {
			tally.Add(Result{Group: p, Name: "compiles for js/wasm", Status: Failed, Output: out})
			continue
		}
		if err := env.wasmPackage(ctx, tally, b, rig, gone, p, file); err != nil {
			return err
		}
	}
	return nil
}

// compileTests compiles a package's tests, once for all browsers, and returns what the compiler said. They are rewritten
// as the engine is, so that what is tested is what is sent.
func (env *Env) compileTests(ctx context.Context, pkg, file string) (string, error) {
	if _, err := os.Stat(file); err == nil {
		return "", nil
	}
	stock := file + ".stock"
	if out, err := env.command(ctx, wasmVars, "go", "test", "-c", "-ldflags=-s -w", "-o", stock, pkg).CombinedOutput(); err != nil {
		return string(out), err
	}
	linked, err := os.ReadFile(stock)
	if err != nil {
		return err.Error(), err
	}
	module, err := site.Rewrite(linked)
	if err != nil {
		return err.Error(), err
	}
	return "", os.WriteFile(file, module, 0o644)
}

// wasmPackage runs one package's tests.
func (env *Env) wasmPackage(ctx context.Context, tally *Tally, b Browser, rig *rig, gone chan error, pkg, file string) error {
	// Fuzz targets look for seeds in files, which a worker does not have; their seeds run natively.
	args := []string{file, "-test.v=test2json", "-test.timeout=10m", "-test.skip=^Fuzz"}
	if env.Match != "" {
		args = append(args, "-test.run="+env.Match)
	}
	// Go's own converter turns the output into the events of "go test -json".
	convert := env.command(ctx, nil, "go", "tool", "test2json", "-t", "-p", pkg)
	in, err := convert.StdinPipe()
	if err != nil {
		return err
	}
	out, err := convert.StdoutPipe()
	if err != nil {
		return err
	}
	if err := convert.Start(); err != nil {
		return err
	}
	tests := newGoTests(tally, " ("+b.Name+")")
	read := make(chan error, 1)
	go func() { read <- tests.read(out) }()

	before := tally.Failures()
	end, err := rig.run(ctx, job{File: file, Args: args}, in, gone)
	in.Close()
	if readErr := <-read; err == nil {
		err = readErr
	}
	if waitErr := convert.Wait(); err == nil {
		err = waitErr
	}
	if err == nil && end.Code != 0 && tally.Failures() == before {
		tally.Add(Result{Group: pkg + tests.label, Name: "ends well", Status: Failed,
			Output: fmt.Sprintf("exit code %d\n%s", end.Code, end.Output)})
	}
	return err
}

// bundlePage writes the page that runs the tests, with the worker host under which they run.
func (env *Env) bundlePage(dir string) error {
	page := filepath.Join(env.Root, "web", "test", "wasm")
	html, err := os.ReadFile(filepath.Join(page, "index.html"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), html, 0o644); err != nil {
		return err
	}
	return built(api.Build(api.BuildOptions{
		AbsWorkingDir: env.Root,
		EntryPointsAdvanced: []api.EntryPoint{
			{InputPath: "web/test/wasm/page.ts", OutputPath: "page"},
			{InputPath: "web/src/engine/host.ts", OutputPath: "host"},
		},
		Outdir:  dir,
		Bundle:  true,
		Write:   true,
		Format:  api.FormatIIFE,
		Target:  api.ES2022,
		Plugins: site.HostPlugins(),
	}))
}

// removeProfile deletes a profile; a browser's last child may still be writing to it.
func removeProfile(dir string) {
	for range 10 {
		if os.RemoveAll(dir) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}
