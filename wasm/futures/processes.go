package futures

import (
	"encoding/binary"
	"fmt"
	"time"

	"velocidade/wasm/order"
	"velocidade/wasm/port"
)

// processes runs tasks on copies of this program, or on another that speaks as frame.go says.
type processes struct {
	pool        *Executor
	program     port.Program
	initializer task
	restart     bool
	threads     int // tasks that a worker runs at a time
	slots       []*worker
	stopped     bool
	drains      []float64          // until when a slot's last worker, killed while it computed, burns its core
	took        map[string]float64 // ms that each function's calls took lately
	changed     chan struct{}      // closed at the next change of a worker's state; nil while nobody listens
	watched     bool               // a timer runs that looks for tasks to take back
}

// worker is one process, from Spawn to its end.
type worker struct {
	index    int
	port     *port.Port
	ready    bool
	birth    Birth
	lastID   uint32
	inflight map[uint32]*state
	load     float64 // ms that those of its tasks with a known duration are expected to take
	unknown  int     // tasks that may take for ever
	filling  bool    // chosen to be sent tasks ahead, in the dispatch under way
	since    float64 // when it was last heard of, or was sent a task with none in hand
	asked    bool    // for the tasks that it has not begun, and has not answered yet
	batch    []byte  // of the dispatch under way
}

func (p *processes) admit(t task) error {
	_, err := t.encode()
	return err
}

func (p *processes) spawn(index int) {
	w := &worker{index: index, inflight: map[uint32]*state{}, birth: Birth{Worker: index, Asked: port.Now()}}
	p.slots[index] = w
	var err error
	w.port, err = port.Spawn(p.program, port.Handler{
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
	var withdrawn []*state
	e := p.pool
	e.mu.Lock()
	switch kind(kinds[0]) {
	case kindHello:
		w.birth.Booted, w.birth.Ready, w.birth.Noticed = r.time(), r.time(), heard
		w.birth.Runtime = string(r.text())
		w.ready = true
		p.news()
	case kindFailed:
		text := r.text()
		e.mu.Unlock()
		p.breakPool(w, fmt.Errorf("its initializer failed: %w", decodeError(text)))
		return
	case kindDone:
		w.since = heard
		for r.more() {
			o := r.outcome()
			s := w.inflight[o.id]
			if s == nil || r.bad {
				continue // of a task that was given up meanwhile
			}
			w.drop(s)
			p.learn(s.task.name(), o.ended-o.started)
			all = append(all, settled{s, o})
		}
	case kindReturned:
		withdrawn = p.takeBack(w, r)
	}
	p.dispatch()
	e.mu.Unlock()
	if r.bad {
		p.closed(w, errFrame)
	}
	for _, s := range withdrawn {
		s.Cancel()
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
	w.port.Kill() // where it lives on, and only sent what cannot be understood
	p.slots[w.index] = nil
	p.news()
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
	p.pool.mu.Unlock()
	p.pool.fail(&BrokenPoolError{Worker: w.index, Cause: cause}, nil)
}

// take empties a worker's hands, oldest task first.
func (w *worker) take() []*state {
	held := make([]*state, 0, len(w.inflight))
	for _, s := range w.inflight {
		s.worker = nil
		held = append(held, s)
	}
	order.By(held, func(a, b *state) bool { return a.id < b.id })
	clear(w.inflight)
	w.load, w.unknown = 0, 0
	return held
}

func (p *processes) release(s *state) bool {
	w := s.worker
	if w == nil {
		return false
	}
	w.drop(s)
	w.port.Kill()
	draining()
	p.slots[w.index] = nil
	p.drainSlot(w.index)
	p.news()
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

// drainSlot keeps a slot free until the worker that was killed in it has let go of its core.
func (p *processes) drainSlot(index int) {
	if port.DrainMs == 0 {
		return
	}
	p.drains[index] = port.Now() + port.DrainMs
	time.AfterFunc(port.DrainMs*time.Millisecond+time.Millisecond, func() {
		p.pool.mu.Lock()
		defer p.pool.mu.Unlock()
		p.dispatch()
	})
}

func (p *processes) stop(s *state) {
	s.stopped = true
	if s.worker != nil {
		_ = s.worker.port.Send(binary.LittleEndian.AppendUint32([]byte{byte(kindStop)}, s.id))
	}
}

func (p *processes) end() {
	p.stopped = true
	p.abandon()
	p.news()
}
