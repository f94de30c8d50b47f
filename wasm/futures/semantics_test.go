package futures_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/futures"
)

// eventually waits for what another goroutine or process will bring about, for as long as the test may run.
func eventually(t *testing.T, condition func() bool) {
	t.Helper()
	require.Eventually(t, condition, time.Minute, time.Millisecond)
}

// The semantics of CPython 3.14's concurrent.futures, case by case, and below them what goes beyond. Each case runs on
// threads and on processes.
var semantics = []struct {
	sentence string
	workers  int
	test     func(t *testing.T, e *futures.Executor)
}{
	{"a task's value is its future's result", 2, func(t *testing.T, e *futures.Executor) {
		f := submit(t, e, square, 12)
		assert.Equal(t, 144, value(t, f))
		assert.NoError(t, f.Err(t.Context()))
		assert.True(t, f.Done())
		assert.False(t, f.Running())
		assert.False(t, f.Cancelled())
	}},
	{"a task's error is its future's error", 1, func(t *testing.T, e *futures.Executor) {
		f := submit(t, e, fail, "no luck")
		_, err := f.Result(t.Context())
		assert.EqualError(t, err, "no luck")
		assert.EqualError(t, f.Err(t.Context()), "no luck")
		assert.True(t, f.Done())
	}},
	{"a task that panics fails, with its message and stack, and its worker lives on", 1, func(t *testing.T, e *futures.Executor) {
		_, err := submit(t, e, panics, "out of range").Result(t.Context())
		var task *futures.TaskError
		require.ErrorAs(t, err, &task)
		assert.True(t, task.Panic)
		assert.Equal(t, "out of range", task.Message)
		assert.Contains(t, task.Stack, "goroutine")
		assert.Equal(t, 9, value(t, submit(t, e, square, 3)))
	}},
	{"waiting for a result can end before the task, which goes on", 1, func(t *testing.T, e *futures.Executor) {
		f := taken(t, e, block)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := f.Result(ctx)
		assert.ErrorIs(t, err, context.Canceled)
		assert.True(t, f.Running())
		f.Stop()
	}},
	{"a pending task can be cancelled, and never runs", 1, func(t *testing.T, e *futures.Executor) {
		first := taken(t, e, block)
		f := submit(t, e, square, 2)
		assert.False(t, f.Running())
		assert.True(t, f.Cancel())
		assert.True(t, f.Cancelled())
		assert.True(t, f.Done())
		_, err := f.Result(t.Context())
		assert.ErrorIs(t, err, futures.ErrCancelled)
		assert.True(t, f.Cancel(), "a second time changes nothing")
		first.Stop()
		assert.Equal(t, 4, value(t, submit(t, e, square, 2)))
		assert.Zero(t, f.Timing().Started)
	}},
	{"a running task cannot be cancelled", 1, func(t *testing.T, e *futures.Executor) {
		f := taken(t, e, block)
		assert.False(t, f.Cancel())
		assert.True(t, f.Running())
		f.Stop()
	}},
	{"a finished task cannot be cancelled", 1, func(t *testing.T, e *futures.Executor) {
		f := submit(t, e, square, 2)
		value(t, f)
		assert.False(t, f.Cancel())
		assert.False(t, f.Cancelled())
	}},
	{"callbacks run once, in the order in which they were added", 1, func(t *testing.T, e *futures.Executor) {
		first := taken(t, e, block)
		f := submit(t, e, square, 2)
		calls := make(chan string, 10)
		for _, name := range []string{"a", "b", "c"} {
			f.AddDoneCallback(func(done *futures.Future[int]) {
				assert.Same(t, f, done)
				calls <- name
			})
		}
		assert.Empty(t, calls)
		first.Stop()
		assert.Equal(t, []string{"a", "b", "c"}, []string{<-calls, <-calls, <-calls})
		assert.Empty(t, calls)
	}},
	{"a callback added to a future that is done runs at once", 1, func(t *testing.T, e *futures.Executor) {
		f := submit(t, e, square, 2)
		value(t, f)
		ran := false
		f.AddDoneCallback(func(*futures.Future[int]) { ran = true })
		assert.True(t, ran)
	}},
	{"cancelling runs the callbacks", 1, func(t *testing.T, e *futures.Executor) {
		first := taken(t, e, block)
		f := submit(t, e, square, 2)
		cancelled := false
		f.AddDoneCallback(func(f *futures.Future[int]) { cancelled = f.Cancelled() })
		f.Cancel()
		assert.True(t, cancelled)
		first.Stop()
	}},
	{"a callback that panics stops neither the others nor the executor", 1, func(t *testing.T, e *futures.Executor) {
		first := taken(t, e, block)
		f := submit(t, e, square, 2)
		ran := make(chan bool, 1)
		f.AddDoneCallback(func(*futures.Future[int]) { panic("a callback's own fault") })
		f.AddDoneCallback(func(*futures.Future[int]) { ran <- true })
		first.Stop()
		assert.True(t, <-ran)
		assert.Equal(t, 9, value(t, submit(t, e, square, 3)))
	}},
	{"a callback may submit", 1, func(t *testing.T, e *futures.Executor) {
		next := make(chan *futures.Future[int], 1)
		f := submit(t, e, square, 2)
		f.AddDoneCallback(func(*futures.Future[int]) { next <- submit(t, e, square, 5) })
		assert.Equal(t, 25, value(t, <-next))
	}},
	{"AsCompleted yields what is done first, first", 2, func(t *testing.T, e *futures.Executor) {
		slow, quick := taken(t, e, block), submit(t, e, square, 3)
		var order []*futures.Future[int]
		for f, err := range futures.AsCompleted(t.Context(), []*futures.Future[int]{slow, quick}) {
			require.NoError(t, err)
			if order = append(order, f); f == quick {
				slow.Stop()
			}
		}
		assert.Equal(t, []*futures.Future[int]{quick, slow}, order)
	}},
	{"AsCompleted yields a future that is given twice once", 1, func(t *testing.T, e *futures.Executor) {
		f := submit(t, e, square, 3)
		n := 0
		for _, err := range futures.AsCompleted(t.Context(), []*futures.Future[int]{f, f, f}) {
			require.NoError(t, err)
			n++
		}
		assert.Equal(t, 1, n)
	}},
	{"AsCompleted yields cancelled and failed futures too", 1, func(t *testing.T, e *futures.Executor) {
		first := taken(t, e, block)
		f := submit(t, e, square, 3)
		f.Cancel()
		first.Stop()
		n := 0
		for range futures.AsCompleted(t.Context(), []*futures.Future[int]{first, f}) {
			n++
		}
		assert.Equal(t, 2, n)
	}},
	{"AsCompleted ends with its context", 1, func(t *testing.T, e *futures.Executor) {
		f := taken(t, e, block)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var errs []error
		for _, err := range futures.AsCompleted(ctx, []*futures.Future[int]{f}) {
			errs = append(errs, err)
		}
		assert.Equal(t, []error{context.Canceled}, errs)
		f.Stop()
	}},
	{"Wait for all returns when all are done", 2, func(t *testing.T, e *futures.Executor) {
		all := []*futures.Future[int]{submit(t, e, square, 1), submit(t, e, square, 2), submit(t, e, fail, "x")}
		done, pending, err := futures.Wait(t.Context(), append(all, all[0]), futures.AllCompleted)
		require.NoError(t, err)
		assert.Equal(t, all, done, "each once, in the order given")
		assert.Empty(t, pending)
	}},
	{"Wait for the first returns when one is done, cancelled ones included", 1, func(t *testing.T, e *futures.Executor) {
		slow := taken(t, e, block)
		other := submit(t, e, square, 1)
		other.Cancel()
		done, pending, err := futures.Wait(t.Context(), []*futures.Future[int]{slow, other}, futures.FirstCompleted)
		require.NoError(t, err)
		assert.Equal(t, []*futures.Future[int]{other}, done)
		assert.Equal(t, []*futures.Future[int]{slow}, pending)
		slow.Stop()
	}},
	{"Wait for the first error does not stop at successes or cancellations", 2, func(t *testing.T, e *futures.Executor) {
		slow, quick := taken(t, e, block), taken(t, e, block)
		gone := submit(t, e, square, 1)
		gone.Cancel()
		quick.Stop() // it fails with its context's error
		done, pending, err := futures.Wait(t.Context(), []*futures.Future[int]{slow, gone, quick}, futures.FirstError)
		require.NoError(t, err)
		assert.Equal(t, []*futures.Future[int]{gone, quick}, done)
		assert.Equal(t, []*futures.Future[int]{slow}, pending)
		slow.Stop()
	}},
	{"Wait for the first error returns when all succeeded", 1, func(t *testing.T, e *futures.Executor) {
		done, _, err := futures.Wait(t.Context(), []*futures.Future[int]{submit(t, e, square, 1)}, futures.FirstError)
		require.NoError(t, err)
		assert.Len(t, done, 1)
	}},
	{"what is done already counts, even where the context has ended", 1, func(t *testing.T, e *futures.Executor) {
		f := submit(t, e, square, 3)
		value(t, f)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range 50 { // a choice at random would fail one of them
			done, _, err := futures.Wait(ctx, []*futures.Future[int]{f}, futures.AllCompleted)
			require.NoError(t, err)
			assert.Len(t, done, 1)
			for _, err := range futures.AsCompleted(ctx, []*futures.Future[int]{f}) {
				require.NoError(t, err)
			}
		}
	}},
	{"Map begins when it is ranged over", 1, func(t *testing.T, e *futures.Executor) {
		results := futures.Map(t.Context(), e, square, upTo(3))
		e.Shutdown(true, false)
		for _, err := range results {
			assert.ErrorIs(t, err, futures.ErrShutdown)
		}
	}},
	{"Wait ends with its context and tells what is done", 1, func(t *testing.T, e *futures.Executor) {
		slow := taken(t, e, block)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		done, pending, err := futures.Wait(ctx, []*futures.Future[int]{slow}, futures.AllCompleted)
		assert.ErrorIs(t, err, context.Canceled)
		assert.Empty(t, done)
		assert.Len(t, pending, 1)
		slow.Stop()
	}},
	{"Map yields results in the order of the inputs", 3, func(t *testing.T, e *futures.Executor) {
		for _, chunk := range []int{1, 7, 1000} {
			want := 0
			for got, err := range futures.Map(t.Context(), e, square, upTo(100), futures.ChunkSize(chunk)) {
				require.NoError(t, err)
				assert.Equal(t, want*want, got)
				want++
			}
			assert.Equal(t, 100, want)
		}
	}},
	{"Map of nothing yields nothing", 1, func(t *testing.T, e *futures.Executor) {
		for range futures.Map(t.Context(), e, square, upTo(0), futures.ChunkSize(5)) {
			t.Error("there is nothing to yield")
		}
	}},
	{"Map ends at the first error, after the results before it", 2, func(t *testing.T, e *futures.Executor) {
		for _, chunk := range []int{1, 2, 50} {
			var got []string
			for v, err := range futures.Map(t.Context(), e, odd, slices.Values([]int{1, 3, 5, 6, 7}), futures.ChunkSize(chunk)) {
				got = append(got, fmt.Sprint(v, err))
			}
			assert.Equal(t, []string{"1 <nil>", "3 <nil>", "5 <nil>", "0 even"}, got, "chunks of %d", chunk)
		}
	}},
	{"a buffered Map takes inputs only as results are taken", 2, func(t *testing.T, e *futures.Executor) {
		took := 0
		endless := func(yield func(int) bool) {
			for took = 1; yield(took); took++ {
			}
		}
		seen := 0
		for _, err := range futures.Map(t.Context(), e, square, endless, futures.Buffer(4)) {
			require.NoError(t, err)
			if seen++; seen == 20 {
				break
			}
		}
		assert.LessOrEqual(t, took, 20+4)
	}},
	{"nothing can be submitted after Shutdown", 1, func(t *testing.T, e *futures.Executor) {
		e.Shutdown(true, false)
		_, err := futures.Submit(e, square, 1)
		assert.ErrorIs(t, err, futures.ErrShutdown)
		for _, err := range futures.Map(t.Context(), e, square, upTo(3)) {
			assert.ErrorIs(t, err, futures.ErrShutdown)
		}
	}},
	{"Shutdown waits for what was submitted, pending tasks included", 1, func(t *testing.T, e *futures.Executor) {
		var all []*futures.Future[int]
		for i := range 50 {
			all = append(all, submit(t, e, square, i))
		}
		e.Shutdown(true, false)
		for i, f := range all {
			assert.True(t, f.Done())
			assert.Equal(t, i*i, value(t, f))
		}
	}},
	{"Shutdown can cancel what is pending; what runs, runs on", 1, func(t *testing.T, e *futures.Executor) {
		first := taken(t, e, block)
		pending := submit(t, e, square, 2)
		e.Shutdown(false, true)
		assert.True(t, pending.Cancelled())
		assert.True(t, first.Running())
		first.Stop()
		e.Shutdown(true, false)
		assert.ErrorIs(t, first.Err(t.Context()), context.Canceled)
	}},
	{"Shutdown of an executor that never ran anything returns", 3, func(t *testing.T, e *futures.Executor) {
		e.Shutdown(true, false)
		e.Shutdown(true, true)
	}},
	{"many goroutines may submit to one executor", 3, func(t *testing.T, e *futures.Executor) {
		sums := make(chan int)
		for g := range 8 {
			go func() {
				sum := 0
				for i := range 50 {
					f, err := futures.Submit(e, square, g*100+i)
					if err == nil {
						v, _ := f.Result(t.Context())
						sum += v
					}
				}
				sums <- sum
			}()
		}
		total, want := 0, 0
		for g := range 8 {
			total += <-sums
			for i := range 50 {
				want += (g*100 + i) * (g*100 + i)
			}
		}
		assert.Equal(t, want, total)
	}},

	// Beyond Python.

	{"a running task can be asked to stop, and finds its context cancelled", 1, func(t *testing.T, e *futures.Executor) {
		for _, fn := range []futures.Func[int, int]{block, spin} {
			f := taken(t, e, fn)
			f.Stop()
			assert.ErrorIs(t, f.Err(t.Context()), context.Canceled)
			assert.False(t, f.Cancelled(), "it ran")
		}
	}},
	{"a pending task that is stopped or killed is cancelled", 1, func(t *testing.T, e *futures.Executor) {
		first := taken(t, e, block)
		stopped, killed := submit(t, e, square, 1), submit(t, e, square, 1)
		stopped.Stop()
		assert.True(t, stopped.Cancelled())
		assert.True(t, killed.Kill())
		assert.True(t, killed.Cancelled())
		first.Stop()
	}},
	{"timing is in order", 1, func(t *testing.T, e *futures.Executor) {
		f := submit(t, e, square, 1)
		value(t, f)
		m := f.Timing()
		assert.Equal(t, 0, m.Worker)
		assert.LessOrEqual(t, m.Submitted, m.Sent)
		assert.LessOrEqual(t, m.Started, m.Ended)
	}},
	{"a limited executor uses only its first workers", 3, func(t *testing.T, e *futures.Executor) {
		e.Limit(1, 1)
		for i := range 20 {
			f := submit(t, e, square, i)
			value(t, f)
			assert.Equal(t, 0, f.Timing().Worker)
		}
		e.Limit(2, 1)
		a, b := taken(t, e, block), taken(t, e, block)
		assert.NotEqual(t, a.Timing().Worker, b.Timing().Worker)
		c := submit(t, e, block, 1)
		assert.False(t, c.Running())
		for _, f := range []*futures.Future[int]{a, b, c} {
			f.Stop()
		}
	}},
	{"a task may have an executor of its own", 1, func(t *testing.T, e *futures.Executor) {
		assert.Equal(t, 49, value(t, submit(t, e, inside, 7)))
	}},
	{"killing the workers ends every future", 1, func(t *testing.T, e *futures.Executor) {
		running, pending := taken(t, e, block), submit(t, e, square, 1)
		e.KillWorkers()
		assert.Error(t, running.Err(t.Context()))
		assert.Error(t, pending.Err(t.Context()))
		_, err := futures.Submit(e, square, 1)
		assert.ErrorIs(t, err, futures.ErrKilled)
	}},
}

func TestSemantics(t *testing.T) {
	for _, c := range semantics {
		t.Run(c.sentence, func(t *testing.T) { on(t, c.workers, c.test) })
	}
}

// On threads, since only they share a gate with the test; what is tested is the same code for both.
func TestLeavingAMapEarlyCancelsWhatHasNotRun(t *testing.T) {
	e := futures.Threads(1)
	defer e.Shutdown(true, false)
	gate = make(chan struct{})
	before := ran.Load()
	for range futures.Map(t.Context(), e, count, slices.Values([]bool{false, true, true, true, true})) {
		break
	}
	close(gate)
	value(t, submit(t, e, square, 2)) // after all that was left to run
	assert.LessOrEqual(t, ran.Load()-before, int32(2), "the first, and the second where it had begun")
}

func upTo(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestInitializer(t *testing.T) {
	for _, kind := range executors {
		t.Run(kind.name+" call it once before their first task", func(t *testing.T) {
			initialized.Store(0)
			e := kind.make(1, futures.WithInitializer(prepare, 5))
			defer e.KillWorkers()
			for range 3 {
				assert.EqualValues(t, 5, value(t, submit(t, e, prepared, none)))
			}
		})
		t.Run(kind.name+" are a broken pool where it fails", func(t *testing.T) {
			e := kind.make(1, futures.WithInitializer(unprepare, "no data"))
			defer e.KillWorkers()
			f := submit(t, e, square, 1)
			err := f.Err(t.Context())
			var broken *futures.BrokenPoolError
			require.ErrorAs(t, err, &broken)
			assert.ErrorContains(t, err, "no data")
			eventually(t, func() bool { _, err := futures.Submit(e, square, 1); return errors.As(err, &broken) })
		})
	}
}
