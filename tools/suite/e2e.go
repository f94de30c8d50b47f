package suite

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/evanw/esbuild/pkg/api"
	"golang.org/x/sync/errgroup"
)

// runE2E builds the site with the real command and drives the real server's pages in each browser.
func runE2E(ctx context.Context, env *Env, tally *Tally) error {
	browsers, err := env.browsers(ctx, "e2e", tally)
	if err != nil || len(browsers) == 0 {
		return err
	}
	dir := filepath.Join(env.Root, ".cache", "e2e")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	begun := time.Now()
	added, err := env.withPrograms(ctx, filepath.Join(dir, "added"))
	if err != nil {
		return err
	}
	lesson := filepath.Join(dir, "react-lesson.js")
	if err := env.bundleLesson(lesson); err != nil {
		return err
	}
	// Servers that tests start themselves keep runs apart from their user's too.
	vars := []string{"VELOCIDADE_DB=" + filepath.Join(dir, "runs.sqlite"), "VELOCIDADE_REACT_LESSON=" + lesson}
	sites := []struct {
		prefix string
		checkout
		server *served
	}{
		{prefix: "", checkout: checkout{env.Root, filepath.Join(dir, "velocidade"), filepath.Join(dir, "site")}}, // the project as it is
		{prefix: "ADDED_", checkout: added},
	}
	var preparing errgroup.Group
	for i := range sites {
		preparing.Go(func() (err error) {
			sites[i].server, err = sites[i].serve(ctx, env)
			return err
		})
	}
	err = preparing.Wait()
	for _, s := range sites {
		if s.server == nil {
			continue
		}
		defer s.server.stop()
		vars = append(vars,
			"VELOCIDADE_"+s.prefix+"ROOT="+s.root,
			"VELOCIDADE_"+s.prefix+"EXECUTABLE="+s.executable,
			"VELOCIDADE_"+s.prefix+"SITE="+s.site,
			"VELOCIDADE_"+s.prefix+"URL="+s.server.address)
	}
	if err != nil {
		return err
	}
	if err := env.awaitCompiler(ctx, "web/test/e2e", sites[0].server.address); err != nil {
		return err
	}
	stop, address, err := env.serveOnEdge(ctx, filepath.Join(dir, "edge"), sites[0].site)
	if err != nil {
		return err
	}
	defer stop()
	vars = append(vars, "VELOCIDADE_EDGE_URL="+address)
	fmt.Fprintf(env.Out, "  built and served in %.0f s\n", time.Since(begun).Seconds())
	// A file keeps less than a core busy: it waits for its browser, and that for frames and timers.
	atOnce := max(2, runtime.NumCPU()) + 1
	var runs []nodeTests
	for _, b := range browsers {
		run := nodeTests{
			dir:    "web/test/e2e",
			suffix: ".e2e.ts",
			label:  " (" + b.Name + ")",
			first:  []string{"share.e2e.ts", "short.e2e.ts"}, // Firefox, which comes later, opens links that Chromium leaves
			vars: append([]string{
				"VELOCIDADE_BROWSER=" + b.Name,
				"VELOCIDADE_BROWSER_PATH=" + b.Path,
			}, vars...),
		}
		if b.Name == "firefox" {
			run.holding = `in: "both"`
			run.sharing = atOnce // it takes as long to start as a test does
		}
		runs = append(runs, run)
	}
	return env.nodeTest(ctx, tally, atOnce, runs...)
}

// bundleLesson bundles the guide's example in React as an author's own tools would.
func (env *Env) bundleLesson(out string) error {
	return built(api.Build(api.BuildOptions{
		AbsWorkingDir: env.Root,
		EntryPoints:   []string{"web/guide/examples/react/main.jsx"},
		Outfile:       out,
		Bundle:        true,
		Write:         true,
		Format:        api.FormatESModule,
		JSX:           api.JSXAutomatic,
		Define:        map[string]string{"process.env.NODE_ENV": `"production"`},
	}))
}

// checkout is a tree of the project, and where to put what is built from it.
type checkout struct{ root, executable, site string }

// serve compiles the command and serves with it; serving builds the site.
func (c checkout) serve(ctx context.Context, env *Env) (*served, error) {
	compile := env.command(ctx, nil, "go", "build", "-o", c.executable, "./tools/velocidade")
	compile.Dir = c.root
	if out, err := compile.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", compile, err, out)
	}
	return serving(ctx, func(ctx context.Context) *exec.Cmd {
		cmd := env.command(ctx, []string{"VELOCIDADE_DB=" + c.site + ".sqlite"}, c.executable, "serve", "-port", "0", "-o", c.site)
		cmd.Dir = c.root
		return cmd
	})
}

// withPrograms makes a copy of the checkout to which the programs of web/test/e2e/testdata were added: it proves that
// adding a file is enough, and gives the tests programs that go wrong.
func (env *Env) withPrograms(ctx context.Context, dir string) (checkout, error) {
	c := checkout{filepath.Join(dir, "tree"), filepath.Join(dir, "velocidade"), filepath.Join(dir, "site")}
	files, err := env.command(ctx, nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return c, fmt.Errorf("git ls-files: %w", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(files), "\x00"), "\x00") {
		if err := copyFile(filepath.Join(env.Root, name), filepath.Join(c.root, name)); err != nil {
			return c, err
		}
	}
	if err := os.Symlink(filepath.Join(env.Root, "node_modules"), filepath.Join(c.root, "node_modules")); err != nil {
		return c, err
	}
	// The compiler does not depend on the programs: what one checkout has built of it serves the other.
	if err := os.MkdirAll(filepath.Join(env.Root, ".cache", "toolchain"), 0o755); err != nil {
		return c, err
	}
	if err := os.Mkdir(filepath.Join(c.root, ".cache"), 0o755); err != nil {
		return c, err
	}
	if err := os.Symlink(filepath.Join(env.Root, ".cache", "toolchain"), filepath.Join(c.root, ".cache", "toolchain")); err != nil {
		return c, err
	}
	programs, err := filepath.Glob(filepath.Join(env.Root, "web", "test", "e2e", "testdata", "*.go"))
	if err != nil {
		return c, err
	}
	for _, program := range programs {
		if err := copyFile(program, filepath.Join(c.root, "kernels", filepath.Base(program))); err != nil {
			return c, err
		}
	}
	return c, nil
}

// copyFile copies a regular file and leaves out what is listed but not there: deleted, and not committed yet.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if os.IsNotExist(err) {
		return nil
	} else if err != nil {
		return err
	}
	defer source.Close()
	if info, err := source.Stat(); err != nil || !info.Mode().IsRegular() {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	target, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if closeErr := target.Close(); err == nil {
		err = closeErr
	}
	return err
}
