package bench

import (
	"velocidade/wasm/json"
)

// FitJSON writes a report as JSON of at most so many bytes, where need be with a coarser timeline, or without one: it is most
// of a report's bytes, and no figure rests on it. What is longer without a timeline is written as it is, for whoever set the
// limit to refuse.
func FitJSON(rep *Report, most int) ([]byte, error) {
	fitted := *rep
	text, err := json.Marshal(fitted)
	for spans := maxSpans; err == nil && len(text) > most && len(fitted.Timeline) > 0; spans /= 2 {
		if spans < 1 {
			fitted.Timeline = []Span{}
		} else {
			fitted.Timeline = coarser(rep.Timeline, spans)
		}
		text, err = json.Marshal(fitted)
	}
	return text, err
}

// coarser brings the spans of each run in a timeline down to at most so many.
func coarser(timeline []Span, most int) []Span {
	spans := []Span{}
	for len(timeline) > 0 {
		n, first := 1, timeline[0]
		for n < len(timeline) && timeline[n].Lane == first.Lane && timeline[n].Workers == first.Workers && timeline[n].Run == first.Run {
			n++
		}
		spans = append(spans, coarsen(timeline[:n], most)...)
		timeline = timeline[n:]
	}
	return spans
}
