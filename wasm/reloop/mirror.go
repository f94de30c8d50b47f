package reloop

import (
	"math/bits"
	"slices"

	"velocidade/wasm/module"
)

// Code that takes a call's place finds its arguments in memory, loads each of them again and again, and keeps what calls might
// change in its frame, where it loads it from after each path that might have called. Where its frame is its own (frame.go), locals
// mirror what lies there, and loads are of the local.
//
// Who else looks at a frame does so in a call: the callee, the collector, who moves the stack, who takes the function up again.
// So what is stored goes to the local alone, and from there to memory before each call that is still one:
//
//	local.get SP; value; i64.store 24      value; local.set mirror
//	…                                  →   …
//	SP := SP − 8; [SP] := address          [SP + 24] := mirror; and the other words, of the frames around as well
//	call f; SP := global                   SP := SP − 8; [SP] := address; call f; SP := global
//	br_if $unwind                          br_if $unwind; mirror := [SP + 24]
//
// The same goes for the address to return to from such code. Arguments and results are words of the frame around, and
// have one local for both. So where no call is made, as in nearly all allocations, nothing of this is in memory at all.
//
// Before a call all words are stored that may have been assigned to by then. On the way to the call that need not have been: then
// nobody looks at the word. Whatever somebody may look at was assigned, or loaded after a call, on every way.
//
// Where calls are rare, as they are in what a [hot] function takes in, nothing goes on behind them in the same code: the functions
// that are to go on are called, as when they are taken up again (goOn). So engines need not find one register for what a local holds
// after such a call and what it holds where none was: binarytrees is an eighth faster by that.

// mirrors are what the expander knows of the frame of a scene: for each slot of it.
type mirrors struct {
	*stackFrame
	local  []int32 // the local that mirrors it, or none
	shared []int32 // the slot of the frame around that it is, or none; they have one local
	dirty  []bool  // whether it may have been assigned to, so far, and is a slot of this frame
	lent   []bool  // whether it is in memory as long as code in a call's place runs, which may store there
}

// mirror finds locals for the words of a scene's frame.
func (e *expander) mirror(s *scene, f *stackFrame, leaf bool) {
	n := len(f.slots)
	m := &mirrors{stackFrame: f, local: make([]int32, n), shared: make([]int32, n), dirty: make([]bool, n), lent: make([]bool, n)}
	var passed map[[2]int64]bool
	if !leaf {
		passed = e.passed(s)
	}
	for i, word := range f.slots {
		m.local[i], m.shared[i] = none, none
		switch {
		case word.offset < f.args:
			if passed[[2]int64{word.offset, word.width}] || word.stores > 0 && word.loads > 0 {
				m.local[i] = e.temporary(word.local())
			}
		case m.share(s.outer, i):
		case !leaf && word.width == 8 && (word.loads > 1 || word.loads == 1 && word.stores > 0):
			m.local[i] = e.temporary(module.TypeI64)
		}
	}
	s.mirrors = m
}

// lazy tells whether a word is stored before calls only: one of this frame, or of the one around that is so there.
func (m *mirrors) lazy(i int) bool {
	return m.local[i] != none && (m.slots[i].offset < m.args || m.shared[i] != none)
}

// share has a word that lies in the frame around have its mirror, if it is one that is stored before calls only.
func (m *mirrors) share(outer *scene, i int) bool {
	if outer == nil || outer.mirrors == nil {
		return false
	}
	o := outer.mirrors
	at := o.find(m.slots[i].offset-m.args, m.slots[i].width)
	if at == none || !o.lazy(at) {
		return false
	}
	m.local[i], m.shared[i] = o.local[at], int32(at)
	return true
}

// passed finds the words of a scene's frame, by offset and width, that are arguments and results of code that takes calls' places there.
func (e *expander) passed(s *scene) map[[2]int64]bool {
	all := map[[2]int64]bool{}
	for i := range s.code {
		if s.code[i].Op != module.OpLocalGet {
			continue
		}
		if v := e.callee(s.code[i:], s.around); v != nil && v.frame.known {
			for _, word := range v.frame.slots {
				if word.offset >= v.frame.args {
					all[[2]int64{word.offset - v.frame.args, word.width}] = true
				}
			}
		}
	}
	return all
}

// giveBackMirrors ends a scene.
func (e *expander) giveBackMirrors(m *mirrors) {
	for i, local := range m.local {
		if local != none && m.shared[i] == none {
			e.giveBack(local)
		}
	}
}

// accessed returns the local that mirrors what instruction i accesses, or none.
func (m *mirrors) accessed(i int) int32 {
	if m.of[i] == none {
		return none
	}
	return m.local[m.of[i]]
}

// unaddressed tells whether instruction i gives the address of a store that is none any more.
func (m *mirrors) unaddressed(i int) bool { return m.store[i] != none && m.lazy(int(m.of[m.store[i]])) }

// load writes a load of the word that instruction i accesses.
func (e *expander) load(s scene, i int) {
	op := s.code[i].Op
	e.local(module.OpLocalGet, s.mirrors.accessed(i))
	if ofI64(op) && width(op) < 8 {
		e.out = append(e.out, module.OpI64ExtendU)
	}
}

// store writes a store to the word that instruction i accesses, of the value on the operand stack. It reports whether that was all.
func (e *expander) store(s scene, i int) bool {
	m, op := s.mirrors, s.code[i].Op
	at := int(m.of[i])
	if !m.lazy(at) {
		e.local(module.OpLocalTee, m.local[at])
		return false
	}
	w := width(op)
	if ofI64(op) && w < 8 {
		e.out = append(e.out, module.OpI32WrapI64)
	}
	if w < 4 {
		e.out = append(module.AppendSigned(append(e.out, module.OpI32Const), 1<<(8*w)-1), module.OpI32And)
	}
	e.local(module.OpLocalSet, m.local[at])
	if o := m.shared[at]; o != none {
		s.outer.mirrors.dirty[o] = true
	} else {
		m.dirty[at] = true
	}
	return true
}

// refresh loads the mirrors of the words of a frame from one offset on, where SP is below that frame.
func (e *expander) refresh(m *mirrors, from, below int64) {
	for i, word := range m.slots {
		if word.offset >= from {
			e.refreshOne(m, i, below)
		}
	}
}

func (e *expander) refreshOne(m *mirrors, i int, below int64) {
	if m.local[i] == none || m.shared[i] != none {
		return
	}
	e.local(module.OpLocalGet, localSP)
	e.accessFrame(wordOf(m.slots[i].width).load, m.slots[i].offset+below)
	e.local(module.OpLocalSet, m.local[i])
}

// refreshAll loads all mirrors, of a scene and of those around it, after a call that was made before instruction i. Around one
// whose frame is not known that is done where it ends.
func (e *expander) refreshAll(s scene, i int) {
	s.outwards(i, func(o *scene, there bool, below int64) {
		if there {
			e.refresh(o.mirrors, 0, below)
		}
	})
}

// flush stores what is in mirrors only, of a scene and of those around it, before a call at instruction i.
func (e *expander) flush(s scene, i int) {
	s.outwards(i, func(o *scene, there bool, below int64) {
		back := below
		if there {
			for k, dirty := range o.mirrors.dirty {
				if dirty && !o.mirrors.lent[k] {
					e.flushOne(o.mirrors, k, below)
				}
			}
			back += o.mirrors.args - 8
		}
		if o.called != nil {
			e.local(module.OpLocalGet, localSP)
			e.out = module.AppendSigned(append(e.out, module.OpI64Const), o.back)
			e.accessFrame(module.OpI64Store, back)
		}
	})
}

func (e *expander) flushOne(m *mirrors, i int, below int64) {
	e.local(module.OpLocalGet, localSP)
	e.local(module.OpLocalGet, m.local[i])
	e.accessFrame(wordOf(m.slots[i].width).store, m.slots[i].offset+below)
}

// accessFrame writes a load or store at an offset from SP, in a frame, whose words are aligned.
func (e *expander) accessFrame(op byte, offset int64) {
	e.out = module.AppendUnsigned(append(e.out, op, byte(bits.TrailingZeros64(uint64(width(module.Opcode(op)))))), uint64(offset))
}

// outwards goes from a scene, at instruction i, to those around it, as far as their frames are known. It tells of each whether its
// frame is there yet, and how far SP is below it.
func (s *scene) outwards(i int, do func(o *scene, there bool, below int64)) {
	below := int64(0)
	for o := s; o != nil && o.mirrors != nil; o = o.outer {
		there := o != s || i >= o.mirrors.base
		do(o, there, below)
		if there {
			below += o.mirrors.args
		} else {
			below += 8
		}
	}
}

// soil takes all words for assigned to that can be: at the beginning of a loop, where its end leads.
func (s *scene) soil() {
	for o := s; o != nil && o.mirrors != nil; o = o.outer {
		for i := range o.mirrors.dirty {
			o.mirrors.dirty[i] = o.mirrors.lazy(i) && o.mirrors.shared[i] == none
		}
	}
}

// besides returns the slots that have a mirror of their own where code that takes a call's place may look at memory.
func (m *mirrors) besides(in *mirrors) []int {
	var all []int
	for k, word := range m.slots {
		if m.local[k] != none && word.offset < in.touched && !slices.Contains(in.shared, int32(k)) {
			all = append(all, k)
		}
	}
	return all
}

// goOn writes what comes after a call, before instruction i and inside of depth blocks: the function that the code is of is called to
// go on from there, then the one around it, and so on up to the whole body's own code.
func (e *expander) goOn(s scene, i int, depth uint64) {
	unwind := s.code[i-1].Imm
	back := s.code[i-callLength+backAt].Imm
	o := &s
	for ; o.called != nil; o = o.outer {
		e.out = module.AppendSigned(append(e.out, module.OpI32Const), back&0xffff) // PC_B
		e.out = module.AppendUnsigned(append(e.out, module.OpCall), uint64(e.program.Imported+o.function()))
		e.out = append(e.out, module.OpGlobalGet, globalSP, module.OpLocalSet, localSP, module.OpBrIf)
		e.out = module.AppendUnsigned(e.out, uint64(unwind))
		back = o.back
	}
	if o.mirrors != nil {
		e.refresh(o.mirrors, 0, 0)
	}
	e.out = module.AppendUnsigned(append(e.out, module.OpBr), depth+s.leave)
}
