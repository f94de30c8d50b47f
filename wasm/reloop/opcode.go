package reloop

// opcode is an instruction's code; those with the prefix 0xfc have it in the high byte.
type opcode uint16

// The instructions that this package looks at or writes, of
// https://webassembly.github.io/spec/core/binary/instructions.html
const (
	opUnreachable  = 0x00
	opNop          = 0x01
	opBlock        = 0x02
	opLoop         = 0x03
	opIf           = 0x04
	opElse         = 0x05
	opEnd          = 0x0b
	opBr           = 0x0c
	opBrIf         = 0x0d
	opBrTable      = 0x0e
	opReturn       = 0x0f
	opCall         = 0x10
	opCallIndirect = 0x11
	opDrop         = 0x1a
	opSelect       = 0x1b
	opLocalGet     = 0x20
	opLocalSet     = 0x21
	opLocalTee     = 0x22
	opGlobalGet    = 0x23
	opGlobalSet    = 0x24
	opFirstLoad    = 0x28
	opI32Load      = 0x28
	opI64Load      = 0x29
	opI32Load8S    = 0x2c
	opI32Load8U    = 0x2d
	opI32Load16S   = 0x2e
	opI32Load16U   = 0x2f
	opI64Load8S    = 0x30
	opI64Load8U    = 0x31
	opI64Load16S   = 0x32
	opI64Load16U   = 0x33
	opI64Load32S   = 0x34
	opI64Load32U   = 0x35
	opLastLoad     = 0x35
	opFirstStore   = 0x36
	opI32Store     = 0x36
	opI64Store     = 0x37
	opI32Store8    = 0x3a
	opI32Store16   = 0x3b
	opI64Store8    = 0x3c
	opI64Store16   = 0x3d
	opI64Store32   = 0x3e
	opLastStore    = 0x3e
	opMemorySize   = 0x3f
	opMemoryGrow   = 0x40
	opI32Const     = 0x41
	opI64Const     = 0x42
	opF32Const     = 0x43
	opF64Const     = 0x44
	opI32Eqz       = 0x45
	opI32Eq        = 0x46
	opI32Ne        = 0x47
	opI32LtS       = 0x48
	opI32LtU       = 0x49
	opI32GtS       = 0x4a
	opI32GtU       = 0x4b
	opI32LeS       = 0x4c
	opI32LeU       = 0x4d
	opI32GeS       = 0x4e
	opI32GeU       = 0x4f
	opI64Eqz       = 0x50
	opI64Eq        = 0x51
	opI64Ne        = 0x52
	opI64LtS       = 0x53
	opI64LtU       = 0x54
	opI64GtS       = 0x55
	opI64GtU       = 0x56
	opI64LeS       = 0x57
	opI64LeU       = 0x58
	opI64GeS       = 0x59
	opI64GeU       = 0x5a
	opI32Add       = 0x6a
	opI32Sub       = 0x6b
	opI32Mul       = 0x6c
	opI32DivU      = 0x6e
	opI32RemU      = 0x70
	opI32And       = 0x71
	opI32Or        = 0x72
	opI32Xor       = 0x73
	opI32Shl       = 0x74
	opI32ShrU      = 0x76
	opI64Add       = 0x7c
	opI64Sub       = 0x7d
	opI64Mul       = 0x7e
	opI64DivS      = 0x7f
	opI64DivU      = 0x80
	opI64RemS      = 0x81
	opI64RemU      = 0x82
	opI64And       = 0x83
	opI64Or        = 0x84
	opI64Xor       = 0x85
	opI64Shl       = 0x86
	opI64ShrU      = 0x88
	opI32WrapI64   = 0xa7
	opI64ExtendS   = 0xac // i64.extend_i32_s
	opI64ExtendU   = 0xad // i64.extend_i32_u
	opI32Extend8   = 0xc0 // i32.extend8_s
	opI32Extend16  = 0xc1
	opI64Extend8   = 0xc2
	opI64Extend16  = 0xc3
	opI64Extend32  = 0xc4
	opPrefix       = 0xfc
	opMemoryCopy   = 0xfc0a
	opMemoryFill   = 0xfc0b
)

const (
	typeI32  = 0x7f
	typeI64  = 0x7e
	typeF32  = 0x7d
	typeF64  = 0x7c
	typeVoid = 0x40 // a block without a result
)

// effect is what an instruction takes from the operand stack, deepest first, and puts there: value types as one letter
// each, i, l, f and d for i32, i64, f32 and f64. Instructions whose effect depends on their context have none.
type effect struct {
	takes, gives string
	fixed        bool
}

// plainEffects lists the instructions in the order of their codes, by where each run of equal ones begins.
var plainEffects = func() (table [256]effect) {
	runs := []struct {
		from, to     int
		takes, gives string
	}{
		{opNop, opNop, "", ""},
		{0x28, 0x28, "i", "i"}, {0x29, 0x29, "i", "l"}, {0x2a, 0x2a, "i", "f"}, {0x2b, 0x2b, "i", "d"}, // loads
		{0x2c, 0x2f, "i", "i"}, {0x30, 0x35, "i", "l"},
		{0x36, 0x36, "ii", ""}, {0x37, 0x37, "il", ""}, {0x38, 0x38, "if", ""}, {0x39, 0x39, "id", ""}, // stores
		{0x3a, 0x3b, "ii", ""}, {0x3c, 0x3e, "il", ""},
		{opMemorySize, opMemorySize, "", "i"}, {opMemoryGrow, opMemoryGrow, "i", "i"},
		{opI32Const, opI32Const, "", "i"}, {opI64Const, opI64Const, "", "l"},
		{opF32Const, opF32Const, "", "f"}, {opF64Const, opF64Const, "", "d"},
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

// prefixedEffects are those of 0xfc: conversions that saturate, then bulk memory, of which Go uses the last two.
var prefixedEffects = [...]effect{
	{"f", "i", true}, {"f", "i", true}, {"d", "i", true}, {"d", "i", true},
	{"f", "l", true}, {"f", "l", true}, {"d", "l", true}, {"d", "l", true},
	{}, {}, {"iii", "", true}, {"iii", "", true},
}

func (op opcode) effect() effect {
	if op < 256 {
		return plainEffects[op]
	}
	return prefixedEffects[op&0xff]
}

// accesses tells whether op loads or stores: an alignment and an offset follow its code.
func (op opcode) accesses() bool { return op >= opFirstLoad && op <= opLastStore }

func (op opcode) opensBlock() bool { return op == opBlock || op == opLoop || op == opIf }
