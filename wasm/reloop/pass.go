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
//	call that      call f; global.get 0; local.set SP  local.get SP; call f; return
//	only unwinds   br_if $unwind
//
// The stack may move during a call, and SP with it; so the callee says what SP is. No stack lies at address 0.
//
// The global is right wherever control is outside of Go's functions. Of those there are few: imports, which may call back;
// the loop that takes up what was put aside, and other functions for hosts; barriers. So functions of Go set it before they
// call such a one, and where they begin to unwind.
//
// The functions that only unwind are those of checks: of the stack, and for nil. Nothing goes on behind such a call, so an
// engine need not keep what it has in registers for what follows, which is most of the code and nearly all of the time.

// passing is what has to be known of a module whose functions pass SP on.
type passing struct {
	from, to uint32         // type of Go's functions among the module's, before and after
	passes   []bool         // of each function: whether it is one of Go's
	looks    map[int64]bool // the others that look at the global or change it
	unwinds  map[int64]bool // those that never return, but by unwinding: the program's
}

// newPassing finds out how a module's functions can pass SP on. It returns nil where they cannot.
func newPassing(m *module, unwinds map[int64]bool) *passing {
	from := slices.Index(m.types, goSignature)
	if from < 0 {
		return nil
	}
	s := &passing{from: uint32(from), to: uint32(len(m.types)), passes: make([]bool, len(m.functions)), looks: map[int64]bool{}, unwinds: unwinds}
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
		return s.ofGo(x) || s.looks[x.imm]
	case opGlobalGet, opGlobalSet:
		return x.imm == globalSP
	}
	return x.op == opCallIndirect
}

// passer writes what takes the place of the instruction at one place of a body, and of those that follow and belong to it.
type passer struct {
	*passing
	code  []instruction
	body  []byte
	out   []byte
	at    int
	last  opcode // what was written last, if that is one byte
	stuck bool   // it is not known what takes its place
}

// ofGo tells whether an instruction calls a function that passes SP on.
func (s *passing) ofGo(x instruction) bool {
	return x.op == opCall && x.imm < int64(len(s.passes)) && s.passes[x.imm] || x.op == opCallIndirect && x.imm == int64(s.from)
}

// step writes, or reports false where the passer is stuck, or where the instruction itself is to be written as it is.
func (w *passer) step() bool {
	x, rest, before := w.code[w.at], w.code[w.at+1:], instruction{op: opNop}
	if w.at > 0 {
		before = w.code[w.at-1]
	}
	w.last = opNop
	switch {
	case w.ofGo(x):
		return w.call(x, rest, before)
	case x.op == opCallIndirect:
		w.stuck = true
		return false
	case x.op == opCall && w.looks[x.imm]:
		w.stuck = !follow(rest, opGlobalGet) || rest[0].imm != globalSP
		w.out = append(w.out, opLocalGet, localSP, opGlobalSet, globalSP)
		return false
	case x.is(opGlobalGet, globalSP) && before.op == opCall && w.looks[before.imm]:
		w.out = append(w.out, opGlobalGet, globalSP, opLocalTee, localSP)
		if follow(rest, opLocalSet) && rest[0].imm == localSP {
			w.out[len(w.out)-2] = opLocalSet
			w.at++
		}
	case x.is(opGlobalSet, globalSP):
		if before.is(opLocalTee, localSP) {
			w.out = w.out[:len(w.out)-2]
		}
		switch {
		case follow(rest, opI32Const, opReturn) && rest[0].imm == 0:
			w.out = append(w.out, opReturn)
			w.at += 2
		case follow(rest, opLocalGet) && rest[0].imm == localSP:
			w.out = append(w.out, opLocalTee, localSP)
			w.at++
		default:
			w.out = append(w.out, opLocalSet, localSP)
		}
	case x.is(opGlobalGet, globalSP): // the local holds it
		if follow(rest, opLocalSet) && rest[0].imm == localSP || follow(rest, opDrop) {
			w.at++
			break
		}
		if follow(rest, opLocalTee) && rest[0].imm == localSP {
			w.at++
		}
		w.out = append(w.out, opLocalGet, localSP)
	case x.op == opReturn:
		switch {
		case before.is(opI32Const, 0):
			w.out = append(w.out[:len(w.out)-2], opLocalGet, localSP, opReturn)
		case before.is(opI32Const, 1): // where unwinding begins
			w.out = append(w.out[:len(w.out)-2], opLocalGet, localSP, opGlobalSet, globalSP, opI32Const, 0, opReturn)
		default:
			w.stuck = before.op != opUnreachable && before.op != opReturn && before.op != opBr
			return false
		}
	default:
		return false
	}
	return true
}

// call writes a call of a function that passes SP on.
func (w *passer) call(x instruction, rest []instruction, before instruction) bool {
	if x.op == opCall {
		w.out = append(w.out, opLocalGet, localSP)
		w.out = append(w.out, w.body[x.start:x.end()]...)
	} else {
		// The place in the table, which is on top of the operand stack, comes from this local, as Go writes it.
		if w.stuck = !before.is(opLocalGet, localPC); w.stuck {
			return false
		}
		w.out = append(w.out[:len(w.out)-2], opLocalGet, localSP, opLocalGet, localPC, opCallIndirect)
		w.out = append(appendUnsigned(w.out, uint64(w.to)), 0)
	}
	if follow(rest, opGlobalGet, opLocalSet) && rest[0].imm == globalSP && rest[1].imm == localSP {
		w.at, rest = w.at+2, rest[2:]
	}
	if follow(rest, opReturn) || x.op == opCall && w.unwinds[x.imm] && follow(rest, opBrIf) { // as SP or 0
		w.out = append(w.out, opReturn)
		w.at++
		return true
	}
	w.out, w.last = append(w.out, opLocalTee, localSP, opI32Eqz), opI32Eqz
	return true
}

// passEnd has the end of a body, which is there to unwind, return 0. It reports false where the end is none that Go writes.
func passEnd(code []instruction, out []byte) bool {
	if len(code) < 2 {
		return false
	}
	switch before := code[len(code)-2]; {
	case before.is(opI32Const, 1):
		out[len(out)-2] = 0
		return true
	default:
		return before.op == opUnreachable || before.op == opReturn || before.op == opBr || before.op == opBrTable
	}
}

// passLeft returns bodies for the functions that are otherwise left as they were. It returns nil where not all functions can
// pass SP on, these or the others, or where there are no others.
func (p *program) passLeft(results []result) map[int][]byte {
	if p.passing == nil || !slices.ContainsFunc(results, func(r result) bool { return r.reason == "" }) {
		return nil
	}
	left := map[int][]byte{}
	for i, r := range results {
		body := r.body
		if r.reason != "" {
			b := decoded{body: p.bodies[i]}
			if b.decode(); !b.ok {
				return nil
			}
			if p.passing.passes[p.imported+i] {
				w := narrower{passes: true, whole: true}
				body = w.narrowBody(p, b)
			} else {
				body = p.passFromOutside(p.imported+i, b)
			}
			left[i] = body
		}
		if len(body) == 0 {
			return nil
		}
	}
	return left
}

// passFromOutside returns the body of a function that does not pass SP on, but may call such a one.
func (p *program) passFromOutside(index int, b decoded) []byte {
	s, _ := p.signature(int64(index))
	locals := b.locals[1:] // the first is taken to be a parameter
	temporary := uint64(len(s.params) + len(locals))
	var out []byte
	local := func(op byte) { out = appendUnsigned(append(out, op), temporary) }
	used := false
	for _, x := range b.code {
		if !p.passing.ofGo(x) {
			out = append(out, b.body[x.start:x.end()]...)
			continue
		}
		used = true
		if x.op == opCall {
			out = append(append(out, opGlobalGet, globalSP), b.body[x.start:x.end()]...)
		} else {
			local(opLocalSet)
			out = append(out, opGlobalGet, globalSP)
			local(opLocalGet)
			out = append(appendUnsigned(append(out, opCallIndirect), uint64(p.passing.to)), 0)
		}
		local(opLocalTee)
		out = append(out, opIf, typeVoid)
		local(opLocalGet)
		out = append(out, opGlobalSet, globalSP, opEnd)
		local(opLocalGet)
		out = append(out, opI32Eqz)
	}
	if used {
		locals = append(locals, typeI32)
	}
	return append(appendLocals(nil, locals), out...)
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
