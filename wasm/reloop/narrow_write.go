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
		opI64DivS, opI64DivU, opI64RemS, opI64RemU,
	} {
		table[op] = true
	}
	return table
}()

// stays tells whether write would append instruction i as it is, of most at once.
func (w *narrower) stays(i int) bool {
	op := w.code[i].op
	switch {
	case w.narrow[i]:
		return false
	case op >= opLocalGet && op <= opLocalTee:
		return w.wideLocal(i)
	}
	return op >= 256 || !changing[op]
}

// write appends instruction i, or what gives the lower half of its value.
func (w *narrower) write(out, body []byte, i int) []byte {
	x := w.code[i]
	narrow := w.narrow[i]
	half := func() []byte { return append(append(out, halves[x.op]), body[x.start+1:x.end]...) }
	same := func() []byte { return append(out, body[x.start:x.end]...) }
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
		if w.cleanInputs(int32(i)) {
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
		if narrow && w.shifts(int32(i)) && w.clean(w.inputs[i][0]) {
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
		if w.cleanInputs(int32(i)) {
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
