package measure

import (
	"context"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
	"velocidade/wasm/underway"
)

// request is a message from the page: of those that package engine takes, the ones that are about a run.
type request struct {
	Type  string   `json:"type"` // "run", "drawn", "stop" or "void"
	ID    int      `json:"id"`
	Spec  json.Raw `json:"spec,omitempty"`
	Draws bool     `json:"draws,omitempty"`
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

// session answers the page's requests.
type session struct {
	runner bench.Runner
	send   func(data []byte)
	now    underway.One
}

func (s *session) announce(k kernels.Kernel) {
	s.respond(response{Type: "program", Program: &announced{k.Name, k.Title, k.Params}})
}

func (s *session) respond(r response) {
	data, err := json.Marshal(r)
	if err != nil {
		data, _ = json.Marshal(response{Type: "failed", ID: r.ID, Error: faultOf(err)})
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
	case "drawn":
		s.now.Drawn(r.ID)
	case "stop":
		s.now.End(r.ID, context.Canceled)
	case "void":
		s.now.End(r.ID, bench.ErrHidden)
	}
}

func (s *session) start(r request) {
	s.now.Measure(s.runner, underway.Wanted{ID: r.ID, Spec: r.Spec, Draws: r.Draws}, underway.Measurement{
		Progress: func(p bench.Progress) { s.respond(response{Type: "progress", ID: r.ID, Progress: &p}) },
		Report: func(rep *bench.Report) {
			for i := range rep.Lanes {
				rep.Lanes[i].Result = readable(rep.Lanes[i].Result)
			}
			s.respond(response{Type: "report", ID: r.ID, Report: rep})
		},
		Failed: func(err error) { s.fail(r.ID, err) },
	})
}

func (s *session) fail(id int, err error) {
	s.respond(response{Type: "failed", ID: id, Error: faultOf(err)})
}

func faultOf(err error) *kernels.Error { return underway.Fault("the measurement", err) }
