package figures

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"velocidade/tools/server"
	"velocidade/wasm/share/sharetest"
)

// heaviestRuns are as many runs as are looked at, each as heavy as one can be; what the first heaviestWarm cost is not counted, since a
// process that is new compiles while it answers.
const heaviestRuns, heaviestWarm = 60, 40

// heaviest measures what a view of such a run costs: the first, which works it out, and one by a process that has just been started
// and has nothing in memory.
func heaviest(ctx context.Context, r *rig, t *table) error { return heaviestIn(ctx, r.site, t) }

func heaviestIn(ctx context.Context, site string, t *table) error {
	dir, err := os.MkdirTemp("", "velocidade-figures-heaviest-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	natively := func() (string, func() (time.Duration, error), func(), error) {
		runs, err := server.OpenRuns(server.RunsOptions{File: filepath.Join(dir, "runs.sqlite"), Site: site, Log: log})
		if err != nil {
			return "", nil, nil, err
		}
		web := httptest.NewServer(server.Headers(runs.Over(server.Files(site))))
		return web.URL, ownTime, sync.OnceFunc(func() {
			web.Close()
			runs.Close()
		}), nil
	}
	if err := viewHeaviest(t, "natively, reader included", natively); err != nil {
		return err
	}
	runtime, out, err := edgeBuilt(ctx, site, t, "heaviest")
	if out == "" {
		return err
	}
	onEdge := func() (string, func() (time.Duration, error), func(), error) {
		local, err := runtime.Start(ctx, out, filepath.Join(dir, "state"), "127.0.0.1", 0, io.Discard)
		if err != nil {
			return "", nil, nil, err
		}
		return local.URL, local.ProcessorTime, local.Stop, nil
	}
	return viewHeaviest(t, "in the edge's local runtime, with its database", onEdge)
}

// viewHeaviest stores runs and looks at each, twice, with a new process in between.
func viewHeaviest(t *table, where string, start func() (url string, spent func() (time.Duration, error), stop func(), err error)) error {
	var ids []string
	costs := map[string][2]float64{} // ms a view, by what is looked at
	forms := []struct{ name, path string }{{"page", "/r/%s"}, {"picture", "/r/%s.png"}, {"embed", "/embed/%s"}, {"report", "/api/runs/%s"}}
	for round := range 2 {
		url, spent, stop, err := start()
		if err != nil {
			return err
		}
		defer stop()
		if round == 0 {
			for seed := range heaviestRuns {
				res, err := poster.Post(url+"/api/runs", "application/json", bytes.NewReader(sharetest.Heaviest(uint32(seed+1))))
				if err != nil {
					return err
				}
				var kept sharetest.Kept
				err = json.NewDecoder(res.Body).Decode(&kept)
				res.Body.Close()
				if err != nil || res.StatusCode != http.StatusCreated {
					return fmt.Errorf("%s: %s %w", url, res.Status, err)
				}
				ids = append(ids, kept.ID)
			}
		}
		for _, form := range forms {
			for _, id := range ids[:heaviestWarm] {
				if _, err := fetch(poster, url+fmt.Sprintf(form.path, id)); err != nil {
					return err
				}
			}
			before, err := spent()
			if err != nil {
				return err
			}
			for _, id := range ids[heaviestWarm:] {
				if _, err := fetch(poster, url+fmt.Sprintf(form.path, id)); err != nil {
					return err
				}
			}
			time.Sleep(200 * time.Millisecond) // what is stored in the background is part of the first view
			after, err := spent()
			if err != nil {
				return err
			}
			cost := costs[form.name]
			cost[round] = float64((after - before).Microseconds()) / 1000 / (heaviestRuns - heaviestWarm)
			costs[form.name] = cost
		}
		stop()
	}
	for _, form := range forms {
		cost := costs[form.name]
		t.plain(fmt.Sprintf("the %s of the heaviest run %s: the first view, and one by a new process (processor time)", form.name, where),
			fmt.Sprintf("%.1f ms, %.1f ms", cost[0], cost[1]), "≤ 5 ms after the first")
	}
	return nil
}

// ownTime is the processor time of this process.
func ownTime() (time.Duration, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, err
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), nil
}
