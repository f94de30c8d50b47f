package reloop

import (
	"math/bits"
	"slices"

	"velocidade/wasm/module"
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
	code []module.Instruction
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
	op     module.Opcode
	at     int32  // of a loop, its own instruction; of others, their end
	exit   uint64 // backwards: alive after the end
	orElse uint64 // backwards: alive before the else, or where there is none after the end
	met    bool   // forwards: whether control gets to its end
	held   int    // forwards: held[held:] are the webs at its label, and after them those before an if
}

// find finds the webs of a body's instructions, whose locals have these types. It reports false, and has nothing to say,
// where it would take too long.
func (w *webs) find(code []module.Instruction, body, types []byte) bool {
	w.code, w.n = code, 0
	w.slot = resize(w.slot, len(types))
	for i, t := range types {
		w.slot[i] = none
		if t == module.TypeI64 {
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
		if x.Op > module.OpLocalTee || x.Op > module.OpReturn && (x.Op < module.OpLocalGet || slot[x.Imm] == none) {
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
		case x.Op.OpensBlock():
			w.now = append(w.now, i)
		case x.Op == module.OpEnd:
			w.other[i] = none // the body's own
			if n := len(w.now) - 1; n >= 0 {
				w.other[i], w.other[w.now[n]] = w.now[n], i
				w.now = w.now[:n]
			}
		}
	}
}

// bit is the bit of the local that an instruction accesses, or 0.
func (w *webs) bit(x module.Instruction) uint64 {
	if s := w.slot[x.Imm]; s != none {
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
		if s.op == module.OpLoop {
			return w.alive[s.at]
		}
		return s.exit
	}
	for _, i := range slices.Backward(w.list) {
		switch x := w.code[i]; {
		case x.Op == module.OpEnd:
			s := scope{op: module.OpBlock, at: i, exit: live, orElse: live}
			if opens := w.other[i]; opens != none {
				if s.op = w.code[opens].Op; s.op == module.OpLoop {
					s.at = opens
				}
			}
			w.alive[i] = live
			w.open = append(w.open, s)
		case x.Op == module.OpElse:
			s := &w.open[len(w.open)-1]
			s.orElse, live = live, s.exit
		case x.Op.OpensBlock():
			s := w.open[len(w.open)-1]
			w.open = w.open[:len(w.open)-1]
			if x.Op == module.OpIf {
				live |= s.orElse
			}
			if x.Op == module.OpLoop && live&^w.alive[i] != 0 {
				w.alive[i] |= live
				more = true
			}
		case x.Op == module.OpBr:
			live = at(x.Imm)
		case x.Op == module.OpBrIf:
			live |= at(x.Imm)
		case x.Op == module.OpBrTable:
			live = 0
			w.labels = module.Labels(w.labels[:0], body, x)
			for _, label := range w.labels {
				live |= at(int64(label))
			}
		case x.Op == module.OpReturn || x.Op == module.OpUnreachable:
			live = 0
		case x.Op == module.OpLocalGet:
			live |= w.bit(x)
		case x.Op == module.OpLocalSet || x.Op == module.OpLocalTee:
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
	w.enter(module.OpBlock, int32(len(w.code)-1))
	for i := range w.of {
		w.of[i] = none
	}
	for _, i := range w.list {
		switch x := w.code[i]; {
		case x.Op == module.OpLoop:
			w.enter(module.OpLoop, i)
		case x.Op.OpensBlock():
			w.enter(x.Op, w.other[i])
		case x.Op == module.OpElse:
			s := &w.open[len(w.open)-1]
			if !w.dead {
				w.meet(s)
			}
			w.now, s.op, w.dead = append(w.now[:0], w.held[s.held+w.n:]...), module.OpElse, false
		case x.Op == module.OpEnd:
			w.leave()
		case x.Op == module.OpBr || x.Op == module.OpBrIf:
			w.branch(x.Imm)
			w.dead = w.dead || x.Op == module.OpBr
		case x.Op == module.OpBrTable:
			w.labels = module.Labels(w.labels[:0], body, x)
			for _, label := range w.labels {
				w.branch(int64(label))
			}
			w.dead = true
		case x.Op == module.OpReturn || x.Op == module.OpUnreachable:
			w.dead = true
		case x.Op == module.OpLocalGet && w.slot[x.Imm] != none:
			w.of[i] = w.now[w.slot[x.Imm]]
		case (x.Op == module.OpLocalSet || x.Op == module.OpLocalTee) && w.slot[x.Imm] != none:
			w.of[i] = w.add()
			w.now[w.slot[x.Imm]] = w.of[i]
		}
	}
}

func (w *webs) enter(op module.Opcode, at int32) {
	w.open = append(w.open, scope{op: op, at: at, held: len(w.held)})
	if op == module.OpLoop || op == module.OpIf {
		w.held = append(w.held, w.now...)
	}
	if op == module.OpLoop {
		return
	}
	// The webs at the label come first, none so far; those before an if stay behind them.
	for range w.n {
		w.held = append(w.held, none)
	}
	if op == module.OpIf {
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
	if s.op != module.OpLoop {
		if !w.dead {
			w.meet(s)
		}
		if s.op == module.OpIf { // without an else
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
