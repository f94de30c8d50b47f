package bench

import (
	"slices"

	"velocidade/wasm/order"
)

const (
	// maxSpans of one entry and run: finer than a plot's pixels.
	maxSpans = 400
	// spanBudget of a report, which has to fit in a message and a link's file.
	spanBudget = 6000
)

// timeline gives the spans of every entry's cold run and of its last sample.
func (m *run) timeline() []Span {
	most := min(maxSpans, max(spanBudget/(2*len(m.entries)), 2*MaxWorkers))
	spans := []Span{}
	for _, e := range m.entries {
		for _, kept := range []struct {
			run   string
			spans []Span
		}{{"first", e.first}, {"last", e.last}} {
			for _, s := range coarsen(kept.spans, most) {
				s.Lane, s.Workers, s.Run = e.Lane, e.Workers, kept.run
				s.StartMs, s.EndMs = roundTo(s.StartMs, 3), roundTo(s.EndMs, 3) // a microsecond: no browser's clock is finer
				spans = append(spans, s)
			}
		}
	}
	return spans
}

// coarsen brings spans down to at most so many (or one for each worker, if that is more) by letting the shortest be
// absorbed by the span before them on the same worker. What is left still covers the same time.
func coarsen(spans []Span, most int) []Span {
	spans = slices.Clone(spans)
	order.By(spans, func(a, b Span) bool {
		return a.Worker < b.Worker || a.Worker == b.Worker && a.StartMs < b.StartMs
	})
	for len(spans) > most {
		lengths := make([]float64, len(spans))
		for i, s := range spans {
			lengths[i] = s.EndMs - s.StartMs
		}
		before := len(spans)
		spans = absorb(spans, order.Floats(lengths)[len(spans)-most])
		if len(spans) == before {
			break // one span for each worker is left
		}
	}
	return spans
}

// absorb merges every span no longer than limit with the one before it on the same worker, and then neighbours of the
// same phase. A merged span has the phase of its longest piece.
func absorb(spans []Span, limit float64) []Span {
	var out []Span
	longest := 0.0 // piece of the span last put out
	for _, s := range spans {
		length := s.EndMs - s.StartMs
		if n := len(out) - 1; n >= 0 && out[n].Worker == s.Worker && (length <= limit || longest <= limit || out[n].Phase == s.Phase) {
			if length > longest {
				out[n].Phase, longest = s.Phase, length
			}
			out[n].EndMs = max(out[n].EndMs, s.EndMs)
			continue
		}
		out, longest = append(out, s), length
	}
	return out
}
