package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAComparisonOfWholeNumbersIsNegatedByItsOpposite(t *testing.T) {
	const f64Lt = 0x63
	for _, c := range []struct {
		name      string
		from, can []byte
	}{
		{"less", []byte{opI64LtS, opI32Eqz}, []byte{opI64GeS}},
		{"less without a sign", []byte{opI32LtU, opI32Eqz}, []byte{opI32GeU}},
		{"equal", []byte{opI64Eq, opI32Eqz}, []byte{opI64Ne}},
		{"less of floats, which may be no numbers", []byte{f64Lt, opI32Eqz}, []byte{f64Lt, opI32Eqz}},
		{"zero, which has no opposite", []byte{opI64Eqz, opI32Eqz}, []byte{opI64Eqz, opI32Eqz}},
	} {
		list, ok := decode(nil, c.from, 0)
		assert.True(t, ok)
		g := graph{form: &form{body: c.from}}
		assert.Equal(t, c.can, g.peephole(nil, list), c.name)
	}
	for op, opposite := range opposites {
		assert.Equal(t, op, opcode(opposites[opcode(opposite)]), "twice is none")
		assert.Equal(t, op.effect(), opcode(opposite).effect())
	}
}

func TestASmallOffsetGoesToTheAccess(t *testing.T) {
	const f64Load, f64Store = 0x2b, 0x39
	wide := []byte{opI64Const, 0x80, 0x20, opI64Add, opI32WrapI64, f64Load, 3, 0} // 4096
	for _, c := range []struct {
		name      string
		from, can []byte
	}{
		{"of a float", []byte{opLocalGet, 2, opI64Const, 8, opI64Add, opI32WrapI64, f64Load, 3, 16}, []byte{opLocalGet, 2, opI32WrapI64, f64Load, 3, 24}},
		{"that is stored", []byte{opLocalGet, 2, opI64Const, 8, opI64Add, opI32WrapI64, opLocalGet, 9, f64Store, 3, 0},
			[]byte{opLocalGet, 2, opI32WrapI64, opLocalGet, 9, f64Store, 3, 8}},
		{"not one that leads to where something lies", wide, wide},
		{"nor one that goes back", []byte{opI64Const, 0x78, opI64Add, opI32WrapI64, f64Load, 3, 0}, []byte{opI64Const, 0x78, opI64Add, opI32WrapI64, f64Load, 3, 0}},
		{"nor that of a number that is no address", []byte{opI64Const, 8, opI64Add, opI32WrapI64, opLocalSet, 3}, []byte{opI64Const, 8, opI64Add, opI32WrapI64, opLocalSet, 3}},
	} {
		list, ok := decode(nil, c.from, 0)
		assert.True(t, ok)
		g := graph{form: &form{body: c.from}}
		assert.Equal(t, c.can, g.peephole(nil, list), c.name)
	}
}
