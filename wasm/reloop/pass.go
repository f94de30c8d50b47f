package reloop

import (
	"slices"

	"velocidade/wasm/module"
)

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
func newPassing(m *module.Module, unwinds map[int64]bool) *passing {
	from := slices.Index(m.Types, goSignature)
	if from < 0 {
		return nil
	}
	s := &passing{from: uint32(from), to: uint32(len(m.Types)), passes: make([]bool, len(m.Functions)), looks: map[int64]bool{}, unwinds: unwinds}
	others := map[int64][]module.Instruction{}
	for i, t := range m.Functions {
		if i < m.Imported {
			s.looks[int64(i)] = true
			continue
		}
		body := m.Bodies[i-m.Imported]
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
	r := module.Reader{Data: body}
	runs := r.Count()
	for i := range runs {
		if n, t := r.U32(), r.Byte(); i == 0 && (n == 0 || t != module.TypeI32) {
			return false
		}
	}
	return runs > 0 && !r.Bad && len(body)-r.Pos > 4 && string(body[r.Pos:r.Pos+4]) == string([]byte{module.OpGlobalGet, globalSP, module.OpLocalSet, localSP})
}

func (s *passing) touchesSP(x module.Instruction) bool {
	switch x.Op {
	case module.OpCall:
		return s.ofGo(x) || s.looks[x.Imm]
	case module.OpGlobalGet, module.OpGlobalSet:
		return x.Imm == globalSP
	}
	return x.Op == module.OpCallIndirect
}

// passer writes what takes the place of the instruction at one place of a body, and of those that follow and belong to it.
type passer struct {
	*passing
	code  []module.Instruction
	body  []byte
	out   []byte
	at    int
	last  module.Opcode // what was written last, if that is one byte
	stuck bool          // it is not known what takes its place
}

// ofGo tells whether an instruction calls a function that passes SP on.
func (s *passing) ofGo(x module.Instruction) bool {
	return x.Op == module.OpCall && x.Imm < int64(len(s.passes)) && s.passes[x.Imm] || x.Op == module.OpCallIndirect && x.Imm == int64(s.from)
}

// step writes, or reports false where the passer is stuck, or where the instruction itself is to be written as it is.
func (w *passer) step() bool {
	x, rest, before := w.code[w.at], w.code[w.at+1:], module.Instruction{Op: module.OpNop}
	if w.at > 0 {
		before = w.code[w.at-1]
	}
	w.last = module.OpNop
	switch {
	case w.ofGo(x):
		return w.call(x, rest, before)
	case x.Op == module.OpCallIndirect:
		w.stuck = true
		return false
	case x.Op == module.OpCall && w.looks[x.Imm]:
		w.stuck = !follow(rest, module.OpGlobalGet) || rest[0].Imm != globalSP
		w.out = append(w.out, module.OpLocalGet, localSP, module.OpGlobalSet, globalSP)
		return false
	case x.Is(module.OpGlobalGet, globalSP) && before.Op == module.OpCall && w.looks[before.Imm]:
		w.out = append(w.out, module.OpGlobalGet, globalSP, module.OpLocalTee, localSP)
		if follow(rest, module.OpLocalSet) && rest[0].Imm == localSP {
			w.out[len(w.out)-2] = module.OpLocalSet
			w.at++
		}
	case x.Is(module.OpGlobalSet, globalSP):
		if before.Is(module.OpLocalTee, localSP) {
			w.out = w.out[:len(w.out)-2]
		}
		switch {
		case follow(rest, module.OpI32Const, module.OpReturn) && rest[0].Imm == 0:
			w.out = append(w.out, module.OpReturn)
			w.at += 2
		case follow(rest, module.OpLocalGet) && rest[0].Imm == localSP:
			w.out = append(w.out, module.OpLocalTee, localSP)
			w.at++
		default:
			w.out = append(w.out, module.OpLocalSet, localSP)
		}
	case x.Is(module.OpGlobalGet, globalSP): // the local holds it
		if follow(rest, module.OpLocalSet) && rest[0].Imm == localSP || follow(rest, module.OpDrop) {
			w.at++
			break
		}
		if follow(rest, module.OpLocalTee) && rest[0].Imm == localSP {
			w.at++
		}
		w.out = append(w.out, module.OpLocalGet, localSP)
	case x.Op == module.OpReturn:
		switch {
		case before.Is(module.OpI32Const, 0):
			w.out = append(w.out[:len(w.out)-2], module.OpLocalGet, localSP, module.OpReturn)
		case before.Is(module.OpI32Const, 1): // where unwinding begins
			w.out = append(w.out[:len(w.out)-2], module.OpLocalGet, localSP, module.OpGlobalSet, globalSP, module.OpI32Const, 0, module.OpReturn)
		default:
			w.stuck = before.Op != module.OpUnreachable && before.Op != module.OpReturn && before.Op != module.OpBr
			return false
		}
	default:
		return false
	}
	return true
}

// call writes a call of a function that passes SP on.
func (w *passer) call(x module.Instruction, rest []module.Instruction, before module.Instruction) bool {
	if x.Op == module.OpCall {
		w.out = append(w.out, module.OpLocalGet, localSP)
		w.out = append(w.out, w.body[x.Start:x.End()]...)
	} else {
		// The place in the table, which is on top of the operand stack, comes from this local, as Go writes it.
		if w.stuck = !before.Is(module.OpLocalGet, localPC); w.stuck {
			return false
		}
		w.out = append(w.out[:len(w.out)-2], module.OpLocalGet, localSP, module.OpLocalGet, localPC, module.OpCallIndirect)
		w.out = append(module.AppendUnsigned(w.out, uint64(w.to)), 0)
	}
	if follow(rest, module.OpGlobalGet, module.OpLocalSet) && rest[0].Imm == globalSP && rest[1].Imm == localSP {
		w.at, rest = w.at+2, rest[2:]
	}
	if follow(rest, module.OpReturn) || x.Op == module.OpCall && w.unwinds[x.Imm] && follow(rest, module.OpBrIf) { // as SP or 0
		w.out = append(w.out, module.OpReturn)
		w.at++
		return true
	}
	w.out, w.last = append(w.out, module.OpLocalTee, localSP, module.OpI32Eqz), module.OpI32Eqz
	return true
}

// passEnd has the end of a body, which is there to unwind, return 0. It reports false where the end is none that Go writes.
func passEnd(code []module.Instruction, out []byte) bool {
	if len(code) < 2 {
		return false
	}
	switch before := code[len(code)-2]; {
	case before.Is(module.OpI32Const, 1):
		out[len(out)-2] = 0
		return true
	default:
		return before.Op == module.OpUnreachable || before.Op == module.OpReturn || before.Op == module.OpBr || before.Op == module.OpBrTable
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
			b := decoded{body: p.Bodies[i]}
			if b.decode(); !b.ok {
				return nil
			}
			if p.passing.passes[p.Imported+i] {
				w := narrower{passes: true, whole: true}
				body = w.narrowBody(p, b)
			} else {
				body = p.passFromOutside(p.Imported+i, b)
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
	s, _ := p.Signature(int64(index))
	locals := b.locals[1:] // the first is taken to be a parameter
	temporary := uint64(len(s.Params) + len(locals))
	var out []byte
	local := func(op byte) { out = module.AppendUnsigned(append(out, op), temporary) }
	used := false
	for _, x := range b.code {
		if !p.passing.ofGo(x) {
			out = append(out, b.body[x.Start:x.End()]...)
			continue
		}
		used = true
		if x.Op == module.OpCall {
			out = append(append(out, module.OpGlobalGet, globalSP), b.body[x.Start:x.End()]...)
		} else {
			local(module.OpLocalSet)
			out = append(out, module.OpGlobalGet, globalSP)
			local(module.OpLocalGet)
			out = append(module.AppendUnsigned(append(out, module.OpCallIndirect), uint64(p.passing.to)), 0)
		}
		local(module.OpLocalTee)
		out = append(out, module.OpIf, module.TypeVoid)
		local(module.OpLocalGet)
		out = append(out, module.OpGlobalSet, globalSP, module.OpEnd)
		local(module.OpLocalGet)
		out = append(out, module.OpI32Eqz)
	}
	if used {
		locals = append(locals, module.TypeI32)
	}
	return append(appendLocals(nil, locals), out...)
}

// encodePassing has the module say that Go's functions take SP and return it.
func encodePassing(m *module.Module, s *passing) {
	for i := range m.Sections {
		switch section := &m.Sections[i]; section.ID {
		case module.SectionType:
			r := module.Reader{Data: section.Body}
			n := r.Count()
			body := append(module.AppendUnsigned(nil, uint64(n+1)), section.Body[r.Pos:]...)
			section.Body = append(body, 0x60, 2, module.TypeI32, module.TypeI32, 1, module.TypeI32)
		case module.SectionFunction:
			body := module.AppendUnsigned(nil, uint64(len(m.Bodies)))
			for j, t := range m.Functions[m.Imported:] {
				if s.passes[m.Imported+j] {
					t = s.to
				}
				body = module.AppendUnsigned(body, uint64(t))
			}
			section.Body = body
		}
	}
}
