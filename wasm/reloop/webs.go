package reloop

import (
	"math/bits"
	"slices"
)

// Go's compiler keeps its values in sixteen registers of 64 bits, which are locals here, so one local is a counter now and
// a hash later. Webs tell such uses apart: a web is an assignment to a local, all reads that may see it, all assignments
// that those may see, and so on. No two webs of a local are alive at once.
//
// The stage goes over structured code, backwards for what is alive where and forwards for what is seen where, with a word
// of bits and a list of webs for each label. Loops make it go backwards once more for each loop that holds another.

const (
	maxWebLocals = 64 // locals of type i64 that are told apart; Go's compiler makes far fewer
	maxWebRounds = 20 // nests of loops beyond which none are
)

// webs finds the web of every access to a local of type i64.
type webs struct {
	code []instruction
	list []int32 // the instructions that matter here: those that go elsewhere, and those that access such a local
	slot []int32 // of each local: its place among those of type i64, or none
	n    int     // how many those are
	of   []int32 // of each instruction that accesses such a local: its web
	up   []int32 // of each web: one that it was joined with, or itself

	alive []uint64 // of each loop: what is alive at its beginning; of each end: what is after it
	other []int32  // of each end: what opens its block; of what opens a block: its end
	open  []scope
	held  []int32 // webs that scopes hold on to
	now   []int32 // of each slot: the web of its present value
	dead  bool    // whether control never gets here

	labels []uint32
}

// scope is a block that is open.
type scope struct {
	op     opcode
	at     int32  // of a loop, its own instruction; of others, their end
	exit   uint64 // backwards: alive after the end
	orElse uint64 // backwards: alive before the else, or where there is none after the end
	met    bool   // forwards: whether control gets to its end
	held   int    // forwards: held[held:] are the webs at its label, and after them those before an if
}

// find finds the webs of a body's instructions, whose locals have these types. It reports false, and has nothing to say,
// where it would take too long.
func (w *webs) find(code []instruction, body, types []byte) bool {
	w.code, w.n = code, 0
	w.slot = resize(w.slot, len(types))
	for i, t := range types {
		w.slot[i] = none
		if t == typeI64 {
			w.slot[i] = int32(w.n)
			w.n++
		}
	}
	if w.n == 0 || w.n > maxWebLocals {
		return false
	}
	w.choose()
	w.match()
	w.alive = resize(w.alive, len(code))
	for round := 0; w.backwards(body); round++ {
		if round == maxWebRounds {
			return false
		}
	}
	w.forwards(body)
	for _, i := range w.list {
		if web := w.of[i]; web != none {
			w.of[i] = w.root(web)
		}
	}
	return true
}

// choose lists the instructions that matter.
func (w *webs) choose() {
	list, slot := slices.Grow(w.list[:0], len(w.code))[:len(w.code)], w.slot
	n := 0
	for i := range w.code {
		x := &w.code[i]
		if x.op > opLocalTee || x.op > opReturn && (x.op < opLocalGet || slot[x.imm] == none) {
			continue
		}
		list[n] = int32(i)
		n++
	}
	w.list = list[:n]
}

// match finds the beginning of each block's end, and the end of each beginning.
func (w *webs) match() {
	w.other = resize(w.other, len(w.code))
	w.now = w.now[:0]
	for _, i := range w.list {
		switch x := w.code[i]; {
		case x.op.opensBlock():
			w.now = append(w.now, i)
		case x.op == opEnd:
			w.other[i] = none // the body's own
			if n := len(w.now) - 1; n >= 0 {
				w.other[i], w.other[w.now[n]] = w.now[n], i
				w.now = w.now[:n]
			}
		}
	}
}

// bit is the bit of the local that an instruction accesses, or 0.
func (w *webs) bit(x instruction) uint64 {
	if s := w.slot[x.imm]; s != none {
		return 1 << s
	}
	return 0
}

// backwards finds what is alive where, as far as it is known at the beginnings of loops, and tells whether more is now.
func (w *webs) backwards(body []byte) (more bool) {
	w.open = w.open[:0]
	live := uint64(0)
	at := func(label int64) uint64 {
		s := &w.open[int64(len(w.open))-1-label]
		if s.op == opLoop {
			return w.alive[s.at]
		}
		return s.exit
	}
	for _, i := range slices.Backward(w.list) {
		switch x := w.code[i]; {
		case x.op == opEnd:
			s := scope{op: opBlock, at: i, exit: live, orElse: live}
			if opens := w.other[i]; opens != none {
				if s.op = w.code[opens].op; s.op == opLoop {
					s.at = opens
				}
			}
			w.alive[i] = live
			w.open = append(w.open, s)
		case x.op == opElse:
			s := &w.open[len(w.open)-1]
			s.orElse, live = live, s.exit
		case x.op.opensBlock():
			s := w.open[len(w.open)-1]
			w.open = w.open[:len(w.open)-1]
			if x.op == opIf {
				live |= s.orElse
			}
			if x.op == opLoop && live&^w.alive[i] != 0 {
				w.alive[i] |= live
				more = true
			}
		case x.op == opBr:
			live = at(x.imm)
		case x.op == opBrIf:
			live |= at(x.imm)
		case x.op == opBrTable:
			live = 0
			w.labels = labels(w.labels[:0], body, x)
			for _, label := range w.labels {
				live |= at(int64(label))
			}
		case x.op == opReturn || x.op == opUnreachable:
			live = 0
		case x.op == opLocalGet:
			live |= w.bit(x)
		case x.op == opLocalSet || x.op == opLocalTee:
			live &^= w.bit(x)
		}
	}
	return more
}

// forwards gives every assignment a web of its own, and joins those whose values meet where they are alive.
func (w *webs) forwards(body []byte) {
	w.of, w.up, w.open, w.held, w.now = resize(w.of, len(w.code)), w.up[:0], w.open[:0], w.held[:0], w.now[:0]
	w.dead = false
	for range w.n {
		w.now = append(w.now, w.add())
	}
	w.enter(opBlock, int32(len(w.code)-1))
	for i := range w.of {
		w.of[i] = none
	}
	for _, i := range w.list {
		switch x := w.code[i]; {
		case x.op == opLoop:
			w.enter(opLoop, i)
		case x.op.opensBlock():
			w.enter(x.op, w.other[i])
		case x.op == opElse:
			s := &w.open[len(w.open)-1]
			if !w.dead {
				w.meet(s)
			}
			w.now, s.op, w.dead = append(w.now[:0], w.held[s.held+w.n:]...), opElse, false
		case x.op == opEnd:
			w.leave()
		case x.op == opBr || x.op == opBrIf:
			w.branch(x.imm)
			w.dead = w.dead || x.op == opBr
		case x.op == opBrTable:
			w.labels = labels(w.labels[:0], body, x)
			for _, label := range w.labels {
				w.branch(int64(label))
			}
			w.dead = true
		case x.op == opReturn || x.op == opUnreachable:
			w.dead = true
		case x.op == opLocalGet && w.slot[x.imm] != none:
			w.of[i] = w.now[w.slot[x.imm]]
		case (x.op == opLocalSet || x.op == opLocalTee) && w.slot[x.imm] != none:
			w.of[i] = w.add()
			w.now[w.slot[x.imm]] = w.of[i]
		}
	}
}

func (w *webs) enter(op opcode, at int32) {
	w.open = append(w.open, scope{op: op, at: at, held: len(w.held)})
	if op == opLoop || op == opIf {
		w.held = append(w.held, w.now...)
	}
	if op == opLoop {
		return
	}
	// The webs at the label come first, none so far; those before an if stay behind them.
	for range w.n {
		w.held = append(w.held, none)
	}
	if op == opIf {
		all := w.held[len(w.held)-2*w.n:]
		copy(all[w.n:], all[:w.n])
		for i := range w.n {
			all[i] = none
		}
	}
}

// leave closes the innermost scope at its end.
func (w *webs) leave() {
	s := &w.open[len(w.open)-1]
	if s.op != opLoop {
		if !w.dead {
			w.meet(s)
		}
		if s.op == opIf { // without an else
			w.now = append(w.now[:0], w.held[s.held+w.n:]...)
			w.meet(s)
		}
		for slot, web := range w.held[s.held : s.held+w.n] {
			if web != none {
				w.now[slot] = web
			}
		}
		w.dead = !s.met
	}
	w.held = w.held[:s.held]
	w.open = w.open[:len(w.open)-1]
}

func (w *webs) branch(label int64) { w.meet(&w.open[int64(len(w.open))-1-label]) }

// meet takes the present values to a scope's label, as far as they are alive there.
func (w *webs) meet(s *scope) {
	s.met = true
	at := w.held[s.held : s.held+w.n]
	for live := w.alive[s.at]; live != 0; live &= live - 1 {
		slot := bits.TrailingZeros64(live)
		if at[slot] == none {
			at[slot] = w.now[slot]
		} else {
			w.up[w.root(at[slot])] = w.root(w.now[slot])
		}
	}
}

func (w *webs) add() int32 {
	web := int32(len(w.up))
	w.up = append(w.up, web)
	return web
}

func (w *webs) root(web int32) int32 {
	for w.up[web] != web {
		w.up[web] = w.up[w.up[web]]
		web = w.up[web]
	}
	return web
}
