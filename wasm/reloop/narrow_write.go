package reloop

import "velocidade/wasm/module"

// halves are the instructions that compute the lower half of what another computes, from lower halves.
var halves = [256]byte{
	module.OpI64Add: module.OpI32Add, module.OpI64Sub: module.OpI32Sub, module.OpI64Mul: module.OpI32Mul, module.OpI64And: module.OpI32And, module.OpI64Or: module.OpI32Or, module.OpI64Xor: module.OpI32Xor,
	module.OpI64Shl: module.OpI32Shl, module.OpI64ShrU: module.OpI32ShrU, module.OpI64Extend8: module.OpI32Extend8, module.OpI64Extend16: module.OpI32Extend16,
	module.OpI64Load8S: module.OpI32Load8S, module.OpI64Load8U: module.OpI32Load8U, module.OpI64Load16S: module.OpI32Load16S, module.OpI64Load16U: module.OpI32Load16U,
	module.OpI64Load32S: module.OpI32Load, module.OpI64Load32U: module.OpI32Load,
	module.OpI64Store8: module.OpI32Store8, module.OpI64Store16: module.OpI32Store16, module.OpI64Store32: module.OpI32Store,
	// Of comparisons and divisions, where the upper halves are 0: then no operand is negative.
	module.OpI64Eqz: module.OpI32Eqz, module.OpI64Eq: module.OpI32Eq, module.OpI64Ne: module.OpI32Ne, module.OpI64LtS: module.OpI32LtU, module.OpI64LtU: module.OpI32LtU, module.OpI64GtS: module.OpI32GtU,
	module.OpI64GtU: module.OpI32GtU, module.OpI64LeS: module.OpI32LeU, module.OpI64LeU: module.OpI32LeU, module.OpI64GeS: module.OpI32GeU, module.OpI64GeU: module.OpI32GeU,
	module.OpI64DivS: module.OpI32DivU, module.OpI64DivU: module.OpI32DivU, module.OpI64RemS: module.OpI32RemU, module.OpI64RemU: module.OpI32RemU,
}

// changing are the instructions that may be written otherwise although their value is not narrow.
var changing = func() (table [256]bool) {
	for _, op := range []module.Opcode{
		module.OpI32WrapI64, module.OpI64Store8, module.OpI64Store16, module.OpI64Store32, module.OpI64Extend8, module.OpI64Extend16, module.OpI64Extend32, module.OpI64And,
		module.OpI64Eqz, module.OpI64Eq, module.OpI64Ne, module.OpI64LtS, module.OpI64LtU, module.OpI64GtS, module.OpI64GtU, module.OpI64LeS, module.OpI64LeU, module.OpI64GeS, module.OpI64GeU,
		module.OpI64DivS, module.OpI64DivU, module.OpI64RemS, module.OpI64RemU, module.OpNop, module.OpI32Eqz,
	} {
		table[op] = true
	}
	return table
}()

// touched are those and the accesses to locals.
var touched = func() (table [256]bool) {
	table = changing
	for op := module.OpLocalGet; op <= module.OpLocalTee; op++ {
		table[op] = true
	}
	return table
}()

// passingOn are the instructions in which SP is passed on.
var passingOn = func() (table [256]bool) {
	for _, op := range []module.Opcode{module.OpCall, module.OpCallIndirect, module.OpGlobalGet, module.OpGlobalSet, module.OpReturn} {
		table[op] = true
	}
	return table
}()

// touchedPassing are those and the others that are touched.
var touchedPassing = func() (table [256]bool) {
	for op := range table {
		table[op] = touched[op] || passingOn[op]
	}
	return table
}()

// stays tells whether write would append instruction i as it is, of most at once.
func (w *narrower) stays(i int) bool {
	op := w.code[i].Op
	switch {
	case w.narrow[i]:
		return false
	case w.passes && op < 256 && passingOn[op]:
		return (op == module.OpGlobalGet || op == module.OpGlobalSet) && w.code[i].Imm != globalSP
	case op >= module.OpLocalGet && op <= module.OpLocalTee:
		return w.wideLocal(i) && (op == module.OpLocalGet || w.set(i) == assigned)
	}
	return op >= 256 || !changing[op]
}

// fate is what becomes of an assignment to a local.
type fate uint8

const (
	assigned fate = iota
	unread        // no one reads it
	passed        // the next instruction reads it, and no other: the value stays on the operand stack
	shared        // the next instruction reads it, and others
)

// set tells what becomes of the local.set or local.tee at i. Nothing lies between it and the next instruction but what does
// nothing, so that one sees its value and no other.
func (w *narrower) set(i int) fate {
	web := w.webs.of[i]
	if web != none && w.reads[web] == 0 {
		return unread
	}
	if w.code[i].Op == module.OpLocalTee {
		return assigned
	}
	next := w.after(i)
	switch {
	case next == len(w.code) || !w.code[next].Is(module.OpLocalGet, w.code[i].Imm):
		return assigned
	case web != none && w.reads[web] == 1:
		return passed
	}
	return shared
}

// after is the instruction after i that does anything.
func (w *narrower) after(i int) int {
	for i++; i < len(w.code) && w.code[i].Op == module.OpNop; i++ {
	}
	return i
}

// writeAll writes the body, in which only the given instructions may be touched. It reports false where it is not known how SP is to
// be passed on.
func (w *narrower) writeAll(body []byte, may *[256]bool) bool {
	params := 1
	if w.passes {
		params++
	}
	out := appendLocals(w.out[:0], w.locals[params:])
	last := module.Opcode(module.OpNop) // what was written last, if that is one byte
	for i := 0; i < len(w.code); i++ {
		from := i
		for i < len(w.code) && (!w.narrow[i] && (w.code[i].Op >= 256 || !may[w.code[i].Op]) || w.stays(i)) {
			i++
		}
		if i > from {
			out = append(out, body[w.code[from].Start:w.code[i-1].End()]...)
			last = w.code[i-1].Op
		}
		if i == len(w.code) {
			break
		}
		before := len(out)
		if w.passes && w.code[i].Op < 256 && passingOn[w.code[i].Op] {
			p := passer{passing: w.program.passing, code: w.code, body: body, out: out, at: i}
			if p.step() {
				out, i, last = p.out, p.at, p.last
				continue
			}
			if out = p.out; p.stuck {
				return false
			}
		}
		switch x := w.code[i]; {
		case x.Op == module.OpNop:
		case x.Op == module.OpLocalSet && w.set(i) != assigned:
			switch w.set(i) {
			case unread:
				out = append(out, module.OpDrop)
			case shared:
				local := int32(x.Imm)
				if !w.wideLocal(i) {
					local = w.renamed[x.Imm]
				}
				out = module.AppendUnsigned(append(out, module.OpLocalTee), uint64(local))
				fallthrough
			case passed:
				i = w.after(i)
				out = w.passOn(out, i)
			}
		case x.Op == module.OpLocalTee && w.set(i) == unread:
			out = w.passOn(out, i)
		case x.Op == module.OpI32Eqz || x.Op == module.OpI64Eqz && w.halved(int32(i)):
			opposite := opposites[last]
			switch next := w.after(i); {
			case opposite != 0:
				out[len(out)-1], last = opposite, module.Opcode(opposite)
			case last == module.OpI32Eqz && next < len(w.code) && (w.code[next].Op == module.OpBrIf || w.code[next].Op == module.OpIf):
				out, last = out[:len(out)-1], module.OpNop // two negations are none to who asks for zero or not
			default:
				out, last = append(out, module.OpI32Eqz), module.OpI32Eqz
			}
			continue
		default:
			out = w.write(out, body, i)
		}
		switch len(out) - before {
		case 0:
		case 1:
			last = module.Opcode(out[before])
		default:
			last = module.OpNop
		}
	}
	w.out = out
	return !w.passes || passEnd(w.code, out)
}

// passOn writes what is left of an instruction that reads a local where its value is on the operand stack already.
func (w *narrower) passOn(out []byte, i int) []byte {
	if w.narrow[i] && w.givesI64(i) {
		return append(out, module.OpI32WrapI64)
	}
	return out
}

// write appends instruction i, or what gives the lower half of its value.
func (w *narrower) write(out, body []byte, i int) []byte {
	x := w.code[i]
	narrow := w.narrow[i]
	half := func() []byte { return append(append(out, halves[x.Op]), body[x.Start+1:x.End()]...) }
	same := func() []byte { return append(out, body[x.Start:x.End()]...) }
	switch x.Op {
	case module.OpI32WrapI64:
		if w.inputs[i][0] != none {
			return out // what it takes is narrow
		}
	case module.OpI64Store8, module.OpI64Store16, module.OpI64Store32:
		if w.inputs[i][1] != none {
			return half()
		}
	case module.OpI64Eqz, module.OpI64Eq, module.OpI64Ne, module.OpI64LtS, module.OpI64LtU, module.OpI64GtS, module.OpI64GtU, module.OpI64LeS, module.OpI64LeU, module.OpI64GeS, module.OpI64GeU:
		if w.halved(int32(i)) {
			return half()
		}
	case module.OpI64Extend8, module.OpI64Extend16, module.OpI64Extend32:
		switch {
		case w.inputs[i][0] == none:
		case narrow && x.Op == module.OpI64Extend32:
			return out
		case narrow:
			return half()
		case x.Op == module.OpI64Extend32:
			return append(out, module.OpI64ExtendS)
		default:
			return append(half(), module.OpI64ExtendS)
		}
	case module.OpI64And:
		if !narrow && !w.masks(int32(i)) {
			break
		}
		if v := w.inputs[i][1]; v == none || !w.allOnes(v) {
			out = half()
		}
		if !narrow {
			out = append(out, module.OpI64ExtendU)
		}
		return out
	case module.OpI64ShrU:
		if narrow && w.shifts(int32(i)) && w.halved(int32(i)) {
			return half()
		}
	case module.OpI64Shl:
		if narrow && w.shifts(int32(i)) {
			return half()
		}
	case module.OpI64Add, module.OpI64Sub, module.OpI64Mul, module.OpI64Or, module.OpI64Xor,
		module.OpI64Load8S, module.OpI64Load8U, module.OpI64Load16S, module.OpI64Load16U, module.OpI64Load32S, module.OpI64Load32U:
		if narrow {
			return half()
		}
	case module.OpI64ExtendS, module.OpI64ExtendU:
		if narrow {
			return out // what it takes is the lower half
		}
	case module.OpI64Const:
		if narrow && w.allOnes(int32(i)) {
			return out
		} else if narrow {
			return module.AppendSigned(append(out, module.OpI32Const), int64(int32(x.Imm)))
		}
	case module.OpI64DivS, module.OpI64DivU, module.OpI64RemS, module.OpI64RemU:
		if w.halved(int32(i)) {
			if out = half(); !narrow {
				out = append(out, module.OpI64ExtendU)
			}
			return out
		}
	case module.OpSelect:
		return same() // of either type
	case module.OpLocalGet, module.OpLocalSet, module.OpLocalTee:
		if !w.wideLocal(i) {
			return module.AppendUnsigned(append(out, byte(x.Op)), uint64(w.renamed[x.Imm]))
		}
	}
	out = same()
	if narrow && w.givesI64(i) {
		out = append(out, module.OpI32WrapI64)
	}
	return out
}

// allOnes tells whether a narrow value is a constant that an i64.and takes second and that leaves its lower half as it is.
func (w *narrower) allOnes(v int32) bool {
	user := w.user[v]
	return w.code[v].Op == module.OpI64Const && int32(w.code[v].Imm) == -1 &&
		user != none && w.code[user].Op == module.OpI64And && w.inputs[user][1] == v && w.inputs[user][0] != none
}
