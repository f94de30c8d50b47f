package underway

import (
	"context"
	"sync"
	"time"

	"velocidade/wasm/bench"
)

// Patience is for how long a run waits for the page to draw. A page that is hidden, or hangs, draws nothing.
const Patience = 250 * time.Millisecond

// Drawing follows whether the page has drawn what it was told. Drawing a plot takes a browser some tens of milliseconds on
// its cores, as much as a short run: beside one, it would be measured as well.
type Drawing struct {
	ID int // of the request for the run

	mu    sync.Mutex
	told  int
	drawn chan struct{} // closed when all is drawn
}

// Told notes that the page was told something that it will draw.
func (d *Drawing) Told() {
	d.mu.Lock()
	if d.told == 0 {
		d.drawn = make(chan struct{})
	}
	d.told++
	d.mu.Unlock()
}

// Drawn notes that the page has drawn one thing more, if that is of this run.
func (d *Drawing) Drawn(id int) {
	if d == nil || d.ID != id {
		return
	}
	d.mu.Lock()
	if d.told > 0 {
		d.told--
		if d.told == 0 {
			close(d.drawn)
		}
	}
	d.mu.Unlock()
}

// Wait waits until all is drawn, ctx ends, or [Patience] does.
func (d *Drawing) Wait(ctx context.Context) {
	d.mu.Lock()
	told, drawn := d.told, d.drawn
	d.mu.Unlock()
	if told == 0 {
		return
	}
	patience := time.NewTimer(Patience)
	defer patience.Stop()
	select {
	case <-drawn:
	case <-ctx.Done():
	case <-patience.C:
	}
}

// Between has a runner wait before each run until what it told the page before is drawn.
func (d *Drawing) Between(runner bench.Runner, tell func(bench.Progress)) (bench.Runner, func(bench.Progress)) {
	runner.Ready = d.Wait
	return runner, func(p bench.Progress) {
		d.Told()
		tell(p)
	}
}
