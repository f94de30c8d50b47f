package figures

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"velocidade/tools/site"
)

// own measures what a program of the reader's own costs: the compiler's download, the way from an edit to the program's first
// output, what the page's copy of a program loses against the built-in one, and whether the build worker grows.
func own(ctx context.Context, r *rig, t *table) error {
	sent, err := site.ToolchainSent(r.site)
	if err != nil {
		return err
	}
	t.size("compiler, linker and archives for readers' own programs, brotli", int64(sent), site.MaxToolchainBytes)
	e, err := newEdits(t.Root)
	if err != nil {
		return err
	}
	defer os.RemoveAll(e.dir)
	for _, part := range []func(context.Context, *rig, *table) error{e.warm, e.cold, e.memory, copies} {
		if err := part(ctx, r, t); err != nil {
			return err
		}
	}
	return nil
}

// edits are versions of one program, each of which no build has seen before: neither the page's nor Go's, which remembers
// earlier runs of this.
type edits struct {
	dir, source string
	count       int
}

const (
	editedExample = "life" // some 60 lines that print
	editedPlace   = `"generation %d`
)

func newEdits(root string) (*edits, error) {
	source, err := os.ReadFile(filepath.Join(root, "web", "examples", editedExample, "main.go"))
	if err != nil {
		return nil, err
	}
	if !strings.Contains(string(source), editedPlace) {
		return nil, fmt.Errorf("the example %s has no %s, which is what is edited", editedExample, editedPlace)
	}
	dir, err := os.MkdirTemp("", "velocidade-figures-")
	return &edits{dir: dir, source: string(source)}, err
}

func (e *edits) next() string {
	e.count++
	return strings.Replace(e.source, editedPlace, fmt.Sprintf(`"edit %d of %d, generation %%d`, e.count, time.Now().UnixNano()), 1)
}

// goBuild builds a version natively, as its author would, and gives the milliseconds.
func (e *edits) goBuild(ctx context.Context) (float64, error) {
	file := filepath.Join(e.dir, "main.go")
	if err := os.WriteFile(file, []byte(e.next()), 0o644); err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(e.dir, "main"), file)
	cmd.Dir = e.dir
	began := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%w\n%s", err, out)
	}
	return float64(time.Since(began).Microseconds()) / 1000, nil
}

// executed is how long the page took from having a source to the first output of the program, and the steps of the build.
type executed struct {
	FirstOutputMs float64 `json:"firstOutputMs"`
	CompileMs     float64 `json:"compileMs"`
	LinkMs        float64 `json:"linkMs"`
	FinishMs      float64 `json:"finishMs"`
}

func (e *edits) execute(r *rig) (executed, error) {
	return ask[executed](r, request{Do: "exec", Source: e.next()})
}

const warmEdits = 3 // until the browser has compiled for good what matters of the compiler

// warm measures from an edit to the first output in a page that has compiled before, and native builds between.
func (e *edits) warm(ctx context.Context, r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL + "edit/"}); err != nil {
		return err
	}
	ms := map[string][]float64{}
	for block := -warmEdits; block < t.Blocks; block++ {
		native, err := e.goBuild(ctx)
		if err != nil {
			return err
		}
		page, err := e.execute(r)
		if err != nil {
			return err
		}
		if block < 0 {
			continue
		}
		for way, took := range map[string]float64{
			"native": native, "page": page.FirstOutputMs, "compile": page.CompileMs, "link": page.LinkMs, "finish": page.FinishMs,
		} {
			ms[way] = append(ms[way], took)
		}
	}
	t.middle("edit to first output of a 60-line program, in the page, warm", ms["page"], "≤ 1000 ms")
	t.middle("… of that, the compiler", ms["compile"], "")
	t.middle("… of that, the linker", ms["link"], "")
	t.middle("… of that, `wasm/reloop` after the linker", ms["finish"], "≤ 150 ms")
	t.middle("native `go build` of the same edits, in turns", ms["native"], "")
	t.ratio("… the page, with its program's start, against that (time)", ms["page"], ms["native"], "")
	return nil
}

// cold measures the same in new pages, which find the compiler in the browser's own storage.
func (e *edits) cold(_ context.Context, r *rig, t *table) error {
	var ms []float64
	for range t.Blocks {
		if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL + "edit/"}); err != nil {
			return err
		}
		page, err := e.execute(r)
		if err != nil {
			return err
		}
		ms = append(ms, page.FirstOutputMs)
	}
	t.middle("… first edit to first output in a new page, the compiler kept by the browser", ms, "≤ 5000 ms")
	return nil
}

// memory compares what the build worker holds, after its garbage is collected, after few builds and after many.
func (e *edits) memory(_ context.Context, r *rig, t *table) error {
	const few, many = 5, 50
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL + "edit/"}); err != nil {
		return err
	}
	held := map[int]int64{}
	for build := 1; build <= many; build++ {
		if _, err := ask[json.RawMessage](r, request{Do: "compile", Source: e.next()}); err != nil {
			return err
		}
		if build != few && build != many {
			continue
		}
		var err error
		if held[build], err = ask[int64](r, request{Do: "build-memory"}); err != nil {
			return err
		}
	}
	if held[few] == 0 {
		return errors.New("the build worker's memory is not told")
	}
	t.plain(fmt.Sprintf("build worker's memory after %d builds, against after %d", many, few),
		fmt.Sprintf("× %.2f (%.1f MB)", float64(held[many])/float64(held[few]), float64(held[many])/1e6), "flat")
	return nil
}

// copied are programs that a reader's copy is measured of, at sizes that take half a second.
var copied = map[string]string{"primes": "kmax=15000", "mandelbrot": "iterations=300"}

// copies compares programs that the page compiled with the built-in ones, in turns.
func copies(_ context.Context, r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL}); err != nil {
		return err
	}
	for _, name := range []string{"primes", "mandelbrot"} {
		files, err := filepath.Glob(filepath.Join(r.site, "assets", "program-"+name+"-*.txt"))
		if err != nil || len(files) != 1 {
			return fmt.Errorf("there is not one source of %s but %d: %w", name, len(files), err)
		}
		source, err := os.ReadFile(files[0])
		if err != nil {
			return err
		}
		ms := map[bool][]float64{}
		for range t.Blocks {
			for _, theirs := range []bool{false, true} {
				s := spec{Program: name, Args: copied[name], Lanes: []string{"go/single"}, Blocks: 2}
				if theirs {
					s.Program, s.Source = "", string(source)
				}
				lanes, err := runSpec(r, s)
				if err != nil {
					return err
				}
				ms[theirs] = append(ms[theirs], quantile(sorted(lanes["go/single"].ComputeMs), 0.5))
			}
		}
		t.ratio(fmt.Sprintf("%s compiled in the page against the built-in program (time in the worker)", name), ms[true], ms[false], "≤ 1.05")
	}
	return nil
}
