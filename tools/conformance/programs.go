package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// outcome is how the programs of GOROOT/test did.
type outcome struct {
	alike  int
	absent int      // those that Go does not build for js/wasm by themselves
	differ []string // those that did not end or print alike
}

const programLimit = 5 * time.Minute

// programs runs those files of GOROOT/test that say "run" in their first line, as test/run.go would. A
// release that the go command has fetched comes without them, and there is no outcome then.
func (r *runner) programs(ctx context.Context, opts Options) (*outcome, error) {
	files, err := filepath.Glob(filepath.Join(r.goroot, "test", "*.go"))
	if err != nil {
		return nil, err
	}
	deeper, err := filepath.Glob(filepath.Join(r.goroot, "test", "*", "*.go"))
	if err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(append(files, deeper...), func(file string) bool { _, runs := flags(file); return !runs })
	if len(files) == 0 && opts.Go != "" {
		fmt.Fprintf(opts.Log, "%s, as the go command fetches it, comes without the programs of GOROOT/test\n", opts.Go)
		return nil, nil
	}
	if len(files) == 0 {
		return nil, errors.New("GOROOT/test has no programs: this installation of Go comes without its tests")
	}
	slices.Sort(files)
	var chosen []string
	for i := 0; i < len(files); i += opts.Programs {
		chosen = append(chosen, files[i])
	}
	verdicts := make([]string, len(chosen))
	r.each(ctx, opts.Jobs, len(chosen), func(i int) {
		verdicts[i] = r.program(ctx, i, chosen[i])
		if verdicts[i] != "" && verdicts[i] != absent {
			fmt.Fprintf(opts.Log, "%s: %s\n", chosen[i], verdicts[i])
		}
	})
	o := &outcome{}
	for i, verdict := range verdicts {
		switch verdict {
		case "":
			o.alike++
		case absent:
			o.absent++
		default:
			name, _ := filepath.Rel(r.goroot, chosen[i])
			o.differ = append(o.differ, filepath.ToSlash(name)+": "+verdict)
		}
	}
	fmt.Fprintf(opts.Log, "programs of GOROOT/test            %d alike, %d not for js/wasm, %d different\n", o.alike, o.absent, len(o.differ))
	return o, nil
}

const absent = "absent"

// program runs one and returns "", absent, or what was different.
func (r *runner) program(ctx context.Context, number int, file string) string {
	build, _ := flags(file)
	p, err := r.build(ctx, filepath.Join(r.dir, fmt.Sprintf("program%d", number)), append(append([]string{"build"}, build...), file)...)
	defer p.remove()
	if errors.Is(err, errBuild) {
		return absent
	} else if err != nil {
		return err.Error()
	}
	verdict := ""
	for range tries {
		stock := r.run(ctx, programLimit, filepath.Dir(file), p.stock)
		rewritten := r.run(ctx, programLimit, filepath.Dir(file), p.rewritten)
		switch {
		case stock.end != rewritten.end:
			verdict = fmt.Sprintf("ends with %q, rewritten with %q: %.300s", stock.end, rewritten.end, rewritten.stderr)
		case stock.stdout != rewritten.stdout:
			verdict = "prints something else"
		default:
			return ""
		}
	}
	return verdict
}

// flags reads the first line of a program, "// run" and perhaps flags for its build, and tells whether it is to be run.
func flags(file string) (build []string, runs bool) {
	f, err := os.Open(file)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	line, _ := bufio.NewReader(f).ReadString('\n')
	words := strings.Fields(line)
	if len(words) < 2 || words[0] != "//" || words[1] != "run" {
		return nil, false
	}
	for _, word := range words[2:] {
		if strings.HasPrefix(word, "-") {
			build = append(build, word)
		}
	}
	return build, true
}
