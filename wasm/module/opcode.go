package module

// Opcode is an instruction's code; those with the prefix 0xfc or 0xfe have it in the high byte.
type Opcode uint16

// The instructions that are looked at or written, of
// https://webassembly.github.io/spec/core/binary/instructions.html
const (
	OpUnreachable  = 0x00
	OpNop          = 0x01
	OpBlock        = 0x02
	OpLoop         = 0x03
	OpIf           = 0x04
	OpElse         = 0x05
	OpEnd          = 0x0b
	OpBr           = 0x0c
	OpBrIf         = 0x0d
	OpBrTable      = 0x0e
	OpReturn       = 0x0f
	OpCall         = 0x10
	OpCallIndirect = 0x11
	OpDrop         = 0x1a
	OpSelect       = 0x1b
	OpLocalGet     = 0x20
	OpLocalSet     = 0x21
	OpLocalTee     = 0x22
	OpGlobalGet    = 0x23
	OpGlobalSet    = 0x24
	OpFirstLoad    = 0x28
	OpI32Load      = 0x28
	OpI64Load      = 0x29
	OpI32Load8S    = 0x2c
	OpI32Load8U    = 0x2d
	OpI32Load16S   = 0x2e
	OpI32Load16U   = 0x2f
	OpI64Load8S    = 0x30
	OpI64Load8U    = 0x31
	OpI64Load16S   = 0x32
	OpI64Load16U   = 0x33
	OpI64Load32S   = 0x34
	OpI64Load32U   = 0x35
	OpLastLoad     = 0x35
	OpFirstStore   = 0x36
	OpI32Store     = 0x36
	OpI64Store     = 0x37
	OpI32Store8    = 0x3a
	OpI32Store16   = 0x3b
	OpI64Store8    = 0x3c
	OpI64Store16   = 0x3d
	OpI64Store32   = 0x3e
	OpLastStore    = 0x3e
	OpMemorySize   = 0x3f
	OpMemoryGrow   = 0x40
	OpI32Const     = 0x41
	OpI64Const     = 0x42
	OpF32Const     = 0x43
	OpF64Const     = 0x44
	OpI32Eqz       = 0x45
	OpI32Eq        = 0x46
	OpI32Ne        = 0x47
	OpI32LtS       = 0x48
	OpI32LtU       = 0x49
	OpI32GtS       = 0x4a
	OpI32GtU       = 0x4b
	OpI32LeS       = 0x4c
	OpI32LeU       = 0x4d
	OpI32GeS       = 0x4e
	OpI32GeU       = 0x4f
	OpI64Eqz       = 0x50
	OpI64Eq        = 0x51
	OpI64Ne        = 0x52
	OpI64LtS       = 0x53
	OpI64LtU       = 0x54
	OpI64GtS       = 0x55
	OpI64GtU       = 0x56
	OpI64LeS       = 0x57
	OpI64LeU       = 0x58
	OpI64GeS       = 0x59
	OpI64GeU       = 0x5a
	OpI32Add       = 0x6a
	OpI32Sub       = 0x6b
	OpI32Mul       = 0x6c
	OpI32DivU      = 0x6e
	OpI32RemU      = 0x70
	OpI32And       = 0x71
	OpI32Or        = 0x72
	OpI32Xor       = 0x73
	OpI32Shl       = 0x74
	OpI32ShrU      = 0x76
	OpI64Add       = 0x7c
	OpI64Sub       = 0x7d
	OpI64Mul       = 0x7e
	OpI64DivS      = 0x7f
	OpI64DivU      = 0x80
	OpI64RemS      = 0x81
	OpI64RemU      = 0x82
	OpI64And       = 0x83
	OpI64Or        = 0x84
	OpI64Xor       = 0x85
	OpI64Shl       = 0x86
	OpI64ShrU      = 0x88
	OpI32WrapI64   = 0xa7
	OpI64ExtendS   = 0xac // i64.extend_i32_s
	OpI64ExtendU   = 0xad // i64.extend_i32_u
	OpI32Extend8   = 0xc0 // i32.extend8_s
	OpI32Extend16  = 0xc1
	OpI64Extend8   = 0xc2
	OpI64Extend16  = 0xc3
	OpI64Extend32  = 0xc4
	OpPrefix       = 0xfc
	OpMemoryInit   = 0xfc08
	OpDataDrop     = 0xfc09
	OpMemoryCopy   = 0xfc0a
	OpMemoryFill   = 0xfc0b
	OpAtomic       = 0xfe // the prefix of https://webassembly.github.io/threads/
	OpAtomicNotify = 0xfe00
	OpAtomicWait32 = 0xfe01
	OpAtomicFence  = 0xfe03
)

const (
	TypeI32  = 0x7f
	TypeI64  = 0x7e
	TypeF32  = 0x7d
	TypeF64  = 0x7c
	TypeV128 = 0x7b
	TypeVoid = 0x40 // a block without a result
)

// effect is what an instruction takes from the operand stack, deepest first, and puts there: value types as one letter
// each, i, l, f, d and v for i32, i64, f32, f64 and v128. Instructions whose effect depends on their context have none.
type effect struct {
	takes, Gives string
	fixed        bool
}

// plainEffects lists the instructions in the order of their codes, by where each run of equal ones begins.
var plainEffects = func() (table [256]effect) {
	runs := []struct {
		from, to     int
		takes, gives string
	}{
		{OpNop, OpNop, "", ""},
		{0x28, 0x28, "i", "i"}, {0x29, 0x29, "i", "l"}, {0x2a, 0x2a, "i", "f"}, {0x2b, 0x2b, "i", "d"}, // loads
		{0x2c, 0x2f, "i", "i"}, {0x30, 0x35, "i", "l"},
		{0x36, 0x36, "ii", ""}, {0x37, 0x37, "il", ""}, {0x38, 0x38, "if", ""}, {0x39, 0x39, "id", ""}, // stores
		{0x3a, 0x3b, "ii", ""}, {0x3c, 0x3e, "il", ""},
		{OpMemorySize, OpMemorySize, "", "i"}, {OpMemoryGrow, OpMemoryGrow, "i", "i"},
		{OpI32Const, OpI32Const, "", "i"}, {OpI64Const, OpI64Const, "", "l"},
		{OpF32Const, OpF32Const, "", "f"}, {OpF64Const, OpF64Const, "", "d"},
		{0x45, 0x45, "i", "i"}, {0x46, 0x4f, "ii", "i"}, {0x50, 0x50, "l", "i"}, {0x51, 0x5a, "ll", "i"}, // comparisons
		{0x5b, 0x60, "ff", "i"}, {0x61, 0x66, "dd", "i"},
		{0x67, 0x69, "i", "i"}, {0x6a, 0x78, "ii", "i"}, {0x79, 0x7b, "l", "l"}, {0x7c, 0x8a, "ll", "l"}, // arithmetic
		{0x8b, 0x91, "f", "f"}, {0x92, 0x98, "ff", "f"}, {0x99, 0x9f, "d", "d"}, {0xa0, 0xa6, "dd", "d"},
		{0xa7, 0xa7, "l", "i"}, {0xa8, 0xa9, "f", "i"}, {0xaa, 0xab, "d", "i"}, {0xac, 0xad, "i", "l"}, // conversions
		{0xae, 0xaf, "f", "l"}, {0xb0, 0xb1, "d", "l"}, {0xb2, 0xb3, "i", "f"}, {0xb4, 0xb5, "l", "f"}, {0xb6, 0xb6, "d", "f"},
		{0xb7, 0xb8, "i", "d"}, {0xb9, 0xba, "l", "d"}, {0xbb, 0xbb, "f", "d"},
		{0xbc, 0xbc, "f", "i"}, {0xbd, 0xbd, "d", "l"}, {0xbe, 0xbe, "i", "f"}, {0xbf, 0xbf, "l", "d"},
		{0xc0, 0xc1, "i", "i"}, {0xc2, 0xc4, "l", "l"}, // sign extension
	}
	for _, r := range runs {
		for op := r.from; op <= r.to; op++ {
			table[op] = effect{r.takes, r.gives, true}
		}
	}
	return table
}()

// prefixedEffects are those of 0xfc: conversions that saturate, then bulk memory, of which Go uses the last two and threads the others.
var prefixedEffects = [...]effect{
	{"f", "i", true}, {"f", "i", true}, {"d", "i", true}, {"d", "i", true},
	{"f", "l", true}, {"f", "l", true}, {"d", "l", true}, {"d", "l", true},
	{"iii", "", true}, {"", "", true}, {"iii", "", true}, {"iii", "", true},
}

// atomicEffects are those of 0xfe. All but the fence have an alignment and an offset.
var atomicEffects = func() (table [0x4f]effect) {
	table[0x00] = effect{"ii", "i", true}  // notify
	table[0x01] = effect{"iil", "i", true} // wait32
	table[0x02] = effect{"ill", "i", true} // wait64
	table[0x03] = effect{"", "", true}     // fence
	// Each group has seven: of 32 and 64 bits, 32 of 8 and 16 bits, 64 of 8, 16 and 32 bits.
	for i, t := range []string{"i", "l", "i", "i", "l", "l", "l"} {
		table[0x10+i] = effect{"i", t, true}          // load
		table[0x17+i] = effect{"i" + t, "", true}     // store
		for group := 0x1e; group < 0x48; group += 7 { // add, sub, and, or, xor, xchg
			table[group+i] = effect{"i" + t, t, true}
		}
		table[0x48+i] = effect{"i" + t + t, t, true} // cmpxchg
	}
	return table
}()

// Effect is what an instruction takes and gives; that of one whose effect depends on its context is not fixed.
func (op Opcode) Effect() effect {
	switch {
	case op < 256:
		return plainEffects[op]
	case op>>8 == OpVector:
		return vectorEffects[op&0xff]
	case op>>8 == OpAtomic:
		return atomicEffects[op&0xff]
	}
	return prefixedEffects[op&0xff]
}

// Accesses tells whether op loads or stores: an alignment and an offset follow its code.
func (op Opcode) Accesses() bool { return op >= OpFirstLoad && op <= OpLastStore }

// OpensBlock tells whether op begins what an end closes.
func (op Opcode) OpensBlock() bool { return op == OpBlock || op == OpLoop || op == OpIf }
