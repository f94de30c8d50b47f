package figures

import (
	"context"
	"encoding/json"
	"path/filepath"

	"velocidade/tools/chapter"
	"velocidade/tools/site"
)

// Record runs presets of the chapter in Chromium, one after the other, and hands on each Report as it comes.
func Record(ctx context.Context, root string, presets []*chapter.Preset, keep func(*chapter.Preset, json.RawMessage) error) error {
	dir := filepath.Join(root, ".cache", "figures")
	built := filepath.Join(dir, "site")
	if err := site.Build(site.Options{Root: root, Out: built}); err != nil {
		return err
	}
	r, err := newRig(ctx, root, dir, built)
	if err != nil {
		return err
	}
	defer r.close()
	for _, p := range presets {
		// Each in a page of its own, as a reader has it.
		if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL}); err != nil {
			return err
		}
		report, err := ask[json.RawMessage](r, request{Do: "run", Spec: &spec{
			Program: p.Spec.Program, Args: p.Args.String(), Lanes: p.Spec.Lanes, Workers: p.Spec.Workers, Blocks: p.Blocks,
		}})
		if err != nil {
			return err
		}
		if err := keep(p, report); err != nil {
			return err
		}
	}
	return nil
}
