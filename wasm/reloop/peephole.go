package reloop

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
var opposites = map[opcode]byte{
	opI32Eq: opI32Ne, opI32Ne: opI32Eq, opI32LtS: opI32GeS, opI32LtU: opI32GeU, opI32GtS: opI32LeS, opI32GtU: opI32LeU,
	opI32LeS: opI32GtS, opI32LeU: opI32GtU, opI32GeS: opI32LtS, opI32GeU: opI32LtU,
	opI64Eq: opI64Ne, opI64Ne: opI64Eq, opI64LtS: opI64GeS, opI64LtU: opI64GeU, opI64GtS: opI64LeS, opI64GtU: opI64LeU,
	opI64LeS: opI64GtS, opI64LeU: opI64GtU, opI64GeS: opI64LtS, opI64GeU: opI64LtU,
}

// peephole appends plain code to out.
func (g *graph) peephole(out []byte, code []instruction) []byte {
	var pending []moved
	for i := 0; i < len(code); i++ {
		from := i
		for moving := len(pending) > 0; i < len(code); i++ {
			if x := &code[i]; x.op == opLocalGet && x.imm != localSP {
				if i+1 < len(code) && code[i+1].op == opLocalSet {
					break
				}
			} else if (x.op >= 256 || begins[x.op]) && !stays(code, i, moving) {
				break
			}
		}
		if i > from {
			out = append(out, g.body[code[from].start:code[i-1].end()]...)
		}
		if i == len(code) {
			break
		}
		x := code[i]
		switch {
		case frameAddress(code[i:]):
			// An address in the frame, counted in 64 bits: local.get SP; extend; const; add; wrap.
			offset := code[i+2].imm
			out = append(out, opLocalGet, localSP)
			if at := usedBy(code, i+5, offset); at >= 0 {
				pending = append(pending, moved{at, offset})
			} else {
				out = append(out, opI32Const)
				out = appendSigned(out, offset)
				out = append(out, opI32Add)
			}
			i += 4
		case x.op == opI64Const && follow(code[i:], opI64Const, opI64Add, opI32WrapI64) && g.moveOffset(code, i, &pending):
			out = append(out, opI32WrapI64)
			i += 2
		case x.op == opI64ExtendU && follow(code[i:], opI64ExtendU, opI32WrapI64):
			i++ // there and back
		case x.op == opI64ExtendU && follow(code[i:], opI64ExtendU, opI64Eqz):
			out = append(out, opI32Eqz)
			i++
		case x.op >= opI32Eq && x.op <= opI64GeU && follow(code[i+1:], opI32Eqz) && opposites[x.op] != 0:
			out = append(out, opposites[x.op])
			i++
		case x.op == opLocalGet && follow(code[i:], opLocalGet, opLocalSet) && code[i+1].imm == x.imm:
			i++ // a local set to itself
		case returns(code[i:]):
			// SP := SP + frame; SP := SP + 8; return 0. The local copy of SP is not read again.
			out = append(out, opLocalGet, localSP, opI32Const)
			out = appendSigned(out, code[i+1].imm+code[i+6].imm)
			out = append(out, opI32Add, opGlobalSet, globalSP)
			i += 9
		case x.is(opLocalTee, localSP) && follow(code[i:], opLocalTee, opGlobalSet, opI32Const, opReturn):
			// The same without a frame: the global is set next.
		case x.op.accesses():
			out = g.access(out, x, i, &pending)
		default:
			out = append(out, g.body[x.start:x.end()]...)
		}
	}
	return out
}

// begins are the instructions of one byte with which such a run may begin.
var begins = func() (table [256]bool) {
	for op := range table {
		op := opcode(op)
		table[op] = op == opLocalGet || op == opLocalTee || op.accesses() || op == opI64Const || op == opI64ExtendU ||
			op >= opI32Eq && op <= opI64GeU
	}
	return table
}()

// stays tells at one look, of most instructions that no such run begins with, that they stay as they are.
func stays(code []instruction, i int, moving bool) bool {
	x := &code[i]
	switch op := x.op; {
	case op == opLocalGet:
		return x.imm != localSP && (i+1 == len(code) || code[i+1].op != opLocalSet)
	case op == opLocalTee:
		return x.imm != localSP
	case op.accesses():
		return !moving
	case op == opI64Const:
		return i+1 == len(code) || code[i+1].op != opI64Add
	case op == opI64ExtendU, op >= opI32Eq && op <= opI64GeU:
		return false
	}
	return true
}

// follow tells whether code begins with these instructions.
func follow(code []instruction, ops ...opcode) bool {
	if len(code) < len(ops) {
		return false
	}
	for i, op := range ops {
		if code[i].op != op {
			return false
		}
	}
	return true
}

func frameAddress(code []instruction) bool {
	return code[0].is(opLocalGet, localSP) && follow(code, opLocalGet, opI64ExtendU, opI64Const, opI64Add, opI32WrapI64) &&
		code[2].imm >= 0 && code[2].imm < frameLimit
}

func returns(code []instruction) bool {
	return code[0].is(opLocalGet, localSP) &&
		follow(code, opLocalGet, opI32Const, opI32Add, opLocalTee, opGlobalSet,
			opLocalGet, opI32Const, opI32Add, opLocalTee, opGlobalSet, opI32Const, opReturn) &&
		code[3].imm == localSP && code[4].imm == globalSP && code[5].imm == localSP && code[8].imm == localSP &&
		code[9].imm == globalSP && code[1].imm >= 0 && code[1].imm < frameLimit && code[6].imm >= 0 && code[6].imm < frameLimit
}

// usedBy finds the load or store that takes an address as its address: one computed just before code[from]. It returns
// none where something else takes it, a call or jump comes first, or the offset does not fit.
func usedBy(code []instruction, from int, offset int64) int {
	const most = 64 // values are rarely used later, and looking further would take quadratic time
	height := 0     // of what was put on top of the address
	for i := from; i < len(code) && i < from+most; i++ {
		x := code[i]
		takes, gives, ok := valueEffect(x)
		if !ok {
			return none
		}
		if takes > height {
			load := height == 0 && x.op >= opFirstLoad && x.op <= opLastLoad
			store := height == 1 && x.op >= opFirstStore && x.op <= opLastStore
			if (load || store) && x.imm+offset < frameLimit {
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
func (g *graph) moveOffset(code []instruction, i int, pending *[]moved) bool {
	offset := code[i].imm
	if offset <= 0 || offset >= firstUsed {
		return false
	}
	at := usedBy(code, i+3, offset)
	if at < 0 || code[at].imm+offset >= firstUsed {
		return false
	}
	*pending = append(*pending, moved{at, offset})
	return true
}

// access writes a load or store, with what was moved to it.
func (g *graph) access(out []byte, x instruction, at int, pending *[]moved) []byte {
	offset := x.imm
	rest := (*pending)[:0]
	for _, m := range *pending {
		if m.at == at {
			offset += m.offset
		} else {
			rest = append(rest, m)
		}
	}
	*pending = rest
	if offset == x.imm {
		return append(out, g.body[x.start:x.end()]...)
	}
	r := reader{data: g.body, pos: int(x.start) + 1}
	out = append(out, byte(x.op))
	out = appendUnsigned(out, uint64(r.u32()))
	return appendUnsigned(out, uint64(offset))
}
