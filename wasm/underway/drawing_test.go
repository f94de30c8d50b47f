package underway_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"velocidade/wasm/underway"
)

// waited is how long a wait took, by the clock of a bubble.
func waited(ctx context.Context, d *underway.Drawing) time.Duration {
	began := time.Now()
	d.Wait(ctx)
	return time.Since(began)
}

func TestARunWaitsUntilAllIsDrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := underway.Drawing{ID: 7}
		assert.Zero(t, waited(t.Context(), &d), "nothing was told")
		d.Told()
		d.Told()
		go func() {
			time.Sleep(10 * time.Millisecond)
			d.Drawn(7)
			time.Sleep(10 * time.Millisecond)
			d.Drawn(7)
		}()
		assert.Equal(t, 20*time.Millisecond, waited(t.Context(), &d))
		assert.Zero(t, waited(t.Context(), &d))
		d.Told()
		go func() {
			time.Sleep(5 * time.Millisecond)
			d.Drawn(7)
		}()
		assert.Equal(t, 5*time.Millisecond, waited(t.Context(), &d), "and again, after more was told")
	})
}

func TestAPageThatDrawsNothingHoldsNothingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := underway.Drawing{ID: 7}
		d.Drawn(7) // what was never told
		d.Told()
		d.Drawn(6) // of another run
		assert.Equal(t, underway.Patience, waited(t.Context(), &d))
		stopped, cancel := context.WithCancel(t.Context())
		cancel()
		assert.Zero(t, waited(stopped, &d), "a run that was stopped waits for nothing")
		var none *underway.Drawing
		none.Drawn(7) // before any run
	})
}
