package figures

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"velocidade/tools/server"
	"velocidade/wasm/share"
	"velocidade/wasm/share/sharetest"
)

// service measures the service of short links: natively against the least that Go and SQLite can do for the same answers, and on
// the edge's runtime against the stock shim.
func service(ctx context.Context, r *rig, t *table) error {
	dir, err := os.MkdirTemp("", "velocidade-figures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	native, err := newNative(dir, r.site)
	if err != nil {
		return err
	}
	defer native.close()
	for _, part := range []func(*table) error{native.reading, native.writing, native.crowd} {
		if err := part(t); err != nil {
			return err
		}
	}
	return onEdge(ctx, t, filepath.Join(t.Root, ".cache", "figures", "edge"), r.site)
}

// native is the service as velocidade serve has it, and a bare handler that gives the same answer.
type native struct {
	dir        string
	runs       *server.Runs
	ours, bare *httptest.Server
	path       string // of a run that is kept
	report     string // that run, as it is kept
}

func newNative(dir, site string) (*native, error) {
	log := slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError}))
	runs, err := server.OpenRuns(server.RunsOptions{File: filepath.Join(dir, "runs.sqlite"), Site: site, Log: log})
	if err != nil {
		return nil, err
	}
	watch := &server.Watch{Log: log, Now: time.Now, Healthy: runs.Healthy}
	n := &native{dir: dir, runs: runs, ours: httptest.NewServer(server.Headers(watch.Over(runs.Over(server.Files(site)))))}
	id, err := send(n.ours.URL, 1)
	if err != nil {
		return nil, err
	}
	n.path = "/api/runs/" + id
	body, err := fetch(http.DefaultClient, n.ours.URL+n.path)
	if err != nil {
		return nil, err
	}
	n.report = string(body)
	if !strings.Contains(n.report, `"seed":1}`) {
		return nil, errors.New("the run that is kept has another form than expected")
	}
	n.bare = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(body)
	}))
	return n, nil
}

func (n *native) close() {
	n.ours.Close()
	n.bare.Close()
	n.runs.Close()
}

// reading compares the median time of reading a run.
func (n *native) reading(t *table) error {
	var ours, bare []float64
	for range t.Blocks {
		for _, side := range []struct {
			server *httptest.Server
			ms     *[]float64
		}{{n.ours, &ours}, {n.bare, &bare}} {
			p50, err := medianOf(side.server.URL+n.path, clients, 2000)
			if err != nil {
				return err
			}
			*side.ms = append(*side.ms, p50)
		}
	}
	t.ratio(fmt.Sprintf("reading a run natively, p50 of %d clients, against a bare Go handler with the same bytes (time)", clients), ours, bare, "≤ 1.5")
	return nil
}

// medianOf gives the median of so many requests by so many clients, in milliseconds.
func medianOf(url string, clients, requests int) (float64, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	times := make([][]float64, clients)
	errs := make([]error, clients)
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for range requests / clients {
				start := time.Now()
				if _, err := fetch(client, url); err != nil {
					errs[c] = err
					return
				}
				times[c] = append(times[c], float64(time.Since(start).Microseconds())/1000)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	return quantile(sorted(slices.Concat(times...)), 0.5), nil
}

// writing compares the runs that clients at once can have kept with rows put straight into a database of the same settings:
// each on the disk before it is acknowledged.
func (n *native) writing(t *table) error {
	const each = 25
	raw, err := server.OpenSQLite(filepath.Join(n.dir, "raw.sqlite"), 1)
	if err != nil {
		return err
	}
	defer raw.Close()
	if _, err := raw.Exec(`CREATE TABLE runs (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, report TEXT NOT NULL) STRICT`); err != nil {
		return err
	}
	var seed atomic.Uint32
	seed.Store(1) // of the run that is kept already
	var ours, bare []float64
	for block := range t.Blocks {
		start := time.Now()
		errs := make([]error, clients)
		var wg sync.WaitGroup
		for c := range clients {
			wg.Go(func() {
				for range each {
					if _, err := send(n.ours.URL, seed.Add(1)); err != nil {
						errs[c] = err
						return
					}
				}
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			return err
		}
		ours = append(ours, clients*each/time.Since(start).Seconds())
		start = time.Now()
		for i := range clients * each {
			report := strings.Replace(n.report, `"seed":1}`, fmt.Sprintf(`"seed":%d}`, 1<<16+block*clients*each+i), 1)
			if _, err := raw.Exec(`INSERT INTO runs (id, created_at, report) VALUES (?, ?, ?)`, share.ID([]byte(report)), 1, report); err != nil {
				return err
			}
		}
		bare = append(bare, clients*each/time.Since(start).Seconds())
	}
	t.ratio(fmt.Sprintf("runs sent by %d clients and kept natively, each on the disk, against raw SQLite inserts of the same rows (rate)", clients), ours, bare, "≥ 0.5")
	return nil
}

// crowd has a thousand readers read for half a minute.
func (n *native) crowd(t *table) error {
	const readers, duration = 1000, 30 * time.Second
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers}, Timeout: time.Minute}
	defer client.CloseIdleConnections()
	var answers, failures atomic.Int64
	ctx, cancel := context.WithTimeout(context.Background(), duration)
	defer cancel()
	var wg sync.WaitGroup
	for range readers {
		wg.Go(func() {
			for ctx.Err() == nil {
				if _, err := fetch(client, n.ours.URL+n.path); err != nil {
					failures.Add(1)
				}
				answers.Add(1)
			}
		})
	}
	time.Sleep(duration / 3)
	early := memory()
	wg.Wait()
	late := memory()
	t.plain("1,000 readers at once for 30 s, natively", fmt.Sprintf("%d answers, %d errors, memory × %.2f", answers.Load(), failures.Load(),
		float64(late)/float64(early)), "no error, memory flat")
	return nil
}

// memory is what this process, server and readers together, has from the system.
func memory() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// medianOfEach gives the median of one request to each address, in milliseconds.
func medianOfEach(urls []string) (float64, error) {
	var times []float64
	for _, url := range urls {
		start := time.Now()
		if _, err := fetch(poster, url); err != nil {
			return 0, err
		}
		times = append(times, float64(time.Since(start).Microseconds())/1000)
	}
	return quantile(sorted(times), 0.5), nil
}

// fetch reads an answer, which has to be 200.
func fetch(client *http.Client, url string) ([]byte, error) {
	res, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, res.Status)
	}
	return body, err
}

// clients are how many ask the native service at once.
const clients = 8

// poster keeps a connection for each of the clients that send at once.
var poster = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}

// send has a run kept, and gives its id.
func send(url string, seed uint32) (string, error) {
	res, err := poster.Post(url+"/api/runs", "application/json", bytes.NewReader(sharetest.Report(seed)))
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusCreated && res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s: %s", url, res.Status)
	}
	var kept sharetest.Kept
	err = json.NewDecoder(res.Body).Decode(&kept)
	return kept.ID, err
}
