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
		at := r.pos
		x := instruction{op: opcode(body[at]), start: int32(at)}
		r.pos++
		// Nearly all instructions are one byte, or it and small numbers of one byte each.
		switch simple[x.op] {
		case alone:
			x.end = int32(r.pos)
			list = append(list, x)
			continue
		case withNumber:
			if r.pos < len(body) && body[r.pos] < 0x80 {
				x.imm = int64(body[r.pos])
				r.pos++
				x.end = int32(r.pos)
				list = append(list, x)
				continue
			}
		case withSigned:
			if r.pos < len(body) && body[r.pos] < 0x80 {
				x.imm = int64(int8(body[r.pos]<<1) >> 1)
				r.pos++
				x.end = int32(r.pos)
				list = append(list, x)
				continue
			}
		case withAccess:
			if r.pos+1 < len(body) && body[r.pos] <= maxAlignment && body[r.pos+1] < 0x80 {
				x.imm = int64(body[r.pos+1])
				r.pos += 2
				x.end = int32(r.pos)
				list = append(list, x)
				continue
			}
		}
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
			if r.u32() > maxAlignment { // bit 6 would say that a memory's index follows
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

const maxAlignment = 3

// simple tells of instructions that are decoded at once: those that are alone, those with one number, and those with the
// two of a load or store.
var simple = func() (table [256]uint8) {
	for op := range table {
		switch op := opcode(op); {
		case op == opBr || op == opBrIf || op == opCall || op >= opLocalGet && op <= opGlobalSet:
			table[op] = withNumber
		case op == opI32Const || op == opI64Const:
			table[op] = withSigned
		case op.accesses():
			table[op] = withAccess
		case op == opUnreachable, op == opElse, op == opEnd, op == opReturn, op == opDrop, op == opSelect,
			op.effect().fixed && !op.accesses() && op != opMemorySize && op != opMemoryGrow && (op < opI32Const || op > opF64Const):
			table[op] = alone
		}
	}
	return table
}()

const (
	alone      = 1
	withNumber = 2
	withSigned = 3
	withAccess = 4
)

// labels appends the targets of a br_table to list, the default last.
func labels(list []uint32, body []byte, x instruction) []uint32 {
	r := reader{data: body[:x.end], pos: int(x.start) + 1}
	for n := r.count(); n >= 0; n-- {
		list = append(list, r.u32())
	}
	return list
}
