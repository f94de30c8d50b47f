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
