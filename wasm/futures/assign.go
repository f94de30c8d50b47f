package futures

import (
	"math"

	"velocidade/wasm/port"
)

// Which worker gets which task, and when.

// Sending a task costs its worker a round trip of some 50 µs in which it stands idle, and after some milliseconds of computing
// a browser takes 300 µs to hand a worker its next message. So workers are sent tasks ahead. A task that was sent ahead waits for its worker even when another falls
// idle, so how many depends on what a function's calls took lately:
//
//   - of short ones, as many as will be worked off in aheadMs, in one message;
//   - of longer ones the next one, and only while so many are left that nobody will fall idle before it has begun;
//   - of a function that was never called none, since it may take for ever, and nothing behind one;
//   - and of any but a few no more than the worker's share of half of what waits, so that the last ones are spread.
//
// What a call will take is a guess. Where it was wrong, tasks that wait behind a long one come back: see reclaim.
const (
	aheadMs    = 2.0
	aheadMost  = 256
	plentyLeft = 3 // tasks still waiting, for each that can run at once
	shares     = 2 // of what waits, a worker may be sent one part in so many times the number of workers
	fewest     = 4 // short tasks that may be sent ahead even so
)

// expected gives how many milliseconds a call of the function is expected to take, infinitely many where it was never
// called; mu is held.
func (p *processes) expected(name string) float64 {
	if ms, known := p.took[name]; known {
		return ms
	}
	return math.Inf(1)
}

// learn keeps a moving average of what a function's calls take.
func (p *processes) learn(name string, ms float64) {
	ms = max(ms, aheadMs/aheadMost)
	if before, known := p.took[name]; known {
		ms = before + (ms-before)/8
	}
	p.took[name] = ms
}

func (p *processes) dispatch() {
	if p.stopped {
		return
	}
	for {
		s := p.pool.peek()
		if s == nil {
			break
		}
		w := p.choose(p.expected(s.task.name()))
		if w == nil {
			break
		}
		if !p.pool.take(s) {
			continue // cancelled this very moment
		}
		w.hold(s, p.expected(s.task.name()))
		payload, _ := s.task.encode() // it was encoded when it was admitted
		if w.batch == nil {
			w.batch = append(w.batch, byte(kindTasks))
		}
		w.batch = appendTask(w.batch, s.id, s.task.name(), payload)
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
	p.reclaim()
}

// hold notes that the worker has a task.
func (w *worker) hold(s *state, expected float64) {
	if len(w.inflight) == 0 {
		w.since = port.Now()
	}
	w.lastID++
	s.worker, s.id, s.expected = w, w.lastID, expected
	w.inflight[s.id] = s
	w.weigh(expected, 1)
}

func (w *worker) weigh(expected float64, times int) {
	if math.IsInf(expected, 1) {
		w.unknown += times
	} else {
		w.load += expected * float64(times)
	}
}

// drop notes that it no longer has it.
func (w *worker) drop(s *state) {
	delete(w.inflight, s.id)
	s.worker = nil
	w.weigh(s.expected, -1)
	if len(w.inflight) == 0 {
		w.load = 0 // of what rounding leaves
	}
}

// roomAhead tells whether a worker that has enough to do may be sent another task. It is topped up only when half of what was
// sent ahead is worked off, so that messages carry many.
func (p *processes) roomAhead(w *worker) bool {
	share := max(fewest, len(p.pool.queue)/(shares*p.pool.limit))
	if !w.filling {
		share /= 2
	}
	if len(w.inflight)-p.threads >= share {
		return false
	}
	short := w.load < aheadMs/2 || w.filling && w.load < aheadMs
	idleSoon := len(w.inflight) == p.threads
	return short || idleSoon && len(p.pool.queue) > plentyLeft*p.threads*p.pool.limit
}

// choose finds the worker for a task that is expected to take so long: the idlest that can run it at once, else a new one
// when it is ready, else one to which it can be sent ahead.
func (p *processes) choose(expected float64) *worker {
	var idle, busy *worker
	starting, missing, now := 0, -1, port.Now()
	for i, w := range p.slots[:p.pool.limit] {
		switch {
		case p.drains[i] > now:
			// Its last worker burns a core yet: what ran here would run beside it.
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
		case w.unknown == 0 && p.roomAhead(w):
			if busy == nil || w.load < busy.load {
				busy = w
			}
		}
	}
	if idle != nil {
		return idle
	}
	if missing >= 0 && starting < len(p.pool.queue) {
		p.spawn(missing)
		starting++
	}
	if starting > 0 || busy == nil || math.IsInf(expected, 1) {
		return nil
	}
	busy.filling = true
	return busy
}
