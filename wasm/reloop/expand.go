package reloop

// expander writes a rewritten body anew, with other functions' code in place of calls (inline.go) and loads and stores in
// place of short moves of memory (bulk.go).
type expander struct {
	program  *program
	inlined  []*variant // of each function: its code for other functions, or nil
	inlining inlining
	code     []instruction
	locals   []byte
	out      []byte
	free     map[byte][]int32 // locals of each type that the functions around the present one leave alone
}

// expand returns a body that does what the one that has been decoded, of function index, does.
func (e *expander) expand(b decoded, index int) decoded {
	e.code, e.locals = b.code, append(e.locals[:0], b.locals...)
	if !e.finds(index) {
		return b
	}
	e.out, e.free = e.out[:0], map[byte][]int32{}
	e.write(scene{body: b.body, code: e.code, around: []int{index}})
	b.body = append(appendLocals(make([]byte, 0, len(b.body)+len(e.out)), e.locals[1:]), e.out...)
	b.decode()
	return b
}

// finds tells whether there is anything to replace.
func (e *expander) finds(index int) bool {
	moves := e.program.moves[index]
	for i, x := range e.code {
		if moves && (x.op == opMemoryCopy || x.op == opMemoryFill) {
			return true
		}
		if x.op == opCall && i >= callAt && e.callee(e.code[i-callAt:], []int{index}) != nil {
			return true
		}
	}
	return false
}

// scene is code that is being written: a whole body, or what stands for a call.
type scene struct {
	body    []byte
	code    []instruction
	around  []int   // the function that it is from, after those whose code it is in
	locals  []int32 // of each of its locals: the one that holds it now; nil where all stay
	called  *variant
	outer   *scene  // the one with the call that it stands for
	mirrors []int32 // of each word of its frame that has one: the local that mirrors it
	unwind  uint64  // label of the caller's exit that returns 1, at the beginning of the code
}

func (e *expander) write(s scene) {
	depth := uint64(0)
	called := none // where a call is over, after which mirrors are to be loaded
	for i := 0; i < len(s.code); i++ {
		x := s.code[i]
		if i == called {
			e.refreshAll(s, i)
		}
		if len(s.mirrors) > 0 {
			f := &s.called.frame
			if i == f.base {
				e.refresh(s, f.args, frameLimit, 0)
			}
			if i+1 < len(s.code) && x.is(opLocalGet, localSP) && s.code[i+1].op == opI64Load && f.of[i+1] != none {
				i++
				e.local(opLocalGet, s.mirrors[f.of[i]])
				continue
			}
			if f.of[i] != none { // a store
				e.local(opLocalTee, s.mirrors[f.of[i]])
			}
		}
		if s.called != nil && x.is(opLocalGet, localSP) && isCall(s.code[i:]) && e.callee(s.code[i:], s.around) == nil &&
			!e.program.unwinds[s.code[i+callAt].imm] {
			called = i + callLength
		}
		switch {
		case x.is(opLocalGet, localSP) && e.callee(s.code[i:], s.around) != nil:
			e.inline(s, i)
			i += callLength - 1
			continue
		case (x.op == opMemoryCopy || x.op == opMemoryFill) && e.program.moves[s.around[len(s.around)-1]]:
			e.bulk(s, i)
			continue
		case s.called != nil && x.is(opGlobalSet, globalSP) && follow(s.code[i:], opGlobalSet, opI32Const, opReturn):
			e.leave(s, depth)
			i += 2
			continue
		case s.called != nil && s.called.leaf && x.is(opLocalTee, localSP):
			e.out = append(e.out, opLocalSet, localSP)
			i++ // global.set
			continue
		case x.op.opensBlock():
			depth++
		case x.op == opEnd:
			depth--
		case x.op >= opLocalGet && x.op <= opLocalTee:
			e.local(byte(x.op), s.name(x.imm))
			continue
		}
		e.out = append(e.out, s.body[x.start:x.end()]...)
	}
}

// refresh loads the mirrors of the words of a scene's frame from one offset up to another, where SP is below that frame.
func (e *expander) refresh(s scene, from, to, below int64) {
	for i, local := range s.mirrors {
		if offset := s.called.frame.slots[i]; offset >= from && offset < to {
			e.local(opLocalGet, localSP)
			e.out = appendUnsigned(append(e.out, opI64Load, 3), uint64(offset+below))
			e.local(opLocalSet, local)
		}
	}
}

// refreshAll loads all mirrors, of a scene and of those around it, after a call that was made before instruction i. Around one
// whose frame is not known that is done where it ends.
func (e *expander) refreshAll(s scene, i int) {
	below := int64(0)
	for o := &s; o.called != nil; o = o.outer {
		f := &o.called.frame
		if !f.known {
			return
		}
		if o != &s || i >= f.base {
			e.refresh(*o, 0, frameLimit, below)
			below += f.args
		} else {
			below += 8
		}
	}
}

// name returns the local that holds one of the scene's.
func (s *scene) name(local int64) int32 {
	if s.locals == nil {
		return int32(local)
	}
	return s.locals[local]
}

func (e *expander) local(op byte, local int32) {
	e.out = appendUnsigned(append(e.out, op), uint64(local))
}

// temporary returns a local of that type that nothing else uses until it is given back.
func (e *expander) temporary(t byte) int32 {
	if list := e.free[t]; len(list) > 0 {
		e.free[t] = list[:len(list)-1]
		return list[len(list)-1]
	}
	e.locals = append(e.locals, t)
	return int32(len(e.locals) - 1)
}

func (e *expander) giveBack(local int32) {
	t := e.locals[local]
	e.free[t] = append(e.free[t], local)
}
