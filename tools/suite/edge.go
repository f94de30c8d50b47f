package suite

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"velocidade/tools/edge"
)

// runEdge runs the service's specification against the Worker in the real edge runtime. Where that cannot be installed, as on a
// machine that it has no packages for, it is skipped.
func runEdge(ctx context.Context, env *Env, tally *Tally) error {
	if _, err := env.edge(); err != nil {
		if errors.Is(err, edge.ErrNoRuntime) {
			tally.Add(lack("edge", "the edge's runtime", err.Error()))
			return nil
		}
		return err
	}
	return env.goTest(ctx, tally, " (edge)", []string{"-tags=edge"}, []string{module + "/tools/edge"})
}

// onEdge are the test files that drive pages of the site on the edge's runtime.
const onEdge = "web/test/e2e/short.e2e.ts"

// serveOnEdge puts a built site and the service on the edge's runtime in a folder and gives its address, or "" where no test
// wants it or the machine has no such runtime.
func (env *Env) serveOnEdge(ctx context.Context, dir, site string) (stop func(), address string, err error) {
	stop = func() {}
	if !env.wants(filepath.Join(env.Root, filepath.FromSlash(onEdge))) {
		return stop, "", nil
	}
	runtime, err := env.edge()
	if err != nil {
		if errors.Is(err, edge.ErrNoRuntime) {
			return stop, "", nil
		}
		return stop, "", err
	}
	opts := edge.Options{Root: env.Root, Out: filepath.Join(dir, "worker"), Site: site, Writes: 100, Reads: 100_000}
	if _, err := edge.Build(opts); err != nil {
		return stop, "", err
	}
	local, err := runtime.Start(ctx, opts.Out, filepath.Join(dir, "state"), "127.0.0.1", 0, io.Discard)
	if err != nil {
		return stop, "", err
	}
	return local.Stop, local.URL, nil
}
