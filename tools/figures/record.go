package figures

import (
	"context"
	"encoding/json"
	"path/filepath"

	"velocidade/tools/chapter"
	"velocidade/tools/site"
)

// Recorder runs in Chromium what the pages of the chapter offer, each in a page of its own, as a reader has it.
type Recorder struct{ rig *rig }

// NewRecorder builds the site and starts the browser.
func NewRecorder(ctx context.Context, root string) (*Recorder, error) {
	dir := filepath.Join(root, ".cache", "figures")
	built := filepath.Join(dir, "site")
	if err := site.Build(site.Options{Root: root, Out: built}); err != nil {
		return nil, err
	}
	r, err := newRig(ctx, root, dir, built)
	return &Recorder{r}, err
}

// Close ends the browser.
func (r *Recorder) Close() { r.rig.close() }

// Bench runs a preset and returns its Report.
func (r *Recorder) Bench(p *chapter.Preset) (json.RawMessage, error) {
	if _, err := ask[[]string](r.rig, request{Do: "open", URL: r.rig.siteURL}); err != nil {
		return nil, err
	}
	return ask[json.RawMessage](r.rig, request{Do: "run", Spec: &spec{
		Program: p.Spec.Program, Args: p.Args.String(), Lanes: p.Spec.Lanes, Workers: p.Spec.Workers, Blocks: p.Blocks,
	}})
}

// Lab carries a laboratory out and returns the fields of a [chapter.LabRecording] that the browser knows.
func (r *Recorder) Lab(l *chapter.Lab) (map[string]json.RawMessage, error) {
	if _, err := ask[[]string](r.rig, request{Do: "open", URL: r.rig.siteURL + "lab/"}); err != nil {
		return nil, err
	}
	return ask[map[string]json.RawMessage](r.rig, request{Do: "lab", Name: l.Name, Args: l.Args})
}
