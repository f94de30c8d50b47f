package underway

import (
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// Wanted is the request for a measurement.
type Wanted struct {
	ID    int
	Spec  json.Raw
	Draws bool // whether the page says when it has drawn what it was told; see [One.Drawn]
}

// Measurement is what a page hears of one: of its progress, and last of its report or of an error.
type Measurement struct {
	Progress func(bench.Progress)
	Report   func(*bench.Report)
	Failed   func(error)
}

// Measure begins a measurement, unless it makes no sense or something else is under way, and returns at once.
func (o *One) Measure(runner bench.Runner, w Wanted, m Measurement) {
	spec, err := bench.ParseSpec(w.Spec)
	if err != nil {
		m.Failed(err)
		return
	}
	ctx, err := o.Begin(w.ID, nil)
	if err != nil {
		m.Failed(err)
		return
	}
	o.drawing = &Drawing{ID: w.ID}
	tell := m.Progress
	if w.Draws {
		runner, tell = o.drawing.Between(runner, tell)
	}
	go func() {
		report, err := runner.Run(ctx, spec, tell)
		o.Over()
		if err != nil {
			m.Failed(err)
			return
		}
		m.Report(report)
	}()
}

// Drawn notes that the page has drawn one thing more that it was told of the measurement of that id.
func (o *One) Drawn(id int) { o.drawing.Drawn(id) }
