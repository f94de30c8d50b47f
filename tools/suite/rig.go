package suite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"velocidade/tools/server"
)

const (
	// silence is for how long a browser may say nothing at all before it is given up: far longer than any test takes on a
	// busy machine.
	silence = 5 * time.Minute
	// patience is for how long the page waits for a job before it asks again: less than browsers wait for an answer.
	patience = 30 * time.Second
)

var errSilent = errors.New("nothing was heard from the page for " + silence.String())

// rig is the loopback server behind the page web/test/wasm/page.ts: it serves the page and the compiled tests, hands out
// one job after the other, and takes back what they print and how they end.
//
//	GET /job          the next job, or 204 where there is none for a while
//	POST /printed     text that the program printed
//	POST /ended       {"code": 0, "output": ""}
type rig struct {
	url     string
	server  *http.Server
	jobs    chan job
	printed chan string
	ended   chan end
}

// job is one program to run.
type job struct {
	File string   `json:"file"`
	Args []string `json:"args"`
}

// end is how it ended.
type end struct {
	Code   int    `json:"code"`
	Output string `json:"output"`
}

// startRig serves dir.
func startRig(ctx context.Context, dir string) (*rig, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &rig{
		url:     "http://" + listener.Addr().String() + "/",
		jobs:    make(chan job),
		printed: make(chan string),
		ended:   make(chan end),
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServer(http.Dir(dir)))
	mux.HandleFunc("GET /job", func(w http.ResponseWriter, req *http.Request) {
		select {
		case j := <-r.jobs:
			json.NewEncoder(w).Encode(j)
		case <-time.After(patience):
			w.WriteHeader(http.StatusNoContent)
		case <-req.Context().Done():
		}
	})
	mux.HandleFunc("POST /printed", func(w http.ResponseWriter, req *http.Request) {
		text, err := io.ReadAll(req.Body)
		if err != nil {
			return // the page is gone
		}
		send(req.Context(), r.printed, string(text))
	})
	mux.HandleFunc("POST /ended", func(w http.ResponseWriter, req *http.Request) {
		var e end
		if err := json.NewDecoder(req.Body).Decode(&e); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		send(req.Context(), r.ended, e)
	})
	r.server = &http.Server{Handler: server.Headers(fresh(mux)), BaseContext: func(net.Listener) context.Context { return ctx }}
	go r.server.Serve(listener)
	return r, nil
}

// fresh forbids keeping anything: the compiled tests of the next run have the same names.
func fresh(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, req)
	})
}

// run hands out a job and copies what it prints to w until it ends, the browser goes away, or all falls silent.
func (r *rig) run(ctx context.Context, j job, w io.Writer, gone <-chan error) (end, error) {
	quiet := time.NewTimer(silence)
	defer quiet.Stop()
	jobs := r.jobs
	for {
		select {
		case jobs <- j:
			jobs = nil // once
		case text := <-r.printed:
			if _, err := io.WriteString(w, text); err != nil {
				return end{}, err
			}
			quiet.Reset(silence)
		case e := <-r.ended:
			return e, nil
		case err := <-gone:
			return end{}, fmt.Errorf("the browser ended: %v", err)
		case <-quiet.C:
			return end{}, errSilent
		case <-ctx.Done():
			return end{}, ctx.Err()
		}
	}
}

func (r *rig) close() { r.server.Close() }

func send[T any](ctx context.Context, to chan<- T, value T) {
	select {
	case to <- value:
	case <-ctx.Done():
	}
}
