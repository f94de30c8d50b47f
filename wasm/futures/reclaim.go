package futures

import (
	"math"
	"time"

	"velocidade/wasm/port"
)

// Tasks that were sent ahead are taken back when another worker could run them. A worker gives them back as soon as it
// hears that it is asked, which one that computes in a browser does only between its tasks (see listen) and at checkpoints.

// overdueMs is for how long a worker with tasks waiting may be silent while another has none: what it was sent ahead was
// meant to be worked off by then.
const overdueMs = aheadMs

// reclaim asks workers for the tasks that they have not begun, where another worker has nothing to do; mu is held.
func (p *processes) reclaim() {
	if p.pool.peek() != nil || !p.someIdle() {
		return
	}
	now, next := port.Now(), math.Inf(1)
	for _, w := range p.slots {
		if w == nil || w.asked || len(w.inflight) <= p.threads {
			continue
		}
		if due := w.since + overdueMs; due > now {
			next = min(next, due)
			continue
		}
		p.underestimated(w, now)
		w.ask()
	}
	if p.watched || math.IsInf(next, 1) {
		return
	}
	p.watched = true
	time.AfterFunc(time.Duration((next-now)*float64(time.Millisecond)), func() {
		p.pool.mu.Lock()
		defer p.pool.mu.Unlock()
		p.watched = false
		p.dispatch()
	})
}

// someIdle tells whether a worker could begin another task at once.
func (p *processes) someIdle() bool {
	now := port.Now()
	for i, w := range p.slots[:p.pool.limit] {
		if w != nil && w.ready && len(w.inflight) < p.threads && p.drains[i] <= now {
			return true
		}
	}
	return false
}

// underestimated notes that the function which the worker is at takes longer than was thought, so that what comes back is
// not sent ahead to the next worker.
func (p *processes) underestimated(w *worker, now float64) {
	var first *state
	for _, s := range w.inflight {
		if first == nil || s.id < first.id {
			first = s
		}
	}
	name := first.task.name()
	p.took[name] = max(p.took[name], now-w.since)
}

// ask asks the worker for what it has not begun.
func (w *worker) ask() {
	w.asked = true
	_ = w.port.Send([]byte{byte(kindBack)})
}

// recall asks all workers for what they have not begun; mu is held.
func (p *processes) recall() {
	for _, w := range p.slots {
		if w != nil && len(w.inflight) > p.threads {
			w.ask()
		}
	}
}

// takeBack puts what a worker returns at the head of the queue, and gives those tasks that are to be cancelled instead; mu
// is held.
func (p *processes) takeBack(w *worker, r *reader) (withdrawn []*state) {
	w.asked = false
	var back []*state
	for r.more() {
		s := w.inflight[r.u32()]
		if s == nil || r.bad {
			continue // of a task that was given up meanwhile
		}
		w.drop(s)
		s.again()
		if s.stopped || p.pool.withdrawing {
			withdrawn = append(withdrawn, s)
		} else {
			back = append(back, s)
		}
	}
	p.pool.queue = append(back, p.pool.queue...)
	return withdrawn
}
