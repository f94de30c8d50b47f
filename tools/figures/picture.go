package figures

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"velocidade/tools/site"
)

// Pictures runs the playground in Chromium, light and dark, and writes the README's screenshots to dir.
func Pictures(ctx context.Context, root, dir string) error {
	cache := filepath.Join(root, ".cache", "figures")
	built := filepath.Join(cache, "site")
	if err := site.Build(site.Options{Root: root, Out: built}); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	r, err := newRig(ctx, root, cache, built)
	if err != nil {
		return err
	}
	defer r.close()
	for _, look := range []struct {
		file string
		dark bool
	}{{"light.png", false}, {"dark.png", true}} {
		said, err := ask[string](r, request{Do: "picture", URL: r.siteURL + "?program=mandelbrot&workers=1,2,4",
			File: filepath.Join(dir, look.file), Dark: look.dark})
		if err != nil {
			return err
		}
		fmt.Printf("%s: %s\n", look.file, said)
	}
	return nil
}
