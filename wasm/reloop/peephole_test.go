package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"velocidade/wasm/module"
)

func TestAComparisonOfWholeNumbersIsNegatedByItsOpposite(t *testing.T) {
	const f64Lt = 0x63
	for _, c := range []struct {
		name      string
		from, can []byte
	}{
		{"less", []byte{module.OpI64LtS, module.OpI32Eqz}, []byte{module.OpI64GeS}},
		{"less without a sign", []byte{module.OpI32LtU, module.OpI32Eqz}, []byte{module.OpI32GeU}},
		{"equal", []byte{module.OpI64Eq, module.OpI32Eqz}, []byte{module.OpI64Ne}},
		{"less of floats, which may be no numbers", []byte{f64Lt, module.OpI32Eqz}, []byte{f64Lt, module.OpI32Eqz}},
		{"zero, which has no opposite", []byte{module.OpI64Eqz, module.OpI32Eqz}, []byte{module.OpI64Eqz, module.OpI32Eqz}},
	} {
		list, ok := module.Decode(nil, c.from, 0)
		assert.True(t, ok)
		g := graph{form: &form{body: c.from}}
		assert.Equal(t, c.can, g.peephole(nil, list), c.name)
	}
	for op, opposite := range opposites {
		assert.Equal(t, op, module.Opcode(opposites[module.Opcode(opposite)]), "twice is none")
		assert.Equal(t, op.Effect(), module.Opcode(opposite).Effect())
	}
}

func TestASmallOffsetGoesToTheAccess(t *testing.T) {
	const f64Load, f64Store = 0x2b, 0x39
	wide := []byte{module.OpI64Const, 0x80, 0x20, module.OpI64Add, module.OpI32WrapI64, f64Load, 3, 0} // 4096
	for _, c := range []struct {
		name      string
		from, can []byte
	}{
		{"of a float", []byte{module.OpLocalGet, 2, module.OpI64Const, 8, module.OpI64Add, module.OpI32WrapI64, f64Load, 3, 16}, []byte{module.OpLocalGet, 2, module.OpI32WrapI64, f64Load, 3, 24}},
		{"that is stored", []byte{module.OpLocalGet, 2, module.OpI64Const, 8, module.OpI64Add, module.OpI32WrapI64, module.OpLocalGet, 9, f64Store, 3, 0},
			[]byte{module.OpLocalGet, 2, module.OpI32WrapI64, module.OpLocalGet, 9, f64Store, 3, 8}},
		{"not one that leads to where something lies", wide, wide},
		{"nor one that goes back", []byte{module.OpI64Const, 0x78, module.OpI64Add, module.OpI32WrapI64, f64Load, 3, 0}, []byte{module.OpI64Const, 0x78, module.OpI64Add, module.OpI32WrapI64, f64Load, 3, 0}},
		{"nor that of a number that is no address", []byte{module.OpI64Const, 8, module.OpI64Add, module.OpI32WrapI64, module.OpLocalSet, 3}, []byte{module.OpI64Const, 8, module.OpI64Add, module.OpI32WrapI64, module.OpLocalSet, 3}},
	} {
		list, ok := module.Decode(nil, c.from, 0)
		assert.True(t, ok)
		g := graph{form: &form{body: c.from}}
		assert.Equal(t, c.can, g.peephole(nil, list), c.name)
	}
}
