package suite

import (
	"context"
	"errors"
	"os"

	"velocidade/tools/edge"
)

// runEdge runs the service's specification against the Worker in the real edge runtime. Where that cannot be installed, as on a
// machine that it has no packages for, the suite says so; VELOCIDADE_EDGE=required makes that a failure.
func runEdge(ctx context.Context, env *Env, tally *Tally) error {
	if _, err := edge.FindRuntime(ctx, env.Root); err != nil {
		if errors.Is(err, edge.ErrNoRuntime) && os.Getenv("VELOCIDADE_EDGE") != "required" {
			tally.Add(Result{Group: "edge", Name: "the edge runtime", Status: Skipped, Output: err.Error() + "\n"})
			return nil
		}
		return err
	}
	return env.goTest(ctx, tally, " (edge)", []string{"-tags=edge"}, []string{module + "/tools/edge"})
}
