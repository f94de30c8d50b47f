package suite

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/evanw/esbuild/pkg/api"
)

// nodeEvent is a line of web/test/harness/reporter.ts.
type nodeEvent struct {
	Name   string  `json:"name"` // with the names of the suites it stands in
	Status string  `json:"status"`
	Output string  `json:"output"`
	Ms     float64 `json:"ms"`
	Again  string  `json:"again"` // why the test gets a second attempt; how that ends is another line
}

// nodeTests are the test files of a folder, run by Node's test runner.
type nodeTests struct {
	dir     string   // of the test files, beneath the checkout
	suffix  string   // of the test files
	label   string   // appended to a file's name: where it ran
	first   []string // the files that run before the others
	holding string   // what stands in a file that has tests for this run
	sharing int      // how many processes the files share by web/test/harness/spec.ts; where it is 0, each has its own
	vars    []string
}

// nodeJob is what one process runs, bundled.
type nodeJob struct {
	name, label    string
	vars           []string
	file, reporter string
}

// within parts the name of a file from that of a test in it, where a process runs several.
const within = " › "

// runUnit runs the page's modules in Node.
func runUnit(ctx context.Context, env *Env, tally *Tally) error {
	return env.nodeTest(ctx, tally, 1, nodeTests{dir: "web/test/unit", suffix: ".test.ts"})
}

// nodeTest bundles the test files of all runs and runs them in Node's own test runner, so many at once where no other suite runs
// and one at a time until then, in the order of the runs. Only a failure to run at all is an error.
func (env *Env) nodeTest(ctx context.Context, tally *Tally, atOnce int, runs ...nodeTests) error {
	// Inside the checkout, so that what is not bundled is found in its node_modules.
	out, err := env.scratch("node")
	if err != nil {
		return err
	}
	defer os.RemoveAll(out)
	var jobs []nodeJob
	for _, run := range runs {
		more, err := env.nodeJobs(run, out)
		if err != nil {
			return err
		}
		jobs = append(jobs, more...)
	}
	waiting := make(chan nodeJob, len(jobs))
	for _, job := range jobs {
		waiting <- job
	}
	close(waiting)
	errs := make([]error, atOnce)
	var running sync.WaitGroup
	for i := range atOnce {
		running.Go(func() {
			if i > 0 {
				env.others()
			}
			for job := range waiting {
				if err := env.nodeFile(ctx, tally, job); err != nil {
					errs[i] = fmt.Errorf("%s%s: %w", job.name, job.label, err)
					return
				}
			}
		})
	}
	running.Wait()
	return errors.Join(errs...)
}

// nodeJobs bundles the files of a run that are wanted.
func (env *Env) nodeJobs(run nodeTests, out string) ([]nodeJob, error) {
	var files []string
	err := filepath.WalkDir(filepath.Join(env.Root, run.dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, run.suffix) || !env.wants(path) {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(text), run.holding) {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		return nil, err
	}
	place := func(file string) int {
		if i := slices.Index(run.first, filepath.Base(file)); i >= 0 {
			return i
		}
		return len(run.first)
	}
	slices.SortStableFunc(files, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	var jobs []nodeJob
	var entries []api.EntryPoint
	bundle := func(name, source string) string {
		entries = append(entries, api.EntryPoint{InputPath: source, OutputPath: name + run.label})
		return filepath.Join(out, name+run.label+".mjs")
	}
	add := func(name, source string) {
		jobs = append(jobs, nodeJob{name: name, label: run.label, vars: run.vars, file: bundle(name, source)})
	}
	if run.sharing == 0 {
		for _, file := range files {
			add(strings.TrimSuffix(filepath.Base(file), run.suffix), file)
		}
	}
	for i := range min(run.sharing, len(files)) {
		name := fmt.Sprintf("shared-%d", i+1)
		source := filepath.Join(out, name+".ts")
		if err := os.WriteFile(source, []byte(env.sharedFiles(files, i, run)), 0o644); err != nil {
			return nil, err
		}
		add(name, source)
	}
	reporter := bundle("reporter", filepath.Join(env.Root, "web", "test", "harness", "reporter.ts"))
	for i := range jobs {
		jobs[i].reporter = reporter
	}
	return jobs, env.bundle(entries, out)
}

// sharedFiles is a module that loads each of a process's share of the files.
func (env *Env) sharedFiles(files []string, share int, run nodeTests) string {
	var text strings.Builder
	fmt.Fprintf(&text, "import { file } from %q;\n", filepath.ToSlash(filepath.Join(env.Root, "web", "test", "harness", "spec.ts")))
	for i := share; i < len(files); i += run.sharing {
		name := strings.TrimSuffix(filepath.Base(files[i]), run.suffix)
		fmt.Fprintf(&text, "await file(%q, () => import(%q));\n", name, filepath.ToSlash(files[i]))
	}
	return text.String()
}

// wants tells whether a test file is among those that were asked for.
func (env *Env) wants(path string) bool {
	return len(env.Only) == 0 || slices.ContainsFunc(env.Only, func(only string) bool {
		return strings.HasSuffix(filepath.ToSlash(path), strings.TrimPrefix(only, "./"))
	})
}

// nodeFile runs one file's tests.
func (env *Env) nodeFile(ctx context.Context, tally *Tally, job nodeJob) error {
	args := []string{"--enable-source-maps", "--test", "--test-reporter=" + job.reporter}
	if env.Match != "" {
		args = append(args, "--test-name-pattern="+env.Match)
	}
	cmd := env.command(ctx, job.vars, "node", append(args, job.file)...)
	cmd.Stderr = env.Out
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	var results []Result
	failed := false
	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e nodeEvent
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(env.Out, lines.Text())
			continue
		}
		group, name, shared := strings.Cut(e.Name, within)
		if !shared || !strings.HasPrefix(job.name, "shared-") {
			group, name = job.name, e.Name
		}
		if e.Again != "" {
			tally.Retried(group+job.label, name, e.Again)
			continue
		}
		r := Result{Group: group + job.label, Name: name, Output: e.Output, Elapsed: time.Duration(e.Ms * 1e6)}
		switch e.Status {
		case "failed":
			r.Status, failed = Failed, true
		case "skipped":
			r.Status = Skipped
		}
		results = append(results, r)
	}
	tally.Add(results...)
	if err := lines.Err(); err != nil {
		return err
	}
	if err := cmd.Wait(); err != nil && !failed {
		return fmt.Errorf("node --test: %w", err)
	}
	return nil
}

// bundle bundles TypeScript for Node, with what the page shares with its tests. Packages with code stay where they are.
func (env *Env) bundle(entries []api.EntryPoint, out string) error {
	return built(api.Build(api.BuildOptions{
		AbsWorkingDir:       env.Root,
		EntryPointsAdvanced: entries,
		Outdir:              out,
		OutExtension:        map[string]string{".js": ".mjs"},
		Bundle:              true,
		Write:               true,
		Format:              api.FormatESModule,
		Platform:            api.PlatformNode,
		Target:              api.ES2023,
		Sourcemap:           api.SourceMapInline,
		External:            []string{"puppeteer-core", "axe-core", "unfurl.js", "@extractus/oembed-extractor"},
	}))
}

// built turns esbuild's messages into one error.
func built(result api.BuildResult) error {
	if len(result.Errors) == 0 {
		return nil
	}
	return errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), ""))
}

// scratch makes a new folder inside the checkout, out of git's sight.
func (env *Env) scratch(name string) (string, error) {
	cache := filepath.Join(env.Root, ".cache")
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", err
	}
	return os.MkdirTemp(cache, name+"-")
}
