package main

import (
	"strings"

	"velocidade/wasm/bench"
	"velocidade/wasm/link"
)

// maxStored is the longest JSON of a Report that the share service takes.
const maxStored = 64 << 10

// encode answers with a report's link, or why it has none, and with the JSON by which it can be stored.
func (s *session) encode(r request) {
	rep, err := bench.ParseReport(r.Report)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	text, refused := link.Encode(link.Link{Report: rep, Source: r.Source})
	stored, err := bench.FitJSON(rep, maxStored)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	s.respond(response{Type: "encoded", ID: r.ID, Link: text, Stored: string(stored), Error: faultOf(refused)})
}

// decode answers with the report in a text: a link, or a Report's JSON.
func (s *session) decode(r request) {
	text := strings.TrimSpace(r.Text)
	if strings.HasPrefix(text, "{") {
		rep, err := bench.ParseReport([]byte(text))
		if err != nil {
			s.fail(r.ID, err)
			return
		}
		bench.Derive(rep)
		s.respond(response{Type: "decoded", ID: r.ID, Report: rep})
		return
	}
	read, err := link.Decode(text)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	s.respond(response{Type: "decoded", ID: r.ID, Report: read.Report, Source: read.Source})
}

// export answers with a report in a format for other programs.
func (s *session) export(r request) {
	rep, err := bench.ParseReport(r.Report)
	if err != nil {
		s.fail(r.ID, err)
		return
	}
	var text strings.Builder
	if err := bench.Export(&text, rep, r.Format); err != nil {
		s.fail(r.ID, err)
		return
	}
	s.respond(response{Type: "exported", ID: r.ID, Text: text.String()})
}
