package main

import (
	"context"
	"fmt"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
	"velocidade/wasm/underway"
)

// codeBadRequest is the code of a request that is none, besides the codes of packages kernels, bench and underway.
const codeBadRequest = "bad-request"

// session answers the page's requests.
type session struct {
	runner bench.Runner
	send   func(data []byte)
	now    underway.One
}

func (s *session) respond(r response) {
	data, err := json.Marshal(r)
	if err != nil {
		data, _ = json.Marshal(response{Type: "failed", ID: r.ID, Error: faultOf(err)})
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
	case "drawn":
		s.now.Drawn(r.ID)
	case "stop":
		s.now.End(r.ID, context.Canceled)
	case "void":
		s.now.End(r.ID, bench.ErrHidden)
	case "lab":
		s.startLab(r)
	case "act":
		s.now.Act(r.ID, r.Act)
	case "compare":
		go s.compare(r)
	case "beside":
		go s.beside(r)
	case "judge":
		go s.judge(r)
	case "encode":
		go s.encode(r)
	case "decode":
		go s.decode(r)
	case "export":
		go s.export(r)
	default:
		s.fail(r.ID, &kernels.Error{Code: codeBadRequest, Field: "type", Value: r.Type, Limit: "run, drawn, stop, void, compare, beside, judge, lab, act, encode, decode, export",
			Message: fmt.Sprintf("the engine knows no request %q", r.Type)})
	}
}

func (s *session) start(r request) {
	s.now.Measure(s.runner, underway.Wanted{ID: r.ID, Spec: r.Spec, Draws: r.Draws}, underway.Measurement{
		Progress: func(p bench.Progress) { s.respond(response{Type: "progress", ID: r.ID, Progress: &p}) },
		Report:   func(rep *bench.Report) { s.respond(response{Type: "report", ID: r.ID, Report: rep}) },
		Failed:   func(err error) { s.fail(r.ID, err) },
	})
}

// begin notes that something is under way and returns its context, or nil where it was refused, which the page then hears.
func (s *session) begin(id int, act func([]byte)) context.Context {
	ctx, err := s.now.Begin(id, act)
	if err != nil {
		s.fail(id, err)
	}
	return ctx
}

func (s *session) fail(id int, err error) {
	s.respond(response{Type: "failed", ID: id, Error: faultOf(err)})
}

func faultOf(err error) *kernels.Error { return underway.Fault("the engine", err) }
