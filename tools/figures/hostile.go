package figures

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"velocidade/tools/hostile"
	"velocidade/tools/server"
	"velocidade/wasm/share/sharetest"
)

// The slow clients of which so many of each kind are there at once, and the readers beside them.
var slowKinds = []string{"headers that never end", "a body that drips", "a body of a wrong type", "an answer that is not taken"}

const (
	slowOfEach   = 1000
	readersAtIt  = 1000
	readingTurns = 3
	readingFor   = 8 * time.Second
	slowLarge    = 64 << 20
)

// besideSlowClients measures what readers notice of clients that hold connections by leaving something undone.
func besideSlowClients(ctx context.Context, _ *rig, t *table) error {
	dir, err := os.MkdirTemp("", "velocidade-figures-hostile-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	site := filepath.Join(dir, "site")
	if err := os.MkdirAll(filepath.Join(site, "assets"), 0o755); err != nil {
		return err
	}
	if err := errors.Join(os.WriteFile(filepath.Join(site, "index.html"), []byte(sharetest.Page), 0o644),
		os.WriteFile(filepath.Join(site, "assets", "large-1.wasm"), nil, 0o644), os.Truncate(filepath.Join(site, "assets", "large-1.wasm"), slowLarge)); err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	runs, err := server.OpenRuns(server.RunsOptions{File: filepath.Join(dir, "runs.sqlite"), Site: site, Log: log})
	if err != nil {
		return err
	}
	defer runs.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	phases := server.DefaultPhases
	phases.Each = 0 // here all of them have one address
	served := make(chan error, 1)
	go func() {
		served <- phases.Serve(ctx, listener, server.Headers(runs.Over(server.Site(site))), time.Second)
	}()
	url := "http://" + listener.Addr().String()
	id, err := send(url, 1)
	if err != nil {
		return err
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readersAtIt}, Timeout: time.Minute}
	defer client.CloseIdleConnections()
	if _, err := readBeside(ctx, client, url+"/api/runs/"+id); err != nil { // opens the connections
		return err
	}
	var quiet, beside []float64
	for range readingTurns {
		p99, err := readBeside(ctx, client, url+"/api/runs/"+id)
		if err != nil {
			return err
		}
		quiet = append(quiet, p99)
		leave := slowly(ctx, listener.Addr().String())
		time.Sleep(2 * time.Second) // all have come
		p99, err = readBeside(ctx, client, url+"/api/runs/"+id)
		leave()
		if err != nil {
			return err
		}
		beside = append(beside, p99)
		time.Sleep(time.Second)
	}
	t.ratio(fmt.Sprintf("p99 of %s readers, once a second each, beside %s slow clients of each of %d kinds (%s), against without them (time)",
		thousands(readersAtIt), thousands(slowOfEach), len(slowKinds), strings.Join(slowKinds, ", ")), beside, quiet, "≤ 2")
	t.middle("… that p99 without them", quiet, "")
	cancel()
	return <-served
}

// slowly has the slow clients come, each again when the server has ended it, until they are told to leave.
func slowly(ctx context.Context, address string) (leave func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	for _, kind := range hostile.Kinds {
		for _, name := range slowKinds {
			if kind.Name != name {
				continue
			}
			for range slowOfEach {
				wg.Go(func() {
					c := hostile.Client{Kind: kind, Address: address, Large: "/assets/large-1.wasm", Bytes: slowLarge, Drip: time.Second, Most: time.Minute}
					for ctx.Err() == nil {
						_ = c.Hold(ctx)
					}
				})
			}
		}
	}
	return func() {
		cancel()
		wg.Wait()
	}
}

// readBeside has all readers read for a while, once a second each, and gives the p99 in milliseconds. Every answer has to be right.
func readBeside(ctx context.Context, client *http.Client, url string) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, readingFor)
	defer cancel()
	times := make([][]float64, readersAtIt)
	errs := make([]error, readersAtIt)
	var wg sync.WaitGroup
	for i := range readersAtIt {
		wg.Go(func() {
			next := time.After(time.Duration(i) * time.Second / readersAtIt)
			for {
				select {
				case <-next:
				case <-ctx.Done():
					return
				}
				next = time.After(time.Second)
				began := time.Now()
				if _, err := fetch(client, url); err != nil {
					errs[i] = err
					return
				}
				times[i] = append(times[i], float64(time.Since(began).Microseconds())/1000)
			}
		})
	}
	wg.Wait()
	var all []float64
	for _, ms := range times {
		all = append(all, ms...)
	}
	return quantile(sorted(all), 0.99), errors.Join(errs...)
}
