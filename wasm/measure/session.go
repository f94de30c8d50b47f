package measure

import (
	"context"
	"errors"
	"sync"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// request is a message from the page: of those that package engine takes, the ones that are about a run.
type request struct {
	Type string   `json:"type"` // "run", "stop" or "void"
	ID   int      `json:"id"`
	Spec json.Raw `json:"spec,omitempty"`
}

// response is a message to the page. The first, "program", comes unasked: it tells that this program is to be measured,
// and not one that prints. The twin of these two is web/src/own/messages.ts.
type response struct {
	Type     string          `json:"type"` // "program", "progress", "report" or "failed"
	ID       int             `json:"id"`
	Program  *announced      `json:"program,omitempty"`
	Progress *bench.Progress `json:"progress,omitempty"`
	Report   *bench.Report   `json:"report,omitempty"`
	Error    *kernels.Error  `json:"error,omitempty"`
}

// announced is what the page has to know of the program.
type announced struct {
	Name   string          `json:"name"`
	Title  string          `json:"title"`
	Params []kernels.Param `json:"params,omitempty"`
}

// session answers the page's requests, one run at a time.
type session struct {
	runner bench.Runner
	send   func(data []byte)

	mu     sync.Mutex
	id     int // of the run under way
	cancel context.CancelCauseFunc
}

func (s *session) announce(k kernels.Kernel) {
	s.respond(response{Type: "program", Program: &announced{k.Name, k.Title, k.Params}})
}

func (s *session) respond(r response) {
	data, err := json.Marshal(r)
	if err != nil {
		data, _ = json.Marshal(response{Type: "failed", ID: r.ID, Error: failed(err)})
	}
	s.send(data)
}

func (s *session) handle(data []byte) {
	var r request
	if err := json.Unmarshal(data, &r); err != nil {
		s.fail(0, err)
		return
	}
	switch r.Type {
	case "run":
		s.start(r)
	case "stop":
		s.end(r.ID, context.Canceled)
	case "void":
		s.end(r.ID, bench.ErrHidden)
	}
}

func (s *session) start(r request) {
	spec, err := bench.ParseSpec(r.Spec)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		s.fail(r.ID, &kernels.Error{Code: "busy", Message: "another run is under way: stop it first, or wait for it"})
		return
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	s.id, s.cancel = r.ID, cancel
	go func() {
		report, err := s.runner.Run(ctx, spec, func(p bench.Progress) {
			s.respond(response{Type: "progress", ID: r.ID, Progress: &p})
		})
		s.mu.Lock()
		s.cancel(nil)
		s.cancel = nil
		s.mu.Unlock()
		if err != nil {
			s.fail(r.ID, err)
			return
		}
		s.respond(response{Type: "report", ID: r.ID, Report: report})
	}()
}

func (s *session) end(id int, cause error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil && s.id == id {
		s.cancel(cause)
	}
}

func (s *session) fail(id int, err error) {
	s.respond(response{Type: "failed", ID: id, Error: failed(err)})
}

func failed(err error) *kernels.Error {
	if fault, ok := errors.AsType[*kernels.Error](err); ok {
		return fault
	}
	return &kernels.Error{Code: "engine-failed", Message: "the measurement failed: " + err.Error()}
}
