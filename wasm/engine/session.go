package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// The codes of a failed request, besides those of packages kernels and bench.
const (
	codeBadRequest = "bad-request"
	codeBusy       = "busy"
	codeEngine     = "engine-failed"
)

// compareSeed is fixed: the same two runs compare the same way every time.
const compareSeed = 1

// session answers the page's requests. One run or laboratory goes on at a time: two would measure each other.
type session struct {
	runner bench.Runner
	send   func(data []byte)

	mu     sync.Mutex
	id     int // of what is under way
	cancel context.CancelCauseFunc
	act    func(json.Raw) // takes an act of the reader, nil where no laboratory is under way
}

func (s *session) respond(r response) {
	data, err := json.Marshal(r)
	if err != nil {
		data, _ = json.Marshal(response{Type: "failed", ID: r.ID, Error: engineFailed(err)})
	}
	s.send(data)
}

// handle takes one request and returns at once.
func (s *session) handle(data []byte) {
	var r request
	if err := json.Unmarshal(data, &r); err != nil {
		s.fail(0, &kernels.Error{Code: codeBadRequest, Message: "the engine cannot read a request: " + err.Error()})
		return
	}
	switch r.Type {
	case "run":
		s.start(r)
	case "stop":
		s.end(r.ID, context.Canceled)
	case "void":
		s.end(r.ID, bench.ErrHidden)
	case "lab":
		s.startLab(r)
	case "act":
		s.pass(r)
	case "compare":
		s.respond(response{Type: "comparison", ID: r.ID, Comparisons: bench.CompareAll(r.Earlier, r.Later, compareSeed)})
	case "encode":
		go s.encode(r)
	case "decode":
		go s.decode(r)
	case "export":
		go s.export(r)
	default:
		s.fail(r.ID, &kernels.Error{Code: codeBadRequest, Field: "type", Value: r.Type, Limit: "run, stop, void, compare, lab, act, encode, decode, export",
			Message: fmt.Sprintf("the engine knows no request %q", r.Type)})
	}
}

func (s *session) start(r request) {
	spec, err := bench.ParseSpec(r.Spec)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	if ctx := s.begin(r.ID, nil); ctx != nil {
		go s.run(ctx, r.ID, spec)
	}
}

// begin notes that something is under way and returns its context, or nil where something else is.
func (s *session) begin(id int, act func(json.Raw)) context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		s.fail(id, &kernels.Error{Code: codeBusy, Message: "another run is under way: stop it first, or wait for it; " +
			"two at a time would measure each other"})
		return nil
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	s.id, s.cancel, s.act = id, cancel, act
	return ctx
}

// over notes that nothing is under way any more.
func (s *session) over() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancel(nil)
	s.cancel, s.act = nil, nil
}

// pass hands what the reader does to the laboratory under way.
func (s *session) pass(r request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.act != nil && s.id == r.ID {
		s.act(r.Act)
	}
}

func (s *session) run(ctx context.Context, id int, spec bench.Spec) {
	report, err := s.runner.Run(ctx, spec, func(p bench.Progress) {
		s.respond(response{Type: "progress", ID: id, Progress: &p})
	})
	s.over()
	if err != nil {
		s.fail(id, err)
		return
	}
	s.respond(response{Type: "report", ID: id, Report: report})
}

func (s *session) end(id int, cause error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil && s.id == id {
		s.cancel(cause)
	}
}

func (s *session) fail(id int, err error) {
	s.respond(response{Type: "failed", ID: id, Error: faultOf(err)})
}

// faultOf gives an error as data; nil for none.
func faultOf(err error) *kernels.Error {
	if fault, ok := errors.AsType[*kernels.Error](err); ok || err == nil {
		return fault
	}
	return engineFailed(err)
}

func engineFailed(err error) *kernels.Error {
	return &kernels.Error{Code: codeEngine, Message: "the engine failed: " + err.Error()}
}
