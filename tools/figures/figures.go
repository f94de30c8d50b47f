// Package figures measures what the project promises of itself, in one run, and writes it as a table: speed-ups, the cost
// of messages and workers, WebAssembly against native code, and sizes. Ratios are taken within the run, in turns, since
// a machine's speed drifts; `make bench` is how it is run.
//
// Timings are printed beside their targets and prove nothing on a busy machine, so nothing fails for them. Sizes are
// the same everywhere, and over its budget one is an error.
package figures

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"velocidade/tools/site"
)

// Options say where to measure.
type Options struct {
	Root   string   // the checkout
	Out    string   // the file for the table
	Blocks int      // samples of each
	Only   []string // names of the parts to measure; all of them, and written to Out, where empty
}

// wants tells whether a part is to be measured.
func (o Options) wants(name string) bool { return len(o.Only) == 0 || slices.Contains(o.Only, name) }

// part is what is measured together.
type part struct {
	name    string
	measure func(context.Context, *rig, *table) error
}

// parts are what is measured, in the order of the table.
var parts = []part{
	{"sizes", sizes},
	{"messages", messages},
	{"first-sample", firstSample},
	{"links", links},
	{"service", service},
	{"hostile", besideSlowClients},
	{"heaviest", heaviest},
	{"stored", stored},
	{"chapter", pages},
	{"own", own},
	{"programs", programs},
	{"generators", generators},
	{"standard", standardLibrary},
}

// DefaultBlocks is how many samples `make bench` takes of each figure.
const DefaultBlocks = 10

// Budgets, in bytes of brotli at its best level.
const (
	pageBudget   = 70 * 1024  // HTML, CSS, JavaScript and fonts before Run
	engineBudget = 800 * 1024 // the module that every worker loads
)

// Parts names what can be measured by itself.
func Parts() []string {
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
	}
	return names
}

// Run measures everything and writes the table, which is of one run; a part by itself is only printed.
func Run(ctx context.Context, opts Options) error {
	for _, name := range opts.Only {
		if !slices.Contains(Parts(), name) {
			return fmt.Errorf("-only: there is no part %q", name)
		}
	}
	dir := filepath.Join(opts.Root, ".cache", "figures")
	built := filepath.Join(dir, "site")
	if err := build(ctx, opts, built); err != nil {
		return err
	}
	r, err := newRig(ctx, opts.Root, dir, built)
	if err != nil {
		return err
	}
	defer r.close()
	t := newTable(opts)
	for _, part := range parts {
		if !opts.wants(part.name) {
			continue
		}
		fmt.Fprintf(os.Stderr, "%s: %s\n", time.Now().Format(time.TimeOnly), part.name)
		if err := part.measure(ctx, r, t); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	fmt.Printf("%s\n", t.markdown())
	if len(opts.Only) == 0 {
		if err := os.WriteFile(opts.Out, t.markdown(), 0o644); err != nil {
			return err
		}
		fmt.Printf("written to %s\n", opts.Out)
	}
	if len(t.broken) > 0 {
		return errors.New(strings.Join(t.broken, "; "))
	}
	return nil
}

// build builds the site that is measured, as it is sent where sizes are, and with the compiler where that is. What was
// compressed before is found again by the hashes in the files' names.
func build(ctx context.Context, opts Options, out string) error {
	o := site.Options{Root: opts.Root, Out: out, Compress: opts.wants("sizes") || opts.wants("own")}
	if opts.wants("own") {
		var err error
		o.Toolchain, err = site.BuildToolchain(ctx, opts.Root, func(text string) { fmt.Fprintln(os.Stderr, text) })
		if err != nil {
			return err
		}
	}
	return site.Build(o)
}

// sizes adds up what the page loads before Run, and checks the budgets.
func sizes(_ context.Context, r *rig, t *table) error {
	urls, err := ask[[]string](r, request{Do: "open", URL: r.siteURL})
	if err != nil {
		return err
	}
	var page int64
	for _, url := range urls {
		name := strings.TrimPrefix(url, r.siteURL)
		if strings.HasPrefix(url, "data:") {
			continue
		}
		if name == "" {
			name = "index.html"
		}
		n, err := r.compressed(name)
		if err != nil {
			return err
		}
		page += n
	}
	engines, err := filepath.Glob(filepath.Join(r.site, "assets", "engine-*.wasm"))
	if err != nil || len(engines) != 1 {
		return fmt.Errorf("there is not one engine in %s but %d: %w", r.site, len(engines), err)
	}
	engine, err := r.compressed("assets/" + filepath.Base(engines[0]))
	if err != nil {
		return err
	}
	t.size("page before Run: HTML, CSS, JavaScript, fonts, brotli", page, pageBudget)
	t.size("engine module, brotli", engine, engineBudget)
	return nil
}

// messages measures what tasks and workers cost, against the least that a page can do and against two libraries.
func messages(_ context.Context, r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.rigURL}); err != nil {
		return err
	}
	// A block is over in a quarter of a second, and one of them says little: so four for each.
	rates, err := ask[map[string][]float64](r, request{Do: "messages", Tasks: 5000, Blocks: 4 * t.Blocks})
	if err != nil {
		return err
	}
	t.ratio("empty tasks/s through `futures.Processes`, one at a time, against a bare postMessage loop", rates["futures"], rates["bare"], "≥ 0.9")
	t.ratio("… in chunks of 100, against the bare loop one at a time", rates["chunked"], rates["bare"], "≥ 15")
	t.ratio("… one at a time, against npm workerpool", rates["futures"], rates["workerpool"], "≥ 2")
	t.ratio("… one at a time, against npm comlink", rates["futures"], rates["comlink"], "≥ 1.2")
	births, err := ask[map[string][]float64](r, request{Do: "births", Blocks: t.Blocks})
	if err != nil {
		return err
	}
	t.ratio("new worker to ready, compiled module posted, against a bare Go instance (time)", births["futures"], births["bare"], "≤ 1.2")
	return nil
}

// firstSample measures from the click on Run to the first sample in the plot, in a page whose engine has loaded.
func firstSample(_ context.Context, r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL}); err != nil {
		return err
	}
	// A run warms the page up: the engine is loaded and its workers' code compiled.
	if _, err := ask[struct{}](r, request{Do: "run", Spec: &spec{Program: "countdown", Lanes: []string{"go/single"}, Blocks: 1}}); err != nil {
		return err
	}
	ms, err := ask[float64](r, request{Do: "first-sample"})
	if err != nil {
		return err
	}
	t.plain("click to first plotted sample, warm page", fmt.Sprintf("%.0f ms", ms), "≤ 1 s")
	return nil
}
