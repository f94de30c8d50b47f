package soak

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"

	"velocidade/wasm/share"
	"velocidade/wasm/share/sharetest"
)

// client gives up on what hangs: the server's own limits are shorter.
var client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}

// answer is a whole answer. Ended tells that the server was killed meanwhile, so that nothing can be said of it.
type answer struct {
	status int
	body   []byte
	ended  bool
}

func (s *soak) ask(ctx context.Context, method, path, body, token string) answer {
	before := s.child.started()
	req, err := http.NewRequestWithContext(ctx, method, "http://"+s.child.Address+path, strings.NewReader(body))
	if err != nil {
		s.fault("%v", err)
		return answer{ended: true}
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := client.Do(req)
	if err == nil {
		defer res.Body.Close()
		var data []byte
		if data, err = io.ReadAll(res.Body); err == nil {
			return answer{status: res.StatusCode, body: data}
		}
	}
	if s.child.started() == before && ctx.Err() == nil && !s.child.down() {
		s.fault("%s %s: %v", method, path, err)
	}
	return answer{ended: true}
}

// write stores runs, and now and then deletes one.
func (s *soak) write(ctx context.Context, random *rand.Rand) {
	for pause(ctx, time.Duration(random.Int64N(int64(40*time.Millisecond)))) {
		if random.IntN(10) == 0 {
			s.delete(ctx, random)
			continue
		}
		report := sharetest.Report(s.seed.Add(1))
		a := s.ask(context.WithoutCancel(ctx), http.MethodPost, "/api/runs", string(report), "")
		switch {
		case a.ended:
		case a.status == http.StatusCreated:
			var kept sharetest.Kept
			if err := json.Unmarshal(a.body, &kept); err != nil || kept.DeleteToken == "" {
				s.fault("a run was acknowledged with %q", a.body)
				continue
			}
			s.mu.Lock()
			s.kept[kept.ID] = kept.DeleteToken
			s.ids = append(s.ids, kept.ID)
			s.mu.Unlock()
			s.counts.written.Add(1)
		case a.status == http.StatusServiceUnavailable && s.full.Load():
			s.counts.refused.Add(1)
			pause(ctx, 100*time.Millisecond)
		default:
			s.fault("POST: %d %.200s", a.status, a.body)
		}
	}
}

// some takes one of the runs that are kept.
func (s *soak) some(random *rand.Rand, take bool) (id, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.ids) == 0 {
		return "", ""
	}
	at := random.IntN(len(s.ids))
	id, token = s.ids[at], s.kept[s.ids[at]]
	if take {
		s.ids = slices.Delete(s.ids, at, at+1)
		delete(s.kept, id)
	}
	return id, token
}

func (s *soak) delete(ctx context.Context, random *rand.Rand) {
	id, token := s.some(random, true)
	if id == "" {
		return
	}
	switch a := s.ask(context.WithoutCancel(ctx), http.MethodDelete, "/api/runs/"+id, "", token); {
	case a.ended: // it may be there or not
	case a.status == http.StatusNoContent:
		s.counts.deleted.Add(1)
		if a := s.ask(context.WithoutCancel(ctx), http.MethodGet, "/api/runs/"+id, "", ""); !a.ended && a.status != http.StatusNotFound {
			s.fault("a deleted run answers %d", a.status)
		}
	case a.status == http.StatusServiceUnavailable && s.full.Load():
		s.counts.refused.Add(1)
	default:
		s.fault("DELETE: %d %.200s", a.status, a.body)
	}
}

// read reads runs in all their forms, and checks what it gets.
func (s *soak) read(ctx context.Context, random *rand.Rand) {
	for pause(ctx, time.Duration(random.Int64N(int64(100*time.Millisecond)))) {
		id, _ := s.some(random, false)
		if id == "" {
			continue
		}
		began := time.Now()
		switch random.IntN(6) {
		case 0:
			s.expect(ctx, id, "/r/"+id, func(body []byte) bool { return bytes.Contains(body, []byte("<h2>Six large numbers")) })
		case 1:
			s.expect(ctx, id, "/r/"+id+".png", func(body []byte) bool { return bytes.HasPrefix(body, []byte("\x89PNG")) })
		case 2:
			s.expect(ctx, id, "/oembed?url=http://"+s.child.Address+"/r/"+id, json.Valid)
		default:
			s.expect(ctx, id, "/api/runs/"+id, func(body []byte) bool { return share.ID(body) == id })
		}
		s.mu.Lock()
		if s.latency = append(s.latency, time.Since(began)); len(s.latency) > 100_000 {
			s.latency = slices.Clone(s.latency[50_000:])
		}
		s.mu.Unlock()
	}
}

func (s *soak) expect(ctx context.Context, id, path string, right func([]byte) bool) {
	a := s.ask(ctx, http.MethodGet, path, "", "")
	s.counts.read.Add(1)
	s.mu.Lock()
	_, kept := s.kept[id]
	s.mu.Unlock()
	switch {
	case a.ended || !kept: // a writer deleted it meanwhile
	case a.status != http.StatusOK || !right(a.body):
		s.fault("GET %s: %d %.200s", path, a.status, a.body)
	}
}

// probe asks after the server's health: it answers always, and as things are.
func (s *soak) probe(ctx context.Context) {
	unwell := time.Time{}
	for pause(ctx, 200*time.Millisecond) {
		full, before := s.full.Load(), s.child.started()
		a := s.ask(ctx, http.MethodGet, "/healthz", "", "")
		s.counts.health.Add(1)
		switch {
		case a.ended || s.child.started() != before:
			unwell = time.Time{}
		case a.status == http.StatusOK:
			unwell = time.Time{}
		case a.status != http.StatusServiceUnavailable:
			s.fault("/healthz: %d %.200s", a.status, a.body)
		case !full && !s.full.Load():
			// The answer holds for a second, so one of before may come once.
			if unwell.IsZero() {
				unwell = time.Now()
			} else if time.Since(unwell) > 5*time.Second {
				s.fault("/healthz says 503 while nothing is wrong: %.200s", a.body)
				unwell = time.Time{}
			}
		}
		if mb := s.child.memory() >> 20; mb > mostMemory {
			s.fault("the server has %d MB of memory, over %d", mb, mostMemory)
		}
	}
}

// mostMemory is what the server may take, in MB: its caches, and the buffers of all connections.
const mostMemory = 700

func quantile(list []time.Duration, q float64) time.Duration {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[int(q*float64(len(sorted)-1))]
}
