package futures

import (
	"context"
	"sync"

	"velocidade/wasm/port"
)

// Executor runs submitted tasks on its workers. Its methods may be called from any goroutine.
type Executor struct {
	mu          sync.Mutex
	limit       int      // workers that take tasks
	queue       []*state // pending, oldest first; cancelled ones stay until they are reached
	outstanding int      // futures that are neither cancelled nor finished
	shut        bool
	withdrawing bool // it was shut down, and what has not begun is to be cancelled
	broken      error
	ended       chan struct{} // closed when the executor was shut down and its workers are gone
	workers     backend
}

// backend is what the two kinds of workers do differently. All but start are called with the executor's mu held.
type backend interface {
	admit(t task) error              // readies a task at the time of Submit; called without mu
	dispatch()                       // hands pending tasks to workers that can take them
	release(s *state) (killed bool)  // ends the running task's worker, where that can be done
	stop(s *state)                   // passes on that the caller gave up
	start(ctx context.Context) error // starts all workers and waits until they are ready; called without mu
	end()                            // ends all workers
	abandon() []*state               // gives up all running tasks and returns those that will not end by themselves
	resize(n, threads int) int       // sets how many workers take tasks, as far as it can
	recall()                         // asks for the tasks that were handed over and have not begun
}

// Option sets up an executor.
type Option func(*settings)

type settings struct {
	initializer task
	restart     bool
	threads     int
	program     port.Program
}

// WithInitializer has every worker call fn once before its first task. Where it fails, the pool is broken.
func WithInitializer[A any](fn Func[A, None], arg A) Option {
	return func(s *settings) { s.initializer = &submitted[A, None]{fn: fn, arg: arg} }
}

// WithRestart replaces a worker that ends by itself, instead of breaking the pool: the futures that the worker held get
// a *BrokenPoolError, and the rest go on.
func WithRestart() Option { return func(s *settings) { s.restart = true } }

// WithThreads has every process run up to n tasks at a time, on goroutines.
func WithThreads(n int) Option { return func(s *settings) { s.threads = max(n, 1) } }

// On has a pool of processes start another program than this one, which must know the functions that it is sent.
func On(program port.Program) Option { return func(s *settings) { s.program = program } }

// Threads returns an executor of up to n goroutines of this program; n below 1 stands for the number of cores.
func Threads(n int, options ...Option) *Executor {
	e, set := newExecutor(n, options)
	e.workers = &threads{pool: e, initializer: set.initializer, busy: make([]bool, e.limit),
		initialized: make([]bool, e.limit), cancels: map[*state]context.CancelFunc{}}
	return e
}

// Processes returns an executor of up to n copies of this program, started when tasks ask for them, or all at once by
// Start; n below 1 stands for the number of cores. It panics in a worker that did not call Init: such a worker would
// start workers without end.
func Processes(n int, options ...Option) *Executor {
	if isWorker() {
		panic("futures: call futures.Init at the start of main, before any executor: this is a worker process")
	}
	e, set := newExecutor(n, options)
	e.workers = &processes{pool: e, program: set.program, initializer: set.initializer, restart: set.restart, threads: set.threads,
		slots: make([]*worker, e.limit), drains: make([]float64, e.limit), took: map[string]float64{}}
	return e
}

func newExecutor(n int, options []Option) (*Executor, settings) {
	if n < 1 {
		n = port.Cores()
	}
	set := settings{threads: 1}
	for _, option := range options {
		option(&set)
	}
	return &Executor{limit: n, ended: make(chan struct{})}, set
}

// task is what an executor needs to know of a submitted call.
type task interface {
	name() string
	encode() ([]byte, error)
	run(ctx context.Context) error // here, keeping the value
	accept(data []byte) error      // from elsewhere, keeping the value
	Awaitable
}

// submitted is a call and its future in one allocation.
type submitted[A, R any] struct {
	Future[R]
	fn      Func[A, R]
	arg     A
	payload []byte
}

func (t *submitted[A, R]) name() string { return t.fn.name }

func (t *submitted[A, R]) encode() ([]byte, error) {
	if t.payload == nil {
		payload, err := encode(&t.arg)
		if err != nil {
			return nil, err
		}
		t.payload = payload
	}
	return t.payload, nil
}

func (t *submitted[A, R]) run(ctx context.Context) error {
	value, err := t.fn.call(ctx, t.arg)
	t.Future.mu.Lock()
	t.value = value
	t.Future.mu.Unlock()
	return err
}

func (t *submitted[A, R]) accept(data []byte) error {
	t.Future.mu.Lock()
	defer t.Future.mu.Unlock()
	return decode(data, &t.value)
}

// Submit has fn(arg) run by the executor. Its error is ErrShutdown or a *BrokenPoolError; what goes wrong later, an
// argument that cannot be sent included, is the future's.
func Submit[A, R any](e *Executor, fn Func[A, R], arg A) (*Future[R], error) {
	t := &submitted[A, R]{fn: fn, arg: arg}
	if err := e.submit(t); err != nil {
		return nil, err
	}
	return &t.Future, nil
}

func (e *Executor) submit(t task) error {
	s := t.inner()
	s.pool, s.task = e, t
	s.timing = Timing{Worker: -1, Submitted: port.Now()}
	failed := e.workers.admit(t)
	e.mu.Lock()
	if err := e.closed(); err != nil {
		e.mu.Unlock()
		return err
	}
	if failed != nil {
		e.mu.Unlock()
		s.settle(finished, failed)
		return nil
	}
	e.outstanding++
	s.counted = true
	e.queue = append(e.queue, s)
	e.workers.dispatch()
	e.mu.Unlock()
	return nil
}

func (e *Executor) closed() error {
	switch {
	case e.broken != nil:
		return e.broken
	case e.shut:
		return ErrShutdown
	}
	return nil
}

// peek gives the oldest task that is still pending, or nil; mu is held.
func (e *Executor) peek() *state {
	for len(e.queue) > 0 {
		if s := e.queue[0]; s.now() == pending {
			return s
		}
		e.drop()
	}
	return nil
}

// take takes the oldest task off the queue and sets it running, unless it was cancelled meanwhile; mu is held.
func (e *Executor) take(s *state) bool {
	e.drop()
	return s.start()
}

func (e *Executor) drop() {
	e.queue[0] = nil
	e.queue = e.queue[1:]
}

// next peeks and takes; mu is held.
func (e *Executor) next() *state {
	for s := e.peek(); s != nil; s = e.peek() {
		if e.take(s) {
			return s
		}
	}
	return nil
}

// left counts a future that was cancelled or finished, after its callbacks.
func (e *Executor) left() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.outstanding--
	e.endIfDone()
}

// endIfDone ends an executor that was shut down and has nothing left to do; mu is held.
func (e *Executor) endIfDone() {
	if e.shut && e.outstanding == 0 {
		e.end()
	}
}

func (e *Executor) end() {
	select {
	case <-e.ended:
	default:
		e.workers.end()
		close(e.ended)
	}
}

// fail breaks the pool: every future gets err that a worker process has or that waits, and so does every later Submit.
// Held are further tasks, taken and not run. Goroutines are asked to stop, and their futures get what comes of that. Called
// without mu.
func (e *Executor) fail(err error, held []*state) {
	e.mu.Lock()
	e.broken = err
	lost := append(append(held, e.workers.abandon()...), e.queue...)
	e.queue = nil
	e.shut = true
	e.workers.end()
	e.endIfDone()
	e.mu.Unlock()
	for _, s := range lost {
		s.finish(err)
	}
}

// Start starts all workers now that may take tasks, see Limit, and returns when they are ready to. Without it they start as
// tasks ask for them.
func (e *Executor) Start(ctx context.Context) error { return e.workers.start(ctx) }

// Limit has only the first n workers take tasks from now on, with up to the given number of tasks at a time each in a
// pool of processes. It cannot exceed the number that the executor was made with.
func (e *Executor) Limit(n, threads int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.limit = e.workers.resize(max(n, 1), max(threads, 1))
	e.workers.dispatch()
}

// KillWorkers ends all workers of a pool of processes now, whatever they do; the pool is broken from then on, and every
// outstanding future gets ErrKilled. Goroutines cannot be killed: those of Threads are asked to stop, and only what waits
// for them gets ErrKilled.
func (e *Executor) KillWorkers() { e.fail(ErrKilled, nil) }

// Shutdown has the executor take no more tasks. Pending tasks are cancelled where cancelPending says so and run
// otherwise; running ones run on. With wait it returns when all are done and the workers are gone. It may be called again,
// with other arguments.
func (e *Executor) Shutdown(wait, cancelPending bool) {
	e.mu.Lock()
	e.shut = true
	var withdrawn []*state
	if cancelPending {
		withdrawn, e.queue = e.queue, nil
		e.withdrawing = true
		e.workers.recall()
	}
	e.endIfDone()
	e.mu.Unlock()
	for _, s := range withdrawn {
		s.Cancel()
	}
	if wait {
		<-e.ended
	}
}

func (e *Executor) kill(s *state) {
	e.mu.Lock()
	killed := e.workers.release(s)
	if killed {
		e.workers.dispatch()
	} else {
		e.workers.stop(s)
	}
	e.mu.Unlock()
	if killed {
		s.finish(ErrKilled)
	}
}

func (e *Executor) stop(s *state) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.workers.stop(s)
}
