package reloop

import "slices"

// instruction is one decoded instruction: data[start:end()] of the body it came from. All stages go over lists of them, so it
// is small.
type instruction struct {
	imm   int64 // its only or most telling immediate: constant, index, label, offset, block type; of a br_table, its length
	start int32
	op    opcode
	size  uint16 // its length, but of a br_table
}

// end is where the next instruction begins.
func (x *instruction) end() int32 {
	if x.op == opBrTable {
		return x.start + int32(x.imm)
	}
	return x.start + int32(x.size)
}

// is tells whether the instruction is op with that immediate.
func (x instruction) is(op opcode, imm int64) bool { return x.op == op && x.imm == imm }

// decode appends the instructions of a body, from byte pos to its end, to list. It reports false on an instruction that
// Go does not use, which is no error of the module.
func decode(list []instruction, body []byte, pos int) ([]instruction, bool) {
	// No instruction is shorter than a byte: what is written below is within the list.
	n := len(list)
	list = slices.Grow(list, len(body)-pos)
	list = list[:cap(list)]
	for ; pos < len(body); n++ {
		x := &list[n]
		op := opcode(body[pos])
		*x = instruction{op: op, start: int32(pos), size: 1}
		pos++
		// Nearly all instructions are one byte, or it and small numbers of one byte each.
		switch simple[op] {
		case alone:
			continue
		case withNumber:
			if pos < len(body) && body[pos] < 0x80 {
				x.imm, x.size = int64(body[pos]), 2
				pos++
				continue
			}
		case withSigned:
			if pos < len(body) && body[pos] < 0x80 {
				x.imm, x.size = int64(int8(body[pos]<<1)>>1), 2
				pos++
				continue
			}
		case withAccess:
			if pos+1 < len(body) && body[pos] <= maxAlignment && body[pos+1] < 0x80 {
				x.imm, x.size = int64(body[pos+1]), 3
				pos += 2
				continue
			}
		}
		if pos = x.decodeRest(body, pos); pos == none {
			return list[:n], false
		}
	}
	return list[:n], true
}

// decodeRest reads what follows an instruction's first byte, from pos, and returns where it ends, or none where Go does not use
// such an instruction, or the body ends in it.
func (x *instruction) decodeRest(body []byte, pos int) int {
	r := reader{data: body, pos: pos}
	if !x.rest(&r) || r.bad {
		return none
	}
	if x.op == opBrTable {
		x.imm = int64(r.pos) - int64(x.start)
	} else {
		x.size = uint16(r.pos - int(x.start))
	}
	return r.pos
}

func (x *instruction) rest(r *reader) bool {
	switch op := x.op; {
	case op.opensBlock():
		x.imm = int64(r.byte())
		if x.imm != typeVoid && (x.imm < typeF64 || x.imm > typeI32) {
			return false
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
			return false
		}
	case op.accesses():
		if r.u32() > maxAlignment { // bit 6 would say that a memory's index follows
			return false
		}
		x.imm = int64(r.u32())
	case op == opMemorySize || op == opMemoryGrow:
		if r.byte() != 0 {
			return false
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
			return false
		}
		x.op = opPrefix<<8 | opcode(sub)
		if x.op == opMemoryCopy && r.byte() != 0 || x.op >= opMemoryCopy && r.byte() != 0 {
			return false
		}
	case op == opUnreachable, op == opElse, op == opEnd, op == opReturn, op == opDrop, op == opSelect, op.effect().fixed:
	default:
		return false
	}
	return true
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
	r := reader{data: body[:x.end()], pos: int(x.start) + 1}
	for n := r.count(); n >= 0; n-- {
		list = append(list, r.u32())
	}
	return list
}
