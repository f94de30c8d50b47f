package futures

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"velocidade/wasm/port"
)

// processes runs tasks on copies of this program.
type processes struct {
	pool        *Executor
	initializer task
	restart     bool
	threads     int // tasks that a worker runs at a time
	slots       []*worker
	stopped     bool
	changed     chan struct{} // closed at the next change of a worker's state; nil while nobody listens
}

// worker is one copy of the program, from Spawn to its end.
type worker struct {
	index    int
	port     *port.Port
	ready    bool
	birth    Birth
	lastID   uint32
	inflight map[uint32]*state
	perTask  float64 // ms that its tasks have taken lately; 0 before the first
	filling  bool    // chosen to be sent tasks ahead, in the dispatch under way
	batch    []byte  // of the dispatch under way
}

// Birth tells how a worker process came to be, in milliseconds since 1970.
type Birth struct {
	Worker  int
	Asked   float64 // when it was spawned
	Booted  float64 // when its script began to run
	Ready   float64 // when it could take tasks
	Noticed float64 // when its pool heard of that
}

func (p *processes) admit(t task) error {
	_, err := t.encode()
	return err
}

// Sending a task costs its worker a round trip of some 50 µs in which it stands idle. So workers whose tasks are short
// are sent some ahead: aheadMs worth of them, in one message. Workers whose tasks take aheadNever or more get none: a
// task sent ahead waits for its worker even if another falls idle, and that would cost more than it gains.
const (
	aheadMs    = 1.0
	aheadNever = 5.0
	aheadMost  = 256
)

func (w *worker) ahead() int {
	switch {
	case w.perTask == 0 || w.perTask >= aheadNever:
		return 0
	default:
		return min(max(int(aheadMs/w.perTask), 1), aheadMost)
	}
}

func (p *processes) dispatch() {
	if p.stopped {
		return
	}
	for len(p.pool.queue) > 0 {
		w := p.choose()
		if w == nil {
			break
		}
		s := p.pool.next()
		if s == nil {
			break
		}
		w.lastID++
		s.worker, s.id = w, w.lastID
		w.inflight[w.lastID] = s
		payload, _ := s.task.encode() // it was encoded when it was admitted
		if w.batch == nil {
			w.batch = append(w.batch, byte(kindTasks))
		}
		w.batch = appendTask(w.batch, w.lastID, s.task.name(), payload)
		s.mark(func(m *Timing) { m.Worker, m.Sent = w.index, port.Now() })
	}
	for _, w := range p.slots {
		if w != nil && w.batch != nil {
			_ = w.port.Send(w.batch) // a worker that is gone is heard of through Closed
			w.batch = nil
		}
		if w != nil {
			w.filling = false
		}
	}
}

// choose finds the worker for the next task: the idlest that can run it at once, else a new one, else one whose tasks are
// short enough to send some ahead.
func (p *processes) choose() *worker {
	var idle, busy *worker
	starting, missing := 0, -1
	for i, w := range p.slots[:p.pool.limit] {
		switch {
		case w == nil:
			if missing < 0 {
				missing = i
			}
		case !w.ready:
			starting++
		case len(w.inflight) < p.threads:
			if idle == nil || len(w.inflight) < len(idle.inflight) {
				idle = w
			}
		default:
			// Topped up only when half of what was sent ahead is used up, so that messages carry many.
			room := len(w.inflight) < p.threads+w.ahead()
			if room && (w.filling || len(w.inflight) <= p.threads+w.ahead()/2) && (busy == nil || len(w.inflight) < len(busy.inflight)) {
				busy = w
			}
		}
	}
	if idle != nil {
		return idle
	}
	if missing >= 0 && starting < len(p.pool.queue) {
		p.spawn(missing)
	}
	if busy != nil {
		busy.filling = true
	}
	return busy
}

func (p *processes) spawn(index int) {
	w := &worker{index: index, inflight: map[uint32]*state{}, birth: Birth{Worker: index, Asked: port.Now()}}
	p.slots[index] = w
	var err error
	w.port, err = port.Spawn(port.Handler{
		Message: func(data []byte) { p.receive(w, data) },
		Closed:  func(err error) { p.closed(w, err) },
	})
	if err != nil {
		go p.closed(w, err) // in its own goroutine: mu is held
		return
	}
	if p.initializer != nil {
		payload, err := p.initializer.encode()
		if err != nil {
			go p.closed(w, err)
			return
		}
		message := appendText([]byte{byte(kindInit)}, []byte(p.initializer.name()))
		_ = w.port.Send(appendText(message, payload))
	}
	if p.threads != 1 {
		w.tellWidth(p.threads)
	}
}

func (w *worker) tellWidth(threads int) {
	_ = w.port.Send(binary.LittleEndian.AppendUint32([]byte{byte(kindWidth)}, uint32(threads)))
}

func (p *processes) resize(n, threads int) int {
	if threads != p.threads {
		p.threads = threads
		for _, w := range p.slots {
			if w != nil && w.port != nil {
				w.tellWidth(threads)
			}
		}
	}
	return min(n, len(p.slots))
}

// receive handles a message from a worker. Its next tasks are sent before the results are handed over, so that it does not
// wait for whatever the results set off.
func (p *processes) receive(w *worker, data []byte) {
	heard := port.Now()
	r := &reader{rest: data}
	kinds := r.take(1)
	if r.bad {
		p.closed(w, errFrame)
		return
	}
	type settled struct {
		s *state
		o outcome
	}
	var all []settled
	e := p.pool
	e.mu.Lock()
	switch kind(kinds[0]) {
	case kindHello:
		w.birth.Booted, w.birth.Ready, w.birth.Noticed = r.time(), r.time(), heard
		w.ready = true
		p.news()
	case kindFailed:
		text := r.text()
		e.mu.Unlock()
		p.breakPool(w, fmt.Errorf("its initializer failed: %w", decodeError(text)))
		return
	case kindDone:
		spent, n := 0.0, 0
		for r.more() {
			o := r.outcome()
			s := w.inflight[o.id]
			if s == nil || r.bad {
				continue // of a task that was given up meanwhile
			}
			delete(w.inflight, o.id)
			s.worker = nil
			spent += o.ended - o.started
			n++
			all = append(all, settled{s, o})
		}
		if n > 0 {
			w.learn(spent / float64(n))
		}
	}
	p.dispatch()
	e.mu.Unlock()
	if r.bad {
		p.closed(w, errFrame)
	}
	for _, done := range all {
		done.s.mark(func(m *Timing) {
			m.Arrived, m.Started, m.Ended, m.Heard = done.o.arrived, done.o.started, done.o.ended, heard
		})
		switch {
		case !done.o.ok:
			done.s.finish(decodeError(done.o.data))
		default:
			done.s.finish(done.s.task.accept(done.o.data))
		}
	}
}

// learn keeps a moving average of how long the worker's tasks take, never 0 so that 0 can mean unknown.
func (w *worker) learn(ms float64) {
	ms = max(ms, aheadMs/aheadMost)
	if w.perTask == 0 {
		w.perTask = ms
	} else {
		w.perTask += (ms - w.perTask) / 4
	}
}

// closed handles the end of a worker that nobody asked to end.
func (p *processes) closed(w *worker, cause error) {
	if !p.restart {
		p.breakPool(w, cause)
		return
	}
	e := p.pool
	e.mu.Lock()
	if p.stopped || p.slots[w.index] != w {
		e.mu.Unlock()
		return
	}
	// A worker that never got ready would end again and again: that is no accident but a broken program.
	if !w.ready {
		e.mu.Unlock()
		p.breakPool(w, cause)
		return
	}
	held := w.take()
	p.slots[w.index] = nil
	p.dispatch()
	e.mu.Unlock()
	for _, s := range held {
		s.finish(&BrokenPoolError{Worker: w.index, Cause: cause})
	}
}

func (p *processes) breakPool(w *worker, cause error) {
	p.pool.mu.Lock()
	if p.stopped || p.slots[w.index] != w {
		p.pool.mu.Unlock()
		return
	}
	held := p.abandon()
	p.pool.mu.Unlock()
	p.pool.fail(&BrokenPoolError{Worker: w.index, Cause: cause}, held)
}

// take empties a worker's hands, oldest task first.
func (w *worker) take() []*state {
	ids := make([]uint32, 0, len(w.inflight))
	for id := range w.inflight {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	held := make([]*state, len(ids))
	for i, id := range ids {
		held[i] = w.inflight[id]
		held[i].worker = nil
	}
	clear(w.inflight)
	return held
}

func (p *processes) release(s *state) bool {
	w := s.worker
	if w == nil {
		return false
	}
	delete(w.inflight, s.id)
	s.worker = nil
	w.port.Kill()
	draining()
	p.slots[w.index] = nil
	held := w.take()
	for _, other := range held {
		other.again()
	}
	p.pool.queue = append(held, p.pool.queue...)
	return true
}

func (p *processes) abandon() []*state {
	var held []*state
	for i, w := range p.slots {
		if w == nil || w.port == nil {
			continue
		}
		if len(w.inflight) > 0 {
			draining()
		}
		held = append(held, w.take()...)
		w.port.Kill()
		p.slots[i] = nil
	}
	return held
}

func (p *processes) stop(s *state) {
	if s.worker != nil {
		_ = s.worker.port.Send(binary.LittleEndian.AppendUint32([]byte{byte(kindStop)}, s.id))
	}
}

func (p *processes) end() {
	p.stopped = true
	p.abandon()
	p.news()
}

func (p *processes) start(ctx context.Context) error {
	e := p.pool
	for {
		e.mu.Lock()
		if err := e.closed(); err != nil {
			e.mu.Unlock()
			return err
		}
		ready := 0
		for i := range p.slots {
			if p.slots[i] == nil {
				p.spawn(i)
			} else if p.slots[i].ready {
				ready++
			}
		}
		news := p.listen()
		e.mu.Unlock()
		if ready == len(p.slots) {
			return nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (p *processes) listen() <-chan struct{} {
	if p.changed == nil {
		p.changed = make(chan struct{})
	}
	return p.changed
}

func (p *processes) news() {
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
}

// Births tells how the pool's present worker processes came to be; none for threads.
func (e *Executor) Births() []Birth {
	e.mu.Lock()
	defer e.mu.Unlock()
	p, ok := e.workers.(*processes)
	if !ok {
		return nil
	}
	var births []Birth
	for _, w := range p.slots {
		if w != nil && w.ready {
			births = append(births, w.birth)
		}
	}
	return births
}
