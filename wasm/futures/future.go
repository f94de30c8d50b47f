package futures

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
)

// Future is the result of a task that may not have run yet.
type Future[R any] struct {
	state
	value R
}

// Timing tells when a task did what, in milliseconds since 1970 with the clock's full resolution. Zero stands for what
// did not happen. Worker is the worker that ran it, from 0, or -1.
type Timing struct {
	Worker                                          int
	Submitted, Sent, Arrived, Started, Ended, Heard float64
}

type phase uint8

const (
	pending phase = iota
	running
	cancelled
	finished
)

// state is the part of a future that does not depend on its type.
type state struct {
	mu        sync.Mutex
	phase     phase
	err       error
	done      chan struct{} // made when somebody waits
	callbacks []*func()
	timing    Timing
	pool      *Executor
	task      task
	worker    *worker // that has it, in a pool of processes; under the pool's mu
	id        uint32  // within that worker
	expected  float64 // ms that it was expected to take when it was sent
	counted   bool    // among its pool's outstanding ones
	stopped   bool    // its caller gave up; under the pool's mu
}

// Awaitable is a future of any type: *Future[R].
type Awaitable interface{ inner() *state }

func (s *state) inner() *state { return s }

// Cancel withdraws a task that no worker has taken yet. It reports whether the task is cancelled; a running or finished
// one is not.
func (s *state) Cancel() bool {
	s.mu.Lock()
	was := s.phase
	if was != pending {
		s.mu.Unlock()
		return was == cancelled
	}
	s.settleLocked(cancelled, ErrCancelled)
	return true
}

// Cancelled reports whether the task was cancelled before it ran.
func (s *state) Cancelled() bool { return s.now() == cancelled }

// Running reports whether a worker has taken the task and not finished it.
func (s *state) Running() bool { return s.now() == running }

// Done reports whether the task was cancelled or finished.
func (s *state) Done() bool { return s.now() >= cancelled }

func (s *state) now() phase {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.phase
}

// Timing tells when the task did what so far.
func (s *state) Timing() Timing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.timing
}

// Result waits for the task and returns its value, or its error. The error is ErrCancelled, ErrKilled, a
// *BrokenPoolError, an *EncodeError or what the task returned; when ctx ends first it is ctx's and the task goes on.
func (f *Future[R]) Result(ctx context.Context) (R, error) {
	if err := f.wait(ctx); err != nil {
		var zero R
		return zero, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.value, f.err
}

// Err waits for the task and returns its error, nil where it succeeded.
func (s *state) Err(ctx context.Context) error {
	if err := s.wait(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// AddDoneCallback has fn called with the future once it is done, in the order in which callbacks were added, or now if it
// is done already. A callback that panics is reported on standard error and stops nothing. Callbacks run where the
// result arrives: they must not wait.
func (f *Future[R]) AddDoneCallback(fn func(f *Future[R])) { f.onDone(func() { fn(f) }) }

// onDone returns a function that takes the callback back, if it has not been called.
func (s *state) onDone(fn func()) (remove func()) {
	s.mu.Lock()
	if s.phase < cancelled {
		s.callbacks = append(s.callbacks, &fn)
		s.mu.Unlock()
		return func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if i := slices.Index(s.callbacks, &fn); i >= 0 {
				s.callbacks = slices.Delete(s.callbacks, i, i+1)
			}
		}
	}
	s.mu.Unlock()
	guarded(fn)
	return func() {}
}

func guarded(fn func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(os.Stderr, "futures: a done callback panicked: %v\n", r)
		}
	}()
	fn()
}

// Kill ends the task whatever it does: by its worker's end where it runs in another process, which is then replaced, or
// by cancellation where it is pending. Tasks that shared the worker start again elsewhere, and may so run twice. It
// reports whether the future is now done; a goroutine cannot be killed, and a task that runs in one is only asked to Stop.
func (s *state) Kill() bool {
	if s.Cancel() {
		return true
	}
	s.pool.kill(s)
	return s.Done()
}

// Stop asks the task to end: a pending one is cancelled, and a running one finds its context cancelled at its next
// [Checkpoint] or when it next waits.
func (s *state) Stop() {
	if !s.Cancel() {
		s.pool.stop(s)
	}
}

// start moves a pending future to running, and reports whether it did: a cancelled one is not to be run.
func (s *state) start() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase != pending {
		return false
	}
	s.phase = running
	return true
}

// again puts a task back that its worker has not begun, or that shared a worker with a killed one.
func (s *state) again() {
	s.mu.Lock()
	s.phase = pending
	s.mu.Unlock()
}

// settle ends a future, once.
func (s *state) settle(to phase, err error) {
	s.mu.Lock()
	if s.phase >= cancelled {
		s.mu.Unlock()
		return
	}
	s.settleLocked(to, err)
}

// settleLocked is settle of a future that is neither cancelled nor finished, with mu held; it lets go of mu.
func (s *state) settleLocked(to phase, err error) {
	s.phase, s.err = to, err
	callbacks, done := s.callbacks, s.done
	s.callbacks = nil
	s.mu.Unlock()
	if done != nil {
		close(done)
	}
	for _, fn := range callbacks {
		guarded(*fn)
	}
	if s.counted {
		s.pool.left()
	}
}

func (s *state) wait(ctx context.Context) error {
	s.mu.Lock()
	if s.phase >= cancelled {
		s.mu.Unlock()
		return nil
	}
	if s.done == nil {
		s.done = make(chan struct{})
	}
	done := s.done
	s.mu.Unlock()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
