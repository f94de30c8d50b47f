package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"velocidade/wasm/threads"
)

// Threaded are the packages whose tests also run with several threads, more than one of Go's Ps, beside those of Packages: the
// runtime, and what rests on it most. What runs there and not from the stock module has nothing to be compared with.
var Threaded = strings.Fields(`internal/runtime/atomic internal/sync runtime`)

// notOnThreads are tests that do not hold with threads, by package, and why not. They are not run there.
var notOnThreads = map[string]map[string]string{
	"runtime": {
		"TestRuntimeLockMetricsAndProfile": "the locks for threads keep no profile",
		"TestProfBufWakeup":                "it waits for ever for the state that a sleeping goroutine has on js; here it is that of other systems",
	},
}

// threadPs is how many Ps the tests run with.
const threadPs = 2

// threadsBuilder makes what builds modules for threads, once. It is nil where this release of Go cannot have them.
func (r *runner) threadsBuilder(ctx context.Context) (*threads.Builder, error) {
	work, err := os.MkdirTemp(r.dir, "threads-")
	if err != nil {
		return nil, err
	}
	return threads.NewBuilder(ctx, r.dir, work)
}

// onThreads runs a package's tests with threads. It returns how they ended, and what was said where none did.
func (r *runner) onThreads(ctx context.Context, name, dir string, args ...string) (outcomes, string) {
	out := filepath.Join(r.dir, strings.ReplaceAll(name, "/", "_")+"_threads")
	if _, err := os.Stat(filepath.Join(out, "program.wasm")); err != nil {
		if err := r.buildThreads(ctx, name, out); err != nil {
			return nil, err.Error()
		}
	}
	if skipped := notOnThreads[name]; len(skipped) > 0 {
		args = append(args, "-test.skip=^("+strings.Join(slices.Sorted(maps.Keys(skipped)), "|")+")$")
	}
	cmd := exec.CommandContext(ctx, "node", append([]string{filepath.Join(out, "run.cjs")}, args...)...)
	ran := runCommand(ctx, packageLimit, dir, cmd, fmt.Sprintf("GOMAXPROCS=%d", threadPs))
	return readOutcomes(ran.stdout), ran.end + " " + ran.stderr
}

func (r *runner) buildThreads(ctx context.Context, name, out string) error {
	b, err := r.builder()
	if err != nil {
		return err
	}
	file := out + ".wasm"
	defer os.Remove(file)
	if err := b.Run(ctx, "test", "-c", "-o", file, name); err != nil {
		return err
	}
	p, err := b.Program(file, threads.Memory{Maximum: 16384})
	if err != nil {
		return err
	}
	return p.Write(out)
}

var address = regexp.MustCompile(`0x[0-9a-f]{4,}`)

// anywhere leaves addresses out of tests' names. They are others in a program of another size.
func (o outcomes) anywhere() outcomes {
	all := outcomes{}
	for test, how := range o {
		if test = address.ReplaceAllString(test, "0x"); all[test] != "FAIL" {
			all[test] = how
		}
	}
	return all
}

// unlike lists the tests that end otherwise with threads than from the stock module. One that only threads can run is not
// among them, unless it fails; nor is one that is known not to hold.
func unlike(name string, stock, threaded outcomes) []string {
	stock, threaded = stock.anywhere(), threaded.anywhere()
	return slices.DeleteFunc(differences(stock, threaded), func(test string) bool {
		top, _, _ := strings.Cut(test, "/")
		return notOnThreads[name][top] != "" || threaded[test] == "PASS"
	})
}
