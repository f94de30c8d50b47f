package main

import (
	"velocidade/wasm/bench"
	"velocidade/wasm/link"
	"velocidade/wasm/port"
)

// measureLink takes the time of encoding a report as a link and decoding that, or of the part of decoding that is no codec: what
// follows from the samples, worked out anew.
func measureLink(r request) (float64, error) {
	rep, err := bench.ParseReport(r.Report)
	if err != nil {
		return 0, err
	}
	// What is remembered of one report is of no use to the next: each opened link is the first of its kind.
	other := *rep
	other.Plan.Seed++
	bench.Derive(&other)
	begin := port.Now()
	if r.Measure == "derive" {
		bench.Derive(rep)
		return port.Now() - begin, nil
	}
	text, err := link.Encode(link.Link{Report: rep})
	if err != nil {
		return 0, err
	}
	_, err = link.Decode(text)
	return port.Now() - begin, err
}
