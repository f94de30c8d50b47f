package futures_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/futures"
)

// What only processes can do, and what can only happen to them.

func TestWorkerThatEnds(t *testing.T) {
	t.Run("breaks its pool, and every waiting future hears of it", func(t *testing.T) {
		e := futures.Processes(2)
		defer e.KillWorkers()
		running := taken(t, e, block)
		dying := submit(t, e, exit, 3)
		pending := submit(t, e, square, 1)
		var broken *futures.BrokenPoolError
		for _, f := range []*futures.Future[int]{running, dying, pending} {
			require.ErrorAs(t, f.Err(t.Context()), &broken)
		}
		_, err := futures.Submit(e, square, 1)
		require.ErrorAs(t, err, &broken)
		e.Shutdown(true, false)
	})
	t.Run("is replaced where the pool was told to", func(t *testing.T) {
		e := futures.Processes(2, futures.WithRestart())
		defer e.KillWorkers()
		running := taken(t, e, block)
		var broken *futures.BrokenPoolError
		require.ErrorAs(t, submit(t, e, exit, 3).Err(t.Context()), &broken)
		assert.Equal(t, 16, value(t, submit(t, e, square, 4)))
		assert.True(t, running.Running())
		running.Stop()
	})
	t.Run("lets Shutdown return", func(t *testing.T) {
		e := futures.Processes(1)
		f := submit(t, e, exit, 0)
		e.Shutdown(true, false)
		assert.Error(t, f.Err(t.Context()))
	})
}

func TestKill(t *testing.T) {
	t.Run("ends a task that listens to nobody, and its worker is replaced", func(t *testing.T) {
		e := futures.Processes(1)
		defer e.KillWorkers()
		f := taken(t, e, deaf)
		assert.True(t, f.Kill())
		assert.ErrorIs(t, f.Err(t.Context()), futures.ErrKilled)
		assert.Equal(t, 25, value(t, submit(t, e, square, 5)))
		assert.False(t, f.Kill() && f.Cancelled(), "a second time changes nothing")
	})
	t.Run("has tasks that shared the worker start again", func(t *testing.T) {
		e := futures.Processes(1, futures.WithThreads(2))
		defer e.KillWorkers()
		a, b := taken(t, e, block), taken(t, e, block)
		assert.True(t, a.Kill())
		eventually(t, b.Running)
		b.Stop()
		assert.ErrorIs(t, b.Err(t.Context()), context.Canceled)
	})
	t.Run("only asks a goroutine", func(t *testing.T) {
		e := futures.Threads(1)
		f := taken(t, e, block)
		f.Kill()
		assert.ErrorIs(t, f.Err(t.Context()), context.Canceled)
	})
	t.Run("leaves the other workers alone", func(t *testing.T) {
		e := futures.Processes(2)
		defer e.KillWorkers()
		a, b := taken(t, e, block), taken(t, e, deaf)
		b.Kill()
		assert.True(t, a.Running())
		a.Stop()
		assert.ErrorIs(t, a.Err(t.Context()), context.Canceled)
	})
}

// lates numbers functions that are defined too late, so that a repeated test can define another.
var lates atomic.Int32

func TestValuesThatCannotBeSent(t *testing.T) {
	e := futures.Processes(1)
	defer e.KillWorkers()

	t.Run("an argument: the future has a clear error", func(t *testing.T) {
		var failed *futures.EncodeError
		err := submit(t, e, channel, make(chan int)).Err(t.Context())
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, "chan int", failed.Type)
		assert.ErrorContains(t, err, "a value of type chan int cannot be sent to another worker")
	})
	t.Run("a result: likewise, from the worker", func(t *testing.T) {
		assert.ErrorContains(t, submit(t, e, nan, none).Err(t.Context()), "a value of type float64 cannot be sent")
	})
	t.Run("a function that only this copy of the program has", func(t *testing.T) {
		late := futures.Define(fmt.Sprint("defined late ", lates.Add(1)), func(_ context.Context, n int) (int, error) { return n, nil })
		assert.ErrorContains(t, submit(t, e, late, 1).Err(t.Context()), "knows no function")
	})
	t.Run("the pool is none the worse", func(t *testing.T) {
		assert.Equal(t, 4, value(t, submit(t, e, square, 2)))
	})
	t.Run("threads do not mind: nothing is sent", func(t *testing.T) {
		e := futures.Threads(1)
		assert.NoError(t, submit(t, e, channel, make(chan int)).Err(t.Context()))
	})
}

// Both sides send while neither has read yet: were a send to wait for room, they would wait for each other.
func TestLargeMessagesBothWaysAtOnce(t *testing.T) {
	e := futures.Processes(1, futures.WithThreads(8))
	defer e.KillWorkers()
	data := make([]byte, 200_000)
	for range 5 {
		var all []*futures.Future[[]byte]
		for range 40 {
			all = append(all, submit(t, e, echo, data))
		}
		for _, f := range all {
			assert.Len(t, value(t, f), len(data))
		}
	}
}

// An initializer that waits holds up the tasks, and nothing else.
func TestAnInitializerMayWait(t *testing.T) {
	e := futures.Processes(1, futures.WithInitializer(slowly, none))
	defer e.KillWorkers()
	f := submit(t, e, prepared, none)
	g := submit(t, e, echo, make([]byte, 300_000))
	assert.EqualValues(t, 7, value(t, f))
	assert.Len(t, value(t, g), 300_000)
}

func TestValuesWithMethodsOnTheirPointers(t *testing.T) {
	e := futures.Processes(1)
	defer e.KillWorkers()
	assert.Equal(t, pointed{n: 8}, value(t, submit(t, e, point, pointed{n: 7})))
}

func TestStartMakesAllWorkersReady(t *testing.T) {
	e := futures.Processes(3)
	defer e.KillWorkers()
	require.NoError(t, e.Start(t.Context()))
	births := e.Births()
	require.Len(t, births, 3)
	for i, b := range births {
		assert.Equal(t, i, b.Worker)
		assert.LessOrEqual(t, b.Asked, b.Noticed)
		assert.LessOrEqual(t, b.Booted, b.Ready)
	}
}

func TestProcessesRunAtTheSameTime(t *testing.T) {
	e := futures.Processes(3)
	defer e.KillWorkers()
	// Three tasks that run until they are stopped can only all be running in three workers.
	all := []*futures.Future[int]{taken(t, e, spin), taken(t, e, spin), taken(t, e, spin)}
	workers := map[int]bool{}
	for _, f := range all {
		workers[f.Timing().Worker] = true
		f.Stop()
	}
	assert.Len(t, workers, 3)
	for _, f := range all {
		assert.ErrorIs(t, f.Err(t.Context()), context.Canceled)
	}
}

func TestNoTaskWaitsBehindALongOneWhileAnotherWorkerIsIdle(t *testing.T) {
	for _, c := range []struct {
		says          string
		before, after int // short tasks around the long one
	}{
		{"where the long one is the first", 0, 50},
		{"where it stands among short ones", 50, 50},
		{"where it stands near the end", 200, 3},
	} {
		t.Run(c.says, func(t *testing.T) {
			e := futures.Processes(2)
			defer e.KillWorkers()
			require.NoError(t, e.Start(t.Context()))
			value(t, submit(t, e, blockAt, 0)) // from now on the pool takes calls of it for short
			var short []*futures.Future[int]
			for range c.before {
				short = append(short, submit(t, e, blockAt, 0))
			}
			long := submit(t, e, blockAt, 1)
			for range c.after {
				short = append(short, submit(t, e, blockAt, 0))
			}
			for _, f := range short {
				value(t, f)
			}
			assert.True(t, long.Running())
			long.Stop()
			assert.ErrorIs(t, long.Err(t.Context()), context.Canceled)
		})
	}
}

func TestTasksThatWereSentAheadCanBeStopped(t *testing.T) {
	e := futures.Processes(1)
	defer e.KillWorkers()
	value(t, submit(t, e, blockAt, 0))
	var all []*futures.Future[int]
	for range 20 {
		all = append(all, submit(t, e, blockAt, 1))
	}
	for _, f := range all {
		f.Stop()
	}
	for _, f := range all {
		assert.Error(t, f.Err(t.Context()))
	}
	assert.Equal(t, 9, value(t, submit(t, e, square, 3)))
}

func TestShutdownCancelsWhatWasSentAheadAndHasNotBegun(t *testing.T) {
	e := futures.Processes(2)
	defer e.KillWorkers()
	require.NoError(t, e.Start(t.Context()))
	value(t, submit(t, e, blockAt, 0))
	var all []*futures.Future[int]
	for range 40 {
		all = append(all, submit(t, e, blockAt, 1))
	}
	begun := func() (running []*futures.Future[int]) {
		for _, f := range all {
			if !f.Cancelled() {
				running = append(running, f)
			}
		}
		return running
	}
	e.Shutdown(false, true)
	eventually(t, func() bool { return len(begun()) <= 2 })
	for _, f := range begun() {
		f.Stop()
		assert.ErrorIs(t, f.Err(t.Context()), context.Canceled)
	}
	e.Shutdown(true, false)
}

func TestShortTasksAreSentTogether(t *testing.T) {
	e := futures.Processes(2)
	defer e.KillWorkers()
	total := 0
	for v, err := range futures.Map(t.Context(), e, square, upTo(5000)) {
		require.NoError(t, err)
		total += v
	}
	assert.Equal(t, 5000*4999*9999/6, total)
}
