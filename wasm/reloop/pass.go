package reloop

import "slices"

// Go keeps SP in a global, and every function has a copy of it in a local: each call writes the global, reads it back in the
// callee, and once more when the callee has returned, and whatever lies in the frame waits for that. Here SP is passed.
//
//	stock                                              here
//	func f(PC_B) (unwind)                              func f(PC_B, SP) (SP, or 0 to unwind)
//	prologue       global.get 0; local.set SP          –
//	changing SP    local.tee SP; global.set 0          local.set SP
//	call           call f; global.get 0; local.set SP  local.get SP; call f; local.tee SP; i32.eqz
//	               br_if $unwind                       br_if $unwind
//	return         global.set 0; i32.const 0; return   return
//
// The stack may move during a call, and SP with it; so the callee says what SP is. No stack lies at address 0.
//
// The global is right wherever control is outside of Go's functions. Of those there are few: imports, which may call back;
// the loop that takes up what was put aside, and other functions for hosts; barriers. So functions of Go set it before they
// call such a one, and where they begin to unwind.

// passing is what has to be known of a module whose functions pass SP on.
type passing struct {
	from, to uint32         // type of Go's functions among the module's, before and after
	passes   []bool         // of each function: whether it is one of Go's
	looks    map[int64]bool // the others that look at the global or change it
}

// newPassing finds out how a module's functions can pass SP on. It returns nil where they cannot.
func newPassing(m *module) *passing {
	from := slices.Index(m.types, goSignature)
	if from < 0 {
		return nil
	}
	s := &passing{from: uint32(from), to: uint32(len(m.types)), passes: make([]bool, len(m.functions)), looks: map[int64]bool{}}
	others := map[int64][]instruction{}
	for i, t := range m.functions {
		if i < m.imported {
			s.looks[int64(i)] = true
			continue
		}
		body := m.bodies[i-m.imported]
		if s.passes[i] = t == s.from && keepsSP(body); !s.passes[i] {
			b := decoded{body: body}
			if b.decode(); !b.ok {
				return nil
			}
			others[int64(i)] = b.code
		}
	}
	for changed := true; changed; {
		changed = false
		for i, code := range others {
			if !s.looks[i] && slices.ContainsFunc(code, s.touchesSP) {
				s.looks[i], changed = true, true
			}
		}
	}
	return s
}

// keepsSP tells whether a body begins with the prologue of a function that keeps SP in its first local.
func keepsSP(body []byte) bool {
	r := reader{data: body}
	runs := r.count()
	for i := range runs {
		if n, t := r.u32(), r.byte(); i == 0 && (n == 0 || t != typeI32) {
			return false
		}
	}
	return runs > 0 && !r.bad && len(body)-r.pos > 4 && string(body[r.pos:r.pos+4]) == string([]byte{opGlobalGet, globalSP, opLocalSet, localSP})
}

func (s *passing) touchesSP(x instruction) bool {
	switch x.op {
	case opCall:
		return x.imm < int64(len(s.passes)) && s.passes[x.imm] || s.looks[x.imm]
	case opGlobalGet, opGlobalSet:
		return x.imm == globalSP
	}
	return x.op == opCallIndirect
}

// passer writes bodies in which SP is passed.
type passer struct {
	*passing
	module *module
	b      decoded
	code   []instruction
	out    []byte
	temp   int64 // a local of its own, or none
}

// pass returns the body that takes the place of a function's, or an empty one where it is not known how.
func (w *passer) pass(index int, body []byte) []byte {
	w.b.body = body
	if w.b.decode(); !w.b.ok {
		return nil
	}
	w.code, w.out, w.temp = w.b.code, w.out[:0], none
	if w.passes[index] && !w.inside() {
		return nil
	}
	if !w.passes[index] {
		w.outside(index)
	}
	locals := w.b.locals[1:] // the first is taken to be a parameter
	if w.temp != none {
		locals = append(locals, typeI32)
	}
	if w.passes[index] {
		locals = locals[1:]
	}
	return append(appendLocals(make([]byte, 0, len(w.out)+8), locals), w.out...)
}

// passLeft returns bodies for the functions that are otherwise left as they were. It returns nil where not all functions can
// pass SP on, these or the others, or where there are no others.
func (p *program) passLeft(results []result) map[int][]byte {
	if p.passing == nil || !slices.ContainsFunc(results, func(r result) bool { return r.reason == "" }) {
		return nil
	}
	w := passer{passing: p.passing, module: p.module}
	left := map[int][]byte{}
	for i, r := range results {
		body := r.body
		if r.reason != "" {
			body = w.pass(p.imported+i, p.bodies[i])
			left[i] = body
		}
		if len(body) == 0 {
			return nil
		}
	}
	return left
}

func (w *passer) copy(from, to int) {
	if from < to {
		w.out = append(w.out, w.b.body[w.code[from].start:w.code[to-1].end]...)
	}
}

// ofGo tells whether an instruction calls a function that passes SP on.
func (w *passer) ofGo(x instruction) bool {
	return x.op == opCall && x.imm < int64(len(w.passes)) && w.passes[x.imm] || x.op == opCallIndirect && x.imm == int64(w.from)
}

// inside writes the code of a function that passes SP on.
func (w *passer) inside() bool {
	code := w.code
	done := 0
	for i := 0; i < len(code); i++ {
		x := code[i]
		rest := code[i+1:]
		switch {
		case w.ofGo(x):
			before := i
			if x.op == opCallIndirect {
				if before--; before < done || code[before].op != opLocalGet {
					return false
				}
			}
			w.copy(done, before)
			w.out = append(w.out, opLocalGet, localSP)
			w.copy(before, i)
			w.call(i)
			if refreshes := follow(rest, opGlobalGet, opLocalSet) && rest[0].imm == globalSP && rest[1].imm == localSP; refreshes {
				i, rest = i+2, rest[2:]
			}
			switch {
			case follow(rest, opReturn): // as SP or 0
				w.out = append(w.out, opReturn)
				i++
			case follow(rest, opI32Eqz, opIf), follow(rest, opI32Eqz, opBrIf):
				w.out = append(w.out, opLocalTee, localSP)
				i++
			default:
				w.out = append(w.out, opLocalTee, localSP, opI32Eqz)
			}
			done = i + 1
		case x.op == opCallIndirect:
			return false
		case x.op == opCall && w.looks[x.imm]:
			w.copy(done, i)
			w.out = append(w.out, opLocalGet, localSP, opGlobalSet, globalSP)
			w.copy(i, i+1)
			w.out = append(w.out, opGlobalGet, globalSP, opLocalSet, localSP)
			done = i + 1
		case x.is(opGlobalSet, globalSP):
			if i > done && code[i-1].is(opLocalTee, localSP) {
				w.copy(done, i-1)
			} else {
				w.copy(done, i)
			}
			switch {
			case follow(rest, opI32Const, opReturn) && rest[0].imm == 0:
				w.out = append(w.out, opReturn)
				i += 2
			case follow(rest, opLocalGet) && rest[0].imm == localSP:
				w.out = append(w.out, opLocalTee, localSP)
				i++
			default:
				w.out = append(w.out, opLocalSet, localSP)
			}
			done = i + 1
		case x.is(opGlobalGet, globalSP): // the local holds it
			w.copy(done, i)
			switch {
			case follow(rest, opLocalSet) && rest[0].imm == localSP || follow(rest, opDrop):
				i++
			case follow(rest, opLocalTee) && rest[0].imm == localSP:
				i++
				fallthrough
			default:
				w.out = append(w.out, opLocalGet, localSP)
			}
			done = i + 1
		case x.op == opReturn:
			if i == 0 {
				return false
			}
			switch before := code[i-1]; {
			case before.op == opUnreachable || before.op == opReturn:
			case before.is(opI32Const, 0):
				w.copy(done, i-1)
				w.out = append(w.out, opLocalGet, localSP, opReturn)
				done = i + 1
			case before.is(opI32Const, 1): // where unwinding begins
				w.copy(done, i-1)
				w.out = append(w.out, opLocalGet, localSP, opGlobalSet, globalSP, opI32Const, 0, opReturn)
				done = i + 1
			default:
				return false
			}
		case i == len(code)-1: // the end
			if i == 0 {
				return false
			}
			switch before := code[i-1]; {
			case before.is(opI32Const, 1):
				w.copy(done, i-1)
				w.out = append(w.out, opI32Const, 0)
				done = i
			case before.op == opUnreachable || before.op == opReturn || before.op == opBr || before.op == opBrTable:
			default:
				return false
			}
		}
	}
	w.copy(done, len(code))
	return true
}

// call writes the call at i.
func (w *passer) call(i int) {
	if w.code[i].op == opCall {
		w.copy(i, i+1)
	} else {
		w.out = append(appendUnsigned(append(w.out, opCallIndirect), uint64(w.to)), 0)
	}
}

// outside writes the code of a function that does not pass SP on, but may call such a one.
func (w *passer) outside(index int) {
	done := 0
	s, _ := w.module.signature(int64(index))
	for i, x := range w.code {
		if !w.ofGo(x) {
			continue
		}
		w.temp = int64(len(s.params) + len(w.b.locals) - 1)
		local := func(op byte) { w.out = appendUnsigned(append(w.out, op), uint64(w.temp)) }
		w.copy(done, i)
		if x.op == opCallIndirect {
			local(opLocalSet)
		}
		w.out = append(w.out, opGlobalGet, globalSP)
		if x.op == opCallIndirect {
			local(opLocalGet)
		}
		w.call(i)
		local(opLocalTee)
		w.out = append(w.out, opIf, typeVoid)
		local(opLocalGet)
		w.out = append(w.out, opGlobalSet, globalSP, opEnd)
		local(opLocalGet)
		w.out = append(w.out, opI32Eqz)
		done = i + 1
	}
	w.copy(done, len(w.code))
}

// encodePassing has the module say that Go's functions take SP and return it.
func (m *module) encodePassing(s *passing) {
	for i := range m.sections {
		switch section := &m.sections[i]; section.id {
		case sectionType:
			r := reader{data: section.body}
			n := r.count()
			body := append(appendUnsigned(nil, uint64(n+1)), section.body[r.pos:]...)
			section.body = append(body, 0x60, 2, typeI32, typeI32, 1, typeI32)
		case sectionFunction:
			body := appendUnsigned(nil, uint64(len(m.bodies)))
			for j, t := range m.functions[m.imported:] {
				if s.passes[m.imported+j] {
					t = s.to
				}
				body = appendUnsigned(body, uint64(t))
			}
			section.body = body
		}
	}
}
