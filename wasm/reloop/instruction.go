package reloop

// instruction is one decoded instruction: data[start:end] of the body it came from.
type instruction struct {
	op         opcode
	start, end int32
	imm        int64 // its only or most telling immediate: constant, index, label, offset, block type
}

// is tells whether the instruction is op with that immediate.
func (x instruction) is(op opcode, imm int64) bool { return x.op == op && x.imm == imm }

// decode appends the instructions of a body, from byte pos to its end, to list. It reports false on an instruction that
// Go does not use, which is no error of the module.
func decode(list []instruction, body []byte, pos int) ([]instruction, bool) {
	r := reader{data: body, pos: pos}
	for r.more() {
		x := instruction{start: int32(r.pos)}
		x.op = opcode(r.byte())
		switch op := x.op; {
		case op.opensBlock():
			x.imm = int64(r.byte())
			if x.imm != typeVoid && (x.imm < typeF64 || x.imm > typeI32) {
				return list, false
			}
		case op == opBr || op == opBrIf || op == opCall || op >= opLocalGet && op <= opGlobalSet:
			x.imm = int64(r.u32())
		case op == opBrTable:
			for n := r.count(); n >= 0 && !r.bad; n-- {
				r.u32()
			}
		case op == opCallIndirect:
			x.imm = int64(r.u32())
			if r.byte() != 0 {
				return list, false
			}
		case op.accesses():
			if r.u32() > 3 { // the alignment; bit 6 would say that a memory's index follows
				return list, false
			}
			x.imm = int64(r.u32())
		case op == opMemorySize || op == opMemoryGrow:
			if r.byte() != 0 {
				return list, false
			}
		case op == opI32Const:
			x.imm = int64(int32(r.s64()))
		case op == opI64Const:
			x.imm = r.s64()
		case op == opF32Const:
			r.bytes(4)
		case op == opF64Const:
			r.bytes(8)
		case op == opPrefix:
			sub := r.u32()
			if sub >= uint32(len(prefixedEffects)) || !prefixedEffects[sub].fixed {
				return list, false
			}
			x.op = opPrefix<<8 | opcode(sub)
			if x.op == opMemoryCopy && r.byte() != 0 || x.op >= opMemoryCopy && r.byte() != 0 {
				return list, false
			}
		case op == opUnreachable, op == opElse, op == opEnd, op == opReturn, op == opDrop, op == opSelect, op.effect().fixed:
		default:
			return list, false
		}
		x.end = int32(r.pos)
		list = append(list, x)
	}
	return list, !r.bad
}

// labels reads the targets of a br_table, the default last.
func labels(body []byte, x instruction) []uint32 {
	r := reader{data: body[:x.end], pos: int(x.start) + 1}
	list := make([]uint32, r.count()+1)
	for i := range list {
		list[i] = r.u32()
	}
	return list
}
