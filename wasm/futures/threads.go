package futures

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"velocidade/wasm/port"
)

// threads runs tasks on goroutines. A goroutine lives while there are tasks and ends when there are none: starting one
// costs less than keeping idle ones apart.
type threads struct {
	pool        *Executor
	initializer task
	busy        []bool                        // by goroutine; under the pool's mu
	initialized []bool                        // an element is its goroutine's while that is busy
	cancels     map[*state]context.CancelFunc // of running tasks; under the pool's mu
}

func (t *threads) admit(task) error               { return nil }
func (t *threads) start(context.Context) error    { return nil }
func (t *threads) end()                           {}
func (t *threads) release(s *state) (killed bool) { return false }

func (t *threads) stop(s *state) {
	if cancel := t.cancels[s]; cancel != nil {
		cancel()
	}
}

func (t *threads) abandon() []*state {
	for _, cancel := range t.cancels {
		cancel()
	}
	return nil
}

func (t *threads) dispatch() {
	for range t.pool.queue {
		slot := t.free()
		if slot < 0 {
			return
		}
		s, ctx := t.next(slot)
		if s == nil {
			return
		}
		t.busy[slot] = true
		go t.work(slot, s, ctx)
	}
}

// next is the pool's next with a context for the task: mu is held, so nobody finds the task running and not yet to be
// stopped.
func (t *threads) next(slot int) (*state, context.Context) {
	s := t.pool.next()
	if s == nil {
		return nil, nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.cancels[s] = cancel
	s.mark(func(m *Timing) { m.Worker, m.Sent = slot, port.Now() })
	return s, ctx
}

// free returns a goroutine's number that is not in use, or -1.
func (t *threads) free() int {
	return slices.Index(t.busy[:t.pool.limit], false)
}

func (t *threads) recall() {} // none waits behind another

func (t *threads) resize(n, _ int) int { return min(n, len(t.busy)) }

func (t *threads) work(slot int, s *state, ctx context.Context) {
	e := t.pool
	if !t.initialized[slot] {
		if t.initializer != nil {
			if err := protect(context.Background(), t.initializer.run); err != nil {
				e.fail(&BrokenPoolError{Worker: slot, Cause: fmt.Errorf("its initializer failed: %w", err)}, []*state{s})
				return
			}
		}
		t.initialized[slot] = true
	}
	for s != nil {
		s.mark(func(m *Timing) { m.Started = port.Now(); m.Arrived = m.Started })
		err := protect(ctx, s.task.run)
		s.mark(func(m *Timing) { m.Ended = port.Now(); m.Heard = m.Ended })
		s.finish(err)
		e.mu.Lock()
		t.cancels[s]() // frees what the context holds
		delete(t.cancels, s)
		if s = nil; slot < e.limit {
			s, ctx = t.next(slot)
		}
		t.busy[slot] = s != nil
		e.mu.Unlock()
	}
}

// protect runs a call and turns its panic into an error.
func protect(ctx context.Context, call func(context.Context) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &TaskError{Message: fmt.Sprint(r), Panic: true, Stack: string(debug.Stack())}
		}
	}()
	return call(ctx)
}

// mark notes when something happened.
func (s *state) mark(note func(*Timing)) {
	s.mu.Lock()
	note(&s.timing)
	s.mu.Unlock()
}

// finish ends a future that a worker had or was to have.
func (s *state) finish(err error) { s.settle(finished, err) }
