//go:build !nolabs

package main

import (
	"context"
	"errors"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
	"velocidade/wasm/labs"
)

// The codes of a laboratory that the page ended: other than a run it leaves no half result.
const (
	codeStopped = "stopped"
	codeHidden  = "hidden"
)

// actsAhead is how many acts may wait for the laboratory to come to them; more are dropped.
const actsAhead = 16

func (s *session) startLab(r request) {
	lab, err := labs.Lookup(r.Name)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	args, err := lab.ParseArgs(r.Args)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	acts := make(chan labs.Act, actsAhead)
	act := func(data []byte) {
		var a labs.Act
		if json.Unmarshal(data, &a) != nil {
			return
		}
		select {
		case acts <- a:
		default:
		}
	}
	if ctx := s.begin(r.ID, act); ctx != nil {
		go s.lab(ctx, r.ID, lab, &labs.Env{Args: args, Now: s.runner.Now, Cores: s.runner.Host.Cores, Acts: acts})
	}
}

func (s *session) lab(ctx context.Context, id int, lab *labs.Lab, env *labs.Env) {
	result, err := lab.Run(ctx, env, func(e labs.Event) {
		if event, err := json.Marshal(e); err == nil {
			s.respond(response{Type: "lab-event", ID: id, Event: event})
		}
	})
	s.now.Over()
	var data json.Raw
	if err == nil {
		data, err = json.Marshal(result)
	}
	switch {
	case err == nil:
		s.respond(response{Type: "lab-result", ID: id, Result: data})
	case errors.Is(err, context.Canceled):
		s.fail(id, &kernels.Error{Code: codeStopped, Message: "The experiment was stopped."})
	case errors.Is(err, bench.ErrHidden):
		s.fail(id, &kernels.Error{Code: codeHidden, Message: "The page was hidden while the experiment ran. Browsers slow down " +
			"what is not seen, so it was ended: keep the page in view and run it again."})
	default:
		s.fail(id, err)
	}
}
