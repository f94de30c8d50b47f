package module

import "slices"

// Instruction is one decoded instruction: data[Start:End()] of the body it came from. All stages go over lists of them, so it
// is small.
type Instruction struct {
	Imm   int64 // its only or most telling immediate: constant, index, label, offset, block type; of a br_table, its length
	Start int32
	Op    Opcode
	size  uint16 // its length, but of a br_table
}

// End is where the next instruction begins.
func (x *Instruction) End() int32 {
	if x.Op == OpBrTable {
		return x.Start + int32(x.Imm)
	}
	return x.Start + int32(x.size)
}

// Is tells whether the instruction is op with that immediate.
func (x Instruction) Is(op Opcode, imm int64) bool { return x.Op == op && x.Imm == imm }

// Decode appends the instructions of a body, from byte pos to its end, to list. It reports false on an instruction that
// Go does not use, which is no error of the module.
func Decode(list []Instruction, body []byte, pos int) ([]Instruction, bool) {
	// No instruction is shorter than a byte: what is written below is within the list.
	n := len(list)
	list = slices.Grow(list, len(body)-pos)
	list = list[:cap(list)]
	for ; pos < len(body); n++ {
		x := &list[n]
		op := Opcode(body[pos])
		*x = Instruction{Op: op, Start: int32(pos), size: 1}
		pos++
		// Nearly all instructions are one byte, or it and small numbers of one byte each.
		switch simple[op] {
		case alone:
			continue
		case withNumber:
			if pos < len(body) && body[pos] < 0x80 {
				x.Imm, x.size = int64(body[pos]), 2
				pos++
				continue
			}
		case withSigned:
			if pos < len(body) && body[pos] < 0x80 {
				x.Imm, x.size = int64(int8(body[pos]<<1)>>1), 2
				pos++
				continue
			}
		case withAccess:
			if pos+1 < len(body) && body[pos] <= maxAlignment && body[pos+1] < 0x80 {
				x.Imm, x.size = int64(body[pos+1]), 3
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
func (x *Instruction) decodeRest(body []byte, pos int) int {
	r := Reader{Data: body, Pos: pos}
	if !x.rest(&r) || r.Bad {
		return none
	}
	if x.Op == OpBrTable {
		x.Imm = int64(r.Pos) - int64(x.Start)
	} else {
		x.size = uint16(r.Pos - int(x.Start))
	}
	return r.Pos
}

func (x *Instruction) rest(r *Reader) bool {
	switch op := x.Op; {
	case op.OpensBlock():
		x.Imm = int64(r.Byte())
		if x.Imm != TypeVoid && (x.Imm < TypeV128 || x.Imm > TypeI32) {
			return false
		}
	case op == OpBr || op == OpBrIf || op == OpCall || op >= OpLocalGet && op <= OpGlobalSet:
		x.Imm = int64(r.U32())
	case op == OpBrTable:
		for n := r.Count(); n >= 0 && !r.Bad; n-- {
			r.U32()
		}
	case op == OpCallIndirect:
		x.Imm = int64(r.U32())
		if r.Byte() != 0 {
			return false
		}
	case op.Accesses():
		if r.U32() > maxAlignment { // bit 6 would say that a memory's index follows
			return false
		}
		x.Imm = int64(r.U32())
	case op == OpMemorySize || op == OpMemoryGrow:
		if r.Byte() != 0 {
			return false
		}
	case op == OpI32Const:
		x.Imm = int64(int32(r.S64()))
	case op == OpI64Const:
		x.Imm = r.S64()
	case op == OpF32Const:
		r.Bytes(4)
	case op == OpF64Const:
		r.Bytes(8)
	case op == OpPrefix:
		sub := r.U32()
		if sub >= uint32(len(prefixedEffects)) || !prefixedEffects[sub].fixed {
			return false
		}
		x.Op = OpPrefix<<8 | Opcode(sub)
		if x.Op == OpMemoryInit || x.Op == OpDataDrop {
			x.Imm = int64(r.U32())
			return x.Op == OpDataDrop || r.Byte() == 0
		}
		if x.Op == OpMemoryCopy && r.Byte() != 0 || x.Op >= OpMemoryCopy && r.Byte() != 0 {
			return false
		}
	case op == OpVector:
		return x.vector(r)
	case op == OpAtomic:
		sub := r.U32()
		if sub >= uint32(len(atomicEffects)) || !atomicEffects[sub].fixed {
			return false
		}
		x.Op = OpAtomic<<8 | Opcode(sub)
		if x.Op == OpAtomicFence {
			return r.Byte() == 0
		}
		if r.U32() > maxAlignment {
			return false
		}
		x.Imm = int64(r.U32())
	case op == OpUnreachable, op == OpElse, op == OpEnd, op == OpReturn, op == OpDrop, op == OpSelect, op.Effect().fixed:
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
		switch op := Opcode(op); {
		case op == OpBr || op == OpBrIf || op == OpCall || op >= OpLocalGet && op <= OpGlobalSet:
			table[op] = withNumber
		case op == OpI32Const || op == OpI64Const:
			table[op] = withSigned
		case op.Accesses():
			table[op] = withAccess
		case op == OpUnreachable, op == OpElse, op == OpEnd, op == OpReturn, op == OpDrop, op == OpSelect,
			op.Effect().fixed && !op.Accesses() && op != OpMemorySize && op != OpMemoryGrow && (op < OpI32Const || op > OpF64Const):
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

// Labels appends the targets of a br_table to list, the default last.
func Labels(list []uint32, body []byte, x Instruction) []uint32 {
	r := Reader{Data: body[:x.End()], Pos: int(x.Start) + 1}
	for n := r.Count(); n >= 0; n-- {
		list = append(list, r.U32())
	}
	return list
}

// none stands for a place that there is not.
const none = -1
