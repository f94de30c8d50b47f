package reloop

// halves are the instructions that compute the lower half of what another computes, from lower halves.
var halves = [256]byte{
	opI64Add: opI32Add, opI64Sub: opI32Sub, opI64Mul: opI32Mul, opI64And: opI32And, opI64Or: opI32Or, opI64Xor: opI32Xor,
	opI64Shl: opI32Shl, opI64ShrU: opI32ShrU, opI64Extend8: opI32Extend8, opI64Extend16: opI32Extend16,
	opI64Load8S: opI32Load8S, opI64Load8U: opI32Load8U, opI64Load16S: opI32Load16S, opI64Load16U: opI32Load16U,
	opI64Load32S: opI32Load, opI64Load32U: opI32Load,
	opI64Store8: opI32Store8, opI64Store16: opI32Store16, opI64Store32: opI32Store,
	// Of comparisons and divisions, where the upper halves are 0: then no operand is negative.
	opI64Eqz: opI32Eqz, opI64Eq: opI32Eq, opI64Ne: opI32Ne, opI64LtS: opI32LtU, opI64LtU: opI32LtU, opI64GtS: opI32GtU,
	opI64GtU: opI32GtU, opI64LeS: opI32LeU, opI64LeU: opI32LeU, opI64GeS: opI32GeU, opI64GeU: opI32GeU,
	opI64DivS: opI32DivU, opI64DivU: opI32DivU, opI64RemS: opI32RemU, opI64RemU: opI32RemU,
}

// changing are the instructions that may be written otherwise although their value is not narrow.
var changing = func() (table [256]bool) {
	for _, op := range []opcode{
		opI32WrapI64, opI64Store8, opI64Store16, opI64Store32, opI64Extend8, opI64Extend16, opI64Extend32, opI64And,
		opI64Eqz, opI64Eq, opI64Ne, opI64LtS, opI64LtU, opI64GtS, opI64GtU, opI64LeS, opI64LeU, opI64GeS, opI64GeU,
		opI64DivS, opI64DivU, opI64RemS, opI64RemU, opNop, opI32Eqz,
	} {
		table[op] = true
	}
	return table
}()

// touched are those and the accesses to locals.
var touched = func() (table [256]bool) {
	table = changing
	for op := opLocalGet; op <= opLocalTee; op++ {
		table[op] = true
	}
	return table
}()

// passingOn are the instructions in which SP is passed on.
var passingOn = func() (table [256]bool) {
	for _, op := range []opcode{opCall, opCallIndirect, opGlobalGet, opGlobalSet, opReturn} {
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
	op := w.code[i].op
	switch {
	case w.narrow[i]:
		return false
	case w.passes && op < 256 && passingOn[op]:
		return (op == opGlobalGet || op == opGlobalSet) && w.code[i].imm != globalSP
	case op >= opLocalGet && op <= opLocalTee:
		return w.wideLocal(i) && (op == opLocalGet || w.set(i) == assigned)
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
	if w.code[i].op == opLocalTee {
		return assigned
	}
	next := w.after(i)
	switch {
	case next == len(w.code) || !w.code[next].is(opLocalGet, w.code[i].imm):
		return assigned
	case web != none && w.reads[web] == 1:
		return passed
	}
	return shared
}

// after is the instruction after i that does anything.
func (w *narrower) after(i int) int {
	for i++; i < len(w.code) && w.code[i].op == opNop; i++ {
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
	last := opcode(opNop) // what was written last, if that is one byte
	for i := 0; i < len(w.code); i++ {
		from := i
		for i < len(w.code) && (!w.narrow[i] && (w.code[i].op >= 256 || !may[w.code[i].op]) || w.stays(i)) {
			i++
		}
		if i > from {
			out = append(out, body[w.code[from].start:w.code[i-1].end()]...)
			last = w.code[i-1].op
		}
		if i == len(w.code) {
			break
		}
		before := len(out)
		if w.passes && w.code[i].op < 256 && passingOn[w.code[i].op] {
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
		case x.op == opNop:
		case x.op == opLocalSet && w.set(i) != assigned:
			switch w.set(i) {
			case unread:
				out = append(out, opDrop)
			case shared:
				local := int32(x.imm)
				if !w.wideLocal(i) {
					local = w.renamed[x.imm]
				}
				out = appendUnsigned(append(out, opLocalTee), uint64(local))
				fallthrough
			case passed:
				i = w.after(i)
				out = w.passOn(out, i)
			}
		case x.op == opLocalTee && w.set(i) == unread:
			out = w.passOn(out, i)
		case x.op == opI32Eqz || x.op == opI64Eqz && w.halved(int32(i)):
			opposite := opposites[last]
			switch next := w.after(i); {
			case opposite != 0:
				out[len(out)-1], last = opposite, opcode(opposite)
			case last == opI32Eqz && next < len(w.code) && (w.code[next].op == opBrIf || w.code[next].op == opIf):
				out, last = out[:len(out)-1], opNop // two negations are none to who asks for zero or not
			default:
				out, last = append(out, opI32Eqz), opI32Eqz
			}
			continue
		default:
			out = w.write(out, body, i)
		}
		switch len(out) - before {
		case 0:
		case 1:
			last = opcode(out[before])
		default:
			last = opNop
		}
	}
	w.out = out
	return !w.passes || passEnd(w.code, out)
}

// passOn writes what is left of an instruction that reads a local where its value is on the operand stack already.
func (w *narrower) passOn(out []byte, i int) []byte {
	if w.narrow[i] && w.givesI64(i) {
		return append(out, opI32WrapI64)
	}
	return out
}

// write appends instruction i, or what gives the lower half of its value.
func (w *narrower) write(out, body []byte, i int) []byte {
	x := w.code[i]
	narrow := w.narrow[i]
	half := func() []byte { return append(append(out, halves[x.op]), body[x.start+1:x.end()]...) }
	same := func() []byte { return append(out, body[x.start:x.end()]...) }
	switch x.op {
	case opI32WrapI64:
		if w.inputs[i][0] != none {
			return out // what it takes is narrow
		}
	case opI64Store8, opI64Store16, opI64Store32:
		if w.inputs[i][1] != none {
			return half()
		}
	case opI64Eqz, opI64Eq, opI64Ne, opI64LtS, opI64LtU, opI64GtS, opI64GtU, opI64LeS, opI64LeU, opI64GeS, opI64GeU:
		if w.halved(int32(i)) {
			return half()
		}
	case opI64Extend8, opI64Extend16, opI64Extend32:
		switch {
		case w.inputs[i][0] == none:
		case narrow && x.op == opI64Extend32:
			return out
		case narrow:
			return half()
		case x.op == opI64Extend32:
			return append(out, opI64ExtendS)
		default:
			return append(half(), opI64ExtendS)
		}
	case opI64And:
		if !narrow && !w.masks(int32(i)) {
			break
		}
		if v := w.inputs[i][1]; v == none || !w.allOnes(v) {
			out = half()
		}
		if !narrow {
			out = append(out, opI64ExtendU)
		}
		return out
	case opI64ShrU:
		if narrow && w.shifts(int32(i)) && w.halved(int32(i)) {
			return half()
		}
	case opI64Shl:
		if narrow && w.shifts(int32(i)) {
			return half()
		}
	case opI64Add, opI64Sub, opI64Mul, opI64Or, opI64Xor,
		opI64Load8S, opI64Load8U, opI64Load16S, opI64Load16U, opI64Load32S, opI64Load32U:
		if narrow {
			return half()
		}
	case opI64ExtendS, opI64ExtendU:
		if narrow {
			return out // what it takes is the lower half
		}
	case opI64Const:
		if narrow && w.allOnes(int32(i)) {
			return out
		} else if narrow {
			return appendSigned(append(out, opI32Const), int64(int32(x.imm)))
		}
	case opI64DivS, opI64DivU, opI64RemS, opI64RemU:
		if w.halved(int32(i)) {
			if out = half(); !narrow {
				out = append(out, opI64ExtendU)
			}
			return out
		}
	case opSelect:
		return same() // of either type
	case opLocalGet, opLocalSet, opLocalTee:
		if !w.wideLocal(i) {
			return appendUnsigned(append(out, byte(x.op)), uint64(w.renamed[x.imm]))
		}
	}
	out = same()
	if narrow && w.givesI64(i) {
		out = append(out, opI32WrapI64)
	}
	return out
}

// allOnes tells whether a narrow value is a constant that an i64.and takes second and that leaves its lower half as it is.
func (w *narrower) allOnes(v int32) bool {
	user := w.user[v]
	return w.code[v].op == opI64Const && int32(w.code[v].imm) == -1 &&
		user != none && w.code[user].op == opI64And && w.inputs[user][1] == v && w.inputs[user][0] != none
}
