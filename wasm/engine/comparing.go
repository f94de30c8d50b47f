package main

import (
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// compare answers with what runs from before and after something say of each other.
func (s *session) compare(r request) {
	earlier, err := derived(r.Earlier)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	later, err := derived(r.Later)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	s.respond(response{Type: "comparison", ID: r.ID, Comparisons: bench.CompareRuns(earlier, later)})
}

// beside answers with a run's lanes against figures from elsewhere.
func (s *session) beside(r request) {
	here, err := derived([]json.Raw{r.Report})
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	recorded, err := derived(r.Earlier)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	s.respond(response{Type: "beside", ID: r.ID, Beside: bench.Beside(here[0], recorded)})
}

// judge answers which of several choices a measurement bears out.
func (s *session) judge(r request) {
	var rep *bench.Report
	if len(r.Report) > 0 {
		read, err := derived([]json.Raw{r.Report})
		if err != nil {
			s.fail(r.ID, err)
			return
		}
		rep = read[0]
	}
	judged := bench.Judge(rep, r.Question)
	s.respond(response{Type: "judged", ID: r.ID, Judged: &judged})
}

// derived reads reports, and works out anew what follows from them.
func derived(texts []json.Raw) ([]*bench.Report, error) {
	reports := make([]*bench.Report, len(texts))
	for i, text := range texts {
		rep, err := bench.ParseReport(text)
		if err != nil {
			return nil, err
		}
		bench.Derive(rep)
		reports[i] = rep
	}
	return reports, nil
}
