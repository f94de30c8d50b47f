package server

import (
	"net/http"
	"strconv"
	"time"
)

// MaxDelayMs bounds how long one request can keep the server waiting.
const MaxDelayMs = 2000

// delayPath is the one address under /api/ that is not the service's.
const delayPath = "/api/delay"

// maxDelayed bounds how many requests wait at a time: the rest are turned away, not kept.
const maxDelayed = 256

// Delay answers GET /api/delay?ms=200 after so many milliseconds with that number: a slow page to fetch, for whoever wants to
// see what waiting for one is like. It holds nothing but a timer meanwhile.
func Delay() http.Handler { return delayed(maxDelayed) }

func delayed(most int) http.Handler {
	places := make(chan struct{}, most)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			w.Header().Set("Allow", "GET")
			http.Error(w, "this address can only be read", http.StatusMethodNotAllowed)
			return
		}
		ms, err := strconv.Atoi(r.URL.Query().Get("ms"))
		if err != nil || ms < 0 || ms > MaxDelayMs {
			http.Error(w, "ms must be a whole number from 0 to "+strconv.Itoa(MaxDelayMs), http.StatusBadRequest)
			return
		}
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
		default:
			w.Header().Set("Retry-After", "1")
			http.Error(w, "too many requests wait already", http.StatusServiceUnavailable)
			return
		}
		timer := time.NewTimer(time.Duration(ms) * time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = w.Write([]byte(strconv.Itoa(ms)))
	})
}

// Site is everything that is served: the files of a built site, and the endpoints that a static host lacks.
func Site(dir string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(delayPath, Delay())
	mux.Handle("/", Files(dir))
	return mux
}
