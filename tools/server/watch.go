package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Watch counts and logs requests, and answers /healthz and /metrics. A log line says what was asked for and how it went, and
// nothing of who asked: no address, no browser, no page that the request came from.
type Watch struct {
	Log     *slog.Logger
	Now     func() time.Time
	Healthy func(ctx context.Context) error

	mu     sync.Mutex
	routes map[route]*tally
}

// route is what requests are counted by. Paths are sorted into kinds, so that there are few.
type route struct {
	kind, method string
	status       int
}

type tally struct {
	count   int64
	seconds float64
	buckets [len(bounds)]int64 // requests up to each bound
}

// bounds of a request's time, in seconds.
var bounds = [...]float64{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

func (w *Watch) Over(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		start := w.Now()
		rec := &recorder{ResponseWriter: rw, status: http.StatusOK}
		defer func() {
			if fault := recover(); fault != nil {
				if fault == http.ErrAbortHandler {
					panic(fault)
				}
				w.Log.Error("a request failed inside", "path", r.URL.Path, "fault", fmt.Sprint(fault), "stack", string(debug.Stack()))
				if !rec.wrote {
					http.Error(rec, "something went wrong here", http.StatusInternalServerError)
				}
				rec.status = http.StatusInternalServerError
			}
			w.done(r, rec, w.Now().Sub(start))
		}()
		switch r.URL.Path {
		case "/healthz":
			w.health(rec, r)
		case "/metrics":
			rec.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
			rec.Header().Set("Cache-Control", "no-store")
			w.write(rec)
		default:
			next.ServeHTTP(rec, r)
		}
	})
}

func (w *Watch) done(r *http.Request, rec *recorder, took time.Duration) {
	kind, method := kindOf(r.URL.Path), r.Method
	if !slices.Contains([]string{"GET", "HEAD", "POST", "DELETE"}, method) {
		method = "other"
	}
	w.Log.Info("request", "method", method, "path", r.URL.Path, "status", rec.status, "bytes", rec.bytes, "ms", float64(took.Microseconds())/1000)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.routes == nil {
		w.routes = map[route]*tally{}
	}
	key := route{kind, method, rec.status}
	t := w.routes[key]
	if t == nil {
		t = &tally{}
		w.routes[key] = t
	}
	t.count++
	t.seconds += took.Seconds()
	for i, bound := range bounds {
		if took.Seconds() <= bound {
			t.buckets[i]++
		}
	}
}

// kindOf sorts a path into one of a few kinds.
func kindOf(path string) string {
	for _, kind := range []string{"/api/runs", "/r/", "/embed", "/oembed", "/assets/", "/chapter/", "/healthz", "/metrics"} {
		if strings.HasPrefix(path, kind) {
			return strings.Trim(kind, "/")
		}
	}
	if path == "/" {
		return "index"
	}
	return "file"
}

func (w *Watch) health(rw http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	answer := struct {
		Status string `json:"status"`
	}{"ok"}
	rw.Header().Set("Content-Type", "application/json")
	rw.Header().Set("Cache-Control", "no-store")
	if err := w.Healthy(ctx); err != nil {
		w.Log.Error("unhealthy", "error", err.Error())
		answer.Status = "the runs cannot be reached"
		rw.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(rw).Encode(answer)
}

// write gives the counts in Prometheus's text form.
func (w *Watch) write(out io.Writer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	keys := make([]route, 0, len(w.routes))
	for key := range w.routes {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b route) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	fmt.Fprint(out, "# HELP velocidade_request_seconds How long requests took.\n# TYPE velocidade_request_seconds histogram\n")
	for _, key := range keys {
		t := w.routes[key]
		labels := fmt.Sprintf(`kind=%q,method=%q,status="%d"`, key.kind, key.method, key.status)
		for i, bound := range bounds {
			fmt.Fprintf(out, "velocidade_request_seconds_bucket{%s,le=%q} %d\n", labels, strconv.FormatFloat(bound, 'g', -1, 64), t.buckets[i])
		}
		fmt.Fprintf(out, "velocidade_request_seconds_bucket{%s,le=\"+Inf\"} %d\n", labels, t.count)
		fmt.Fprintf(out, "velocidade_request_seconds_sum{%s} %g\nvelocidade_request_seconds_count{%s} %d\n", labels, t.seconds, labels, t.count)
	}
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/sched/goroutines:goroutines"}}
	metrics.Read(samples)
	fmt.Fprintf(out, "# HELP velocidade_memory_bytes Memory that the process has from the system.\n# TYPE velocidade_memory_bytes gauge\nvelocidade_memory_bytes %d\n",
		samples[0].Value.Uint64())
	fmt.Fprintf(out, "# HELP velocidade_goroutines Goroutines that exist.\n# TYPE velocidade_goroutines gauge\nvelocidade_goroutines %d\n",
		samples[1].Value.Uint64())
}

// recorder notes how a request was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	wrote  bool
}

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController through, for deadlines and flushing.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
