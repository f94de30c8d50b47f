package reloop

import "velocidade/wasm/module"

// Peepholes: short runs of instructions, as Go's compiler makes them, that a shorter run can replace. All hold for any
// values, under one assumption: that SP and the frame above it lie inside of the memory, or nothing Go does would work.

// frameLimit bounds the offsets from SP that are moved into loads and stores. No frame is that large.
const frameLimit = 1 << 30

// firstUsed is below what Go's linker puts at the lowest addresses: nothing lies there, and no pointer points there.
const firstUsed = 4096

// moved is an offset that is to be added to that of a load or store further on.
type moved struct {
	at     int
	offset int64
}

// opposites are the comparisons of whole numbers that are true where others are not.
var opposites = map[module.Opcode]byte{
	module.OpI32Eq: module.OpI32Ne, module.OpI32Ne: module.OpI32Eq, module.OpI32LtS: module.OpI32GeS, module.OpI32LtU: module.OpI32GeU, module.OpI32GtS: module.OpI32LeS, module.OpI32GtU: module.OpI32LeU,
	module.OpI32LeS: module.OpI32GtS, module.OpI32LeU: module.OpI32GtU, module.OpI32GeS: module.OpI32LtS, module.OpI32GeU: module.OpI32LtU,
	module.OpI64Eq: module.OpI64Ne, module.OpI64Ne: module.OpI64Eq, module.OpI64LtS: module.OpI64GeS, module.OpI64LtU: module.OpI64GeU, module.OpI64GtS: module.OpI64LeS, module.OpI64GtU: module.OpI64LeU,
	module.OpI64LeS: module.OpI64GtS, module.OpI64LeU: module.OpI64GtU, module.OpI64GeS: module.OpI64LtS, module.OpI64GeU: module.OpI64LtU,
}

// peephole appends plain code to out.
func (g *graph) peephole(out []byte, code []module.Instruction) []byte {
	var pending []moved
	for i := 0; i < len(code); i++ {
		from := i
		for moving := len(pending) > 0; i < len(code); i++ {
			if x := &code[i]; x.Op == module.OpLocalGet && x.Imm != localSP {
				if i+1 < len(code) && code[i+1].Op == module.OpLocalSet {
					break
				}
			} else if (x.Op >= 256 || begins[x.Op]) && !stays(code, i, moving) {
				break
			}
		}
		if i > from {
			out = append(out, g.body[code[from].Start:code[i-1].End()]...)
		}
		if i == len(code) {
			break
		}
		x := code[i]
		switch {
		case frameAddress(code[i:]):
			// An address in the frame, counted in 64 bits: local.get SP; extend; const; add; wrap.
			offset := code[i+2].Imm
			out = append(out, module.OpLocalGet, localSP)
			if at := usedBy(code, i+5, offset); at >= 0 {
				pending = append(pending, moved{at, offset})
			} else {
				out = append(out, module.OpI32Const)
				out = module.AppendSigned(out, offset)
				out = append(out, module.OpI32Add)
			}
			i += 4
		case x.Op == module.OpI64Const && follow(code[i:], module.OpI64Const, module.OpI64Add, module.OpI32WrapI64) && g.moveOffset(code, i, &pending):
			out = append(out, module.OpI32WrapI64)
			i += 2
		case x.Op == module.OpI64ExtendU && follow(code[i:], module.OpI64ExtendU, module.OpI32WrapI64):
			i++ // there and back
		case x.Op == module.OpI64ExtendU && follow(code[i:], module.OpI64ExtendU, module.OpI64Eqz):
			out = append(out, module.OpI32Eqz)
			i++
		case x.Op >= module.OpI32Eq && x.Op <= module.OpI64GeU && follow(code[i+1:], module.OpI32Eqz) && opposites[x.Op] != 0:
			out = append(out, opposites[x.Op])
			i++
		case x.Op == module.OpLocalGet && follow(code[i:], module.OpLocalGet, module.OpLocalSet) && code[i+1].Imm == x.Imm:
			i++ // a local set to itself
		case returns(code[i:]):
			// SP := SP + frame; SP := SP + 8; return 0. The local copy of SP is not read again.
			out = append(out, module.OpLocalGet, localSP, module.OpI32Const)
			out = module.AppendSigned(out, code[i+1].Imm+code[i+6].Imm)
			out = append(out, module.OpI32Add, module.OpGlobalSet, globalSP)
			i += 9
		case x.Is(module.OpLocalTee, localSP) && follow(code[i:], module.OpLocalTee, module.OpGlobalSet, module.OpI32Const, module.OpReturn):
			// The same without a frame: the global is set next.
		case x.Op.Accesses():
			out = g.access(out, x, i, &pending)
		default:
			out = append(out, g.body[x.Start:x.End()]...)
		}
	}
	return out
}

// begins are the instructions of one byte with which such a run may begin.
var begins = func() (table [256]bool) {
	for op := range table {
		op := module.Opcode(op)
		table[op] = op == module.OpLocalGet || op == module.OpLocalTee || op.Accesses() || op == module.OpI64Const || op == module.OpI64ExtendU ||
			op >= module.OpI32Eq && op <= module.OpI64GeU
	}
	return table
}()

// stays tells at one look, of most instructions that no such run begins with, that they stay as they are.
func stays(code []module.Instruction, i int, moving bool) bool {
	x := &code[i]
	switch op := x.Op; {
	case op == module.OpLocalGet:
		return x.Imm != localSP && (i+1 == len(code) || code[i+1].Op != module.OpLocalSet)
	case op == module.OpLocalTee:
		return x.Imm != localSP
	case op.Accesses():
		return !moving
	case op == module.OpI64Const:
		return i+1 == len(code) || code[i+1].Op != module.OpI64Add
	case op == module.OpI64ExtendU, op >= module.OpI32Eq && op <= module.OpI64GeU:
		return false
	}
	return true
}

// follow tells whether code begins with these instructions.
func follow(code []module.Instruction, ops ...module.Opcode) bool {
	if len(code) < len(ops) {
		return false
	}
	for i, op := range ops {
		if code[i].Op != op {
			return false
		}
	}
	return true
}

func frameAddress(code []module.Instruction) bool {
	return code[0].Is(module.OpLocalGet, localSP) && follow(code, module.OpLocalGet, module.OpI64ExtendU, module.OpI64Const, module.OpI64Add, module.OpI32WrapI64) &&
		code[2].Imm >= 0 && code[2].Imm < frameLimit
}

func returns(code []module.Instruction) bool {
	return code[0].Is(module.OpLocalGet, localSP) &&
		follow(code, module.OpLocalGet, module.OpI32Const, module.OpI32Add, module.OpLocalTee, module.OpGlobalSet,
			module.OpLocalGet, module.OpI32Const, module.OpI32Add, module.OpLocalTee, module.OpGlobalSet, module.OpI32Const, module.OpReturn) &&
		code[3].Imm == localSP && code[4].Imm == globalSP && code[5].Imm == localSP && code[8].Imm == localSP &&
		code[9].Imm == globalSP && code[1].Imm >= 0 && code[1].Imm < frameLimit && code[6].Imm >= 0 && code[6].Imm < frameLimit
}

// usedBy finds the load or store that takes an address as its address: one computed just before code[from]. It returns
// none where something else takes it, a call or jump comes first, or the offset does not fit.
func usedBy(code []module.Instruction, from int, offset int64) int {
	const most = 64 // values are rarely used later, and looking further would take quadratic time
	height := 0     // of what was put on top of the address
	for i := from; i < len(code) && i < from+most; i++ {
		x := code[i]
		takes, gives, ok := module.ValueEffect(x)
		if !ok {
			return none
		}
		if takes > height {
			load := height == 0 && x.Op >= module.OpFirstLoad && x.Op <= module.OpLastLoad
			store := height == 1 && x.Op >= module.OpFirstStore && x.Op <= module.OpLastStore
			if (load || store) && x.Imm+offset < frameLimit {
				return i
			}
			return none
		}
		height += gives - takes
	}
	return none
}

// moveOffset moves the constant that is added to an address to the load or store that takes it. Go's compiler does so for
// whole numbers, and not for floats. It makes a difference only to a sum beyond 2³², which begins anew at 0: with an
// offset this small, where nothing lies.
func (g *graph) moveOffset(code []module.Instruction, i int, pending *[]moved) bool {
	offset := code[i].Imm
	if offset <= 0 || offset >= firstUsed {
		return false
	}
	at := usedBy(code, i+3, offset)
	if at < 0 || code[at].Imm+offset >= firstUsed {
		return false
	}
	*pending = append(*pending, moved{at, offset})
	return true
}

// access writes a load or store, with what was moved to it.
func (g *graph) access(out []byte, x module.Instruction, at int, pending *[]moved) []byte {
	offset := x.Imm
	rest := (*pending)[:0]
	for _, m := range *pending {
		if m.at == at {
			offset += m.offset
		} else {
			rest = append(rest, m)
		}
	}
	*pending = rest
	if offset == x.Imm {
		return append(out, g.body[x.Start:x.End()]...)
	}
	r := module.Reader{Data: g.body, Pos: int(x.Start) + 1}
	out = append(out, byte(x.Op))
	out = module.AppendUnsigned(out, uint64(r.U32()))
	return module.AppendUnsigned(out, uint64(offset))
}
