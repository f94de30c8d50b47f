package figures

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// pages measures what the chapter's pages promise: how far its runtimes are apart, what a second CPython gains, in what order
// futures come, and how often a race loses. All of it runs in the page, as a reader has it, and after the runtimes are loaded.
func pages(ctx context.Context, r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL}); err != nil {
		return err
	}
	for _, p := range []struct {
		what, program, args, target string
		lanes                       []string // the last one against the one before it
	}{
		{"warm, PyPy against CPython on countdown", "countdown", "n=3000000", "≥ 20", []string{"go/single", "cpython/single", "pypy/single"}},
		{"typed Go against boxed Go on primes", "primes", "kmax=2000", "≥ 5", []string{"go-boxed/single", "go/single"}},
	} {
		// Go is the baseline of the first, as on the chapter's page: parts are cut so that one takes the baseline 5 to 60 ms, and in
		// parts of so much of CPython's, PyPy would mostly be sent messages.
		by, err := inPage(r, p.program, p.args, t.Blocks, p.lanes...)
		if err != nil {
			return err
		}
		slow, fast := p.lanes[len(p.lanes)-2], p.lanes[len(p.lanes)-1]
		t.ratio(p.what, by[slow].SamplesMs, by[fast].SamplesMs, p.target)
	}
	if err := twoPythons(ctx, r, t); err != nil {
		return err
	}
	return laboratories(r, t)
}

// pythonRun keeps one CPython busy for a second and more, natively as in the page, so that a run's ends weigh little.
const pythonRun = "n=12000000"

// twoPythons measures two workers of CPython against one, in the page and natively: two processes are what the machine has to give.
func twoPythons(ctx context.Context, r *rig, t *table) error {
	const one, two = "cpython/single", "cpython/workers"
	page, err := inPage(r, "countdown", pythonRun, t.Blocks, one, two)
	if err != nil {
		return err
	}
	t.plain("two workers of CPython against one, in the page, countdown of "+pythonRun, speedup(gain(page, one, two)), "≥ 1.8")
	t.plain("… of the time of both, spent in the program", spentShare(page[two], 2), "")
	native, err := natively(ctx, "countdown", pythonRun, t.Blocks, one, two)
	if err != nil {
		return err
	}
	t.plain("… two processes of native CPython", speedup(gain(native, one, two)), "")
	return nil
}

// spentShare is how much of the time of a lane's workers its program had, with the quartiles of its blocks.
func spentShare(m measured, workers float64) string {
	var shares []float64
	for i, wall := range m.SamplesMs {
		shares = append(shares, m.ComputeMs[i]/(workers*wall))
	}
	slices.Sort(shares)
	return fmt.Sprintf("%.1f %% (%.1f–%.1f)", 100*quantile(shares, 0.5), 100*quantile(shares, 0.25), 100*quantile(shares, 0.75))
}

// found is what a laboratory's result has in tables.
type found struct {
	Result struct {
		Tables []struct {
			Rows [][]any `json:"rows"`
		} `json:"tables"`
	} `json:"result"`
}

// column gives a column of the first table, as numbers.
func (f found) column(at int) ([]float64, error) {
	if len(f.Result.Tables) == 0 {
		return nil, errors.New("the laboratory found no table")
	}
	var column []float64
	for _, row := range f.Result.Tables[0].Rows {
		if at >= len(row) {
			return nil, errors.New("a row of the laboratory's table is short")
		}
		number, ok := row[at].(float64)
		if !ok {
			return nil, fmt.Errorf("column %d of the laboratory's table holds %v", at, row[at])
		}
		column = append(column, number)
	}
	return column, nil
}

// laboratories has six numbers tested on four workers, and ten runs race.
func laboratories(r *rig, t *table) error {
	if _, err := ask[[]string](r, request{Do: "open", URL: r.siteURL + "lab/"}); err != nil {
		return err
	}
	six, err := ask[found](r, request{Do: "lab", Name: "executor", Args: "workers=4"})
	if err != nil {
		return err
	}
	submitted, err := six.column(1)
	if err != nil {
		return err
	}
	afterMs, err := six.column(3)
	if err != nil {
		return err
	}
	order := "as they completed"
	if len(submitted) != 6 || !slices.IsSorted(afterMs) {
		order = "not as they completed"
	}
	t.plain("six numbers on four workers: futures handed over", fmt.Sprintf("%s: %s", order, strings.Trim(fmt.Sprint(submitted), "[]")),
		"as they complete")
	race, err := ask[found](r, request{Do: "lab", Name: "race", Args: "runs=10"})
	if err != nil {
		return err
	}
	lost, err := race.column(3)
	if err != nil {
		return err
	}
	if len(lost) != 4 {
		return fmt.Errorf("the race was run in %d ways", len(lost))
	}
	t.plain("runs of ten that lost additions, two workers without a lock", fmt.Sprintf("%.0f", lost[0]), "≥ 9")
	t.plain("… with atomics, with a lock taken by hand, with one taken by With", fmt.Sprintf("%.0f, %.0f, %.0f", lost[1], lost[2], lost[3]), "0")
	return nil
}
