package futures

import (
	"context"
	"errors"
)

var (
	// ErrStarted is returned by Start of a thread that was started before: a RuntimeError in Python.
	ErrStarted = errors.New("futures: threads can only be started once")
	// ErrNotStarted is returned by Join of a thread that was not started yet: a RuntimeError in Python.
	ErrNotStarted = errors.New("futures: cannot join a thread before it is started")
)

// Thread is one call that runs by itself: Python's threading.Thread where it runs on a goroutine, multiprocessing.Process
// where it runs in a worker of its own.
//
//	t := futures.GoThread(getPage, address)   // or WorkerThread
//	t.Start()
//	err := t.Join(within)                     // the context's error where that ends first …
//	t.IsAlive()                               // … and the thread goes on
//
// Its function's value is lost, as in Python; its error is kept, where Python prints it.
type Thread struct {
	pool  func() *Executor
	begin func(e *Executor) (Awaitable, error)
	state *state // of the call; nil before Start
}

// GoThread returns a thread that will call fn(arg) on a goroutine.
func GoThread[A, R any](fn Func[A, R], arg A) *Thread {
	return thread(func() *Executor { return Threads(1) }, fn, arg)
}

// WorkerThread returns a thread that will call fn(arg) in a worker of its own, which ends with it.
func WorkerThread[A, R any](fn Func[A, R], arg A) *Thread {
	return thread(func() *Executor { return Processes(1) }, fn, arg)
}

func thread[A, R any](pool func() *Executor, fn Func[A, R], arg A) *Thread {
	return &Thread{pool: pool, begin: func(e *Executor) (Awaitable, error) { return Submit(e, fn, arg) }}
}

// Start has the thread begin and returns at once.
func (t *Thread) Start() error {
	if t.state != nil {
		return ErrStarted
	}
	pool := t.pool()
	begun, err := t.begin(pool)
	if err != nil {
		return err
	}
	t.state = begun.inner()
	pool.Shutdown(false, false) // nothing else runs on it
	return nil
}

// Join waits until the thread has ended, and returns nil then however it ended; when ctx ends first, it returns that error
// and the thread goes on. It may be called again.
func (t *Thread) Join(ctx context.Context) error {
	if t.state == nil {
		return ErrNotStarted
	}
	return t.state.wait(ctx)
}

// IsAlive reports whether the thread was started and has not ended.
func (t *Thread) IsAlive() bool { return t.state != nil && !t.state.Done() }

// Err is what went wrong in a thread that has ended, or nil.
func (t *Thread) Err() error {
	if t.state == nil || !t.state.Done() {
		return nil
	}
	t.state.mu.Lock()
	defer t.state.mu.Unlock()
	return t.state.err
}

// Timing tells when the thread did what so far.
func (t *Thread) Timing() Timing {
	if t.state == nil {
		return Timing{Worker: -1}
	}
	return t.state.Timing()
}

// Kill ends a thread that runs in a worker, whatever it does, and asks one on a goroutine to stop. Python's threads have no
// such thing; its processes do.
func (t *Thread) Kill() {
	if t.state != nil {
		t.state.Kill()
	}
}
