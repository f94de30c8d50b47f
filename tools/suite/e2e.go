package suite

import (
	"context"
	"fmt"
	"path/filepath"
)

// runE2E builds the site with the real command and drives the real server's pages in each browser.
func runE2E(ctx context.Context, env *Env, tally *Tally) error {
	browsers, err := env.browsers(ctx)
	if err != nil {
		return err
	}
	// The site stays from one run to the next: compressing the engine anew takes longer than many tests.
	dir := filepath.Join(env.Root, ".cache", "e2e")
	executable := filepath.Join(dir, "velocidade")
	site := filepath.Join(dir, "site")
	for _, args := range [][]string{
		{"go", "build", "-o", executable, "./tools/velocidade"},
		{executable, "build", "-o", site},
	} {
		if out, err := env.command(ctx, nil, args[0], args[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w\n%s", args, err, out)
		}
	}
	shots := filepath.Join(dir, "screenshots")
	for _, b := range browsers {
		err := env.nodeTest(ctx, tally, nodeTests{
			dir:    "web/test/e2e",
			suffix: ".e2e.ts",
			label:  " (" + b.Name + ")",
			vars: []string{
				"VELOCIDADE_BROWSER=" + b.Name,
				"VELOCIDADE_BROWSER_PATH=" + b.Path,
				"VELOCIDADE_EXECUTABLE=" + executable,
				"VELOCIDADE_SITE=" + site,
				"VELOCIDADE_SHOTS=" + filepath.Join(shots, b.Name),
			},
		})
		if err != nil {
			return fmt.Errorf("%s: %w", b.Name, err)
		}
	}
	return nil
}
