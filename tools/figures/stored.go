package figures

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"velocidade/tools/edge"
	"velocidade/tools/server"
	"velocidade/wasm/bench"
	"velocidade/wasm/share"
	"velocidade/wasm/share/sharetest"
)

// storedSizes are how many runs are stored in what is compared: the others with the first.
var storedSizes = []int{1_000, 100_000, 1_000_000}

// asked of each size in a block: runs that were not read before, and runs that are sent.
const readsABlock, postsABlock = 100, 30

// stored measures how the service's cost grows with what it holds, natively and in the edge's local runtime.
func stored(ctx context.Context, r *rig, t *table) error {
	return storedIn(ctx, r.site, t, storedSizes)
}

func storedIn(ctx context.Context, site string, t *table, sizes []int) error {
	dir, err := os.MkdirTemp("", "velocidade-figures-stored-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	real := readsABlock * t.Blocks
	var holds []*holding
	for _, size := range sizes {
		h := &holding{runs: size, file: filepath.Join(dir, fmt.Sprintf("%d.sqlite", size))}
		db, err := server.OpenSQLite(h.file, 1)
		if err != nil {
			return err
		}
		if err = share.Migrate(ctx, db); err == nil {
			h.ids, err = fill(ctx, db, size, min(real, size))
		}
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
		holds = append(holds, h)
	}
	for _, h := range holds {
		if err := h.startNative(site); err != nil {
			return err
		}
		defer h.stop()
	}
	if err := compareHoldings(t, "natively", holds); err != nil {
		return err
	}
	for _, h := range holds {
		info, err := os.Stat(h.file)
		if err != nil {
			return err
		}
		t.plain(fmt.Sprintf("… the file of %s runs of %.1f KB", thousands(h.runs), float64(len(small(0)))/1024),
			fmt.Sprintf("%.1f MB, %.2f KB a run; ready in %.0f ms", float64(info.Size())/1e6, float64(info.Size())/float64(h.runs)/1024, h.startMs), "")
	}
	return storedOnEdge(ctx, site, t, sizes, dir)
}

// storedOnEdge does the same in the local edge runtime, whose D1 is a SQLite file.
func storedOnEdge(ctx context.Context, site string, t *table, sizes []int, dir string) error {
	runtime, out, err := edgeBuilt(ctx, site, t, "stored")
	if out == "" {
		return err
	}
	var holds []*holding
	for _, size := range sizes {
		h := &holding{runs: size}
		state := filepath.Join(dir, fmt.Sprintf("state-%d", size))
		start := func() (*edge.Local, error) { return runtime.Start(ctx, out, state, "127.0.0.1", 0, io.Discard) }
		local, err := start() // makes the database
		if err != nil {
			return err
		}
		local.Stop()
		files, err := filepath.Glob(filepath.Join(state, "v3", "d1", "*", "*.sqlite"))
		if err != nil {
			return err
		}
		if h.file, err = withRuns(files); err != nil {
			return err
		}
		db, err := server.OpenSQLite(h.file, 1)
		if err != nil {
			return err
		}
		h.ids, err = fill(ctx, db, size, min(readsABlock*t.Blocks, size))
		if err := errors.Join(err, db.Close()); err != nil {
			return err
		}
		began := time.Now()
		if local, err = start(); err != nil {
			return err
		}
		defer local.Stop()
		h.url, h.startMs = local.URL, float64(time.Since(began).Milliseconds())
		holds = append(holds, h)
	}
	return compareHoldings(t, "in the edge's local runtime", holds)
}

// withRuns finds the database that has our tables among those of the local runtime.
func withRuns(files []string) (string, error) {
	for _, file := range files {
		db, err := sql.Open("sqlite", file)
		if err != nil {
			return "", err
		}
		var n int
		err = db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE name = 'runs'`).Scan(&n)
		db.Close()
		if err == nil && n > 0 {
			return file, nil
		}
	}
	return "", fmt.Errorf("none of the local runtime's %d databases has runs", len(files))
}

// holding is a service over a database that holds so many runs.
type holding struct {
	runs    int
	file    string
	ids     []string // of runs that can be read
	url     string
	startMs float64
	stop    func()

	read, sent []float64 // ms, the median of each block
}

func (h *holding) startNative(site string) error {
	began := time.Now()
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	runs, err := server.OpenRuns(server.RunsOptions{File: h.file, Site: site, Log: log})
	if err != nil {
		return err
	}
	web := httptest.NewServer(server.Headers(runs.Over(server.Files(site))))
	h.url = web.URL
	h.stop = func() {
		web.Close()
		runs.Close()
	}
	_, err = fetch(http.DefaultClient, h.url+"/api/runs/"+h.ids[0])
	h.startMs = float64(time.Since(began).Microseconds()) / 1000
	return err
}

// compareHoldings asks all of them in turns.
func compareHoldings(t *table, where string, holds []*holding) error {
	for block := range t.Blocks {
		for _, h := range holds {
			var urls []string
			for i := range readsABlock {
				urls = append(urls, h.url+"/api/runs/"+h.ids[(block*readsABlock+i)%len(h.ids)])
			}
			ms, err := medianOfEach(urls)
			if err != nil {
				return err
			}
			h.read = append(h.read, ms)
			var times []float64
			for i := range postsABlock {
				began := time.Now()
				res, err := poster.Post(h.url+"/api/runs", "application/json", bytes.NewReader(small(1<<30+block*postsABlock+i)))
				if err != nil {
					return err
				}
				_, err = io.Copy(io.Discard, res.Body)
				res.Body.Close()
				if err != nil || res.StatusCode != http.StatusCreated {
					return fmt.Errorf("%s: %s %w", h.url, res.Status, err)
				}
				times = append(times, float64(time.Since(began).Microseconds())/1000)
			}
			h.sent = append(h.sent, quantile(sorted(times), 0.5))
		}
	}
	for _, h := range holds[1:] {
		t.ratio(fmt.Sprintf("reading a run %s with %s stored, against %s (time)", where, thousands(h.runs), thousands(holds[0].runs)), h.read, holds[0].read, "≤ 1.2")
		t.ratio(fmt.Sprintf("storing a run %s with %s stored, against %s (time)", where, thousands(h.runs), thousands(holds[0].runs)), h.sent, holds[0].sent, "≤ 1.2")
	}
	return nil
}

// fill stores so many runs, of which the first can be read, and gives their ids: the others are rows of the same size under random
// ids, since to hash a million texts would take longer than to store them.
func fill(ctx context.Context, db *sql.DB, size, real int) (ids []string, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	for i := range real {
		report := string(small(i))
		run := share.Kept{ID: share.ID([]byte(report)), CreatedAt: 1, TokenHash: "none", Report: report}
		if _, err := run.Insert(ctx, tx); err != nil {
			return nil, err
		}
		ids = append(ids, run.ID)
	}
	const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO `
	if rest := size - real; rest > 0 {
		if _, err := tx.ExecContext(ctx, rows+`runs (id, created_at, report) SELECT lower(hex(randomblob(10))), 1, ? FROM n`, rest, string(small(0))); err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO keepers (id, token_hash, created_at) SELECT id, 'none', 1 FROM runs WHERE true ON CONFLICT DO NOTHING`); err != nil {
			return nil, err
		}
	}
	return ids, tx.Commit()
}

// small is a run of one lane without a timeline, as it is kept.
func small(seed int) []byte {
	rep, err := bench.ParseReport(sharetest.Report(uint32(seed)))
	if err != nil {
		panic(err) // it is the tests' own
	}
	rep.Timeline, rep.Warnings, rep.Lanes = []bench.Span{}, []bench.Warning{}, rep.Lanes[:1]
	text, err := json.Marshal(rep)
	if err != nil {
		panic(err)
	}
	return text
}

// thousands writes a large number as it is read.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
