package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"velocidade/wasm/module"
)

func TestCheckFindsWhatIsWrongWithABody(t *testing.T) {
	cases := []struct {
		name, fault string // "" is valid
		body        []byte
	}{
		{"a result", "", []byte{0, module.OpI32Const, 0, module.OpEnd}},
		{"a trap needs no result", "", []byte{0, module.OpUnreachable, module.OpEnd}},
		{"what follows a trap may take what it likes", "", []byte{0, module.OpUnreachable, module.OpI32Add, module.OpEnd}},
		{"an if with both arms", "", []byte{0, module.OpLocalGet, 0, module.OpIf, module.TypeI32, module.OpI32Const, 1, module.OpElse, module.OpI32Const, 2, module.OpEnd, module.OpEnd}},
		{"a branch out of two blocks", "", []byte{0, module.OpBlock, module.TypeVoid, module.OpBlock, module.TypeVoid, module.OpBr, 1, module.OpEnd, module.OpEnd, module.OpI32Const, 0, module.OpEnd}},
		{"no result", "an operand is missing", []byte{0, module.OpEnd}},
		{"a result of another type", "wrong type", []byte{0, module.OpI64Const, 0, module.OpEnd}},
		{"a value too many", "values are left", []byte{0, module.OpI32Const, 0, module.OpI32Const, 0, module.OpEnd}},
		{"a value too many in a block", "values are left", []byte{0, module.OpBlock, module.TypeVoid, module.OpI32Const, 0, module.OpEnd, module.OpI32Const, 0, module.OpEnd}},
		{"a value from outside of a block", "an operand is missing", []byte{0, module.OpI32Const, 0, module.OpBlock, module.TypeVoid, module.OpDrop, module.OpEnd, module.OpEnd}},
		{"an if with a result and one arm", "without an else", []byte{0, module.OpLocalGet, 0, module.OpIf, module.TypeI32, module.OpI32Const, 1, module.OpEnd, module.OpEnd}},
		{"an else alone", "without an if", []byte{0, module.OpBlock, module.TypeVoid, module.OpElse, module.OpEnd, module.OpI32Const, 0, module.OpEnd}},
		{"a branch too far", "out of the function", []byte{0, module.OpBr, 1, module.OpEnd}},
		{"a local that is not there", "not there", []byte{0, module.OpLocalGet, 1, module.OpEnd}},
		{"a call of nothing", "no function", []byte{0, module.OpI32Const, 0, module.OpCall, 9, module.OpEnd}},
		{"no end", "no end", []byte{0, module.OpI32Const, 0}},
		{"something after the end", "after the end", []byte{0, module.OpI32Const, 0, module.OpEnd, module.OpNop}},
		{"a body of nothing", "instruction", nil},
		{"too many locals", "locals", []byte{1, 0xff, 0xff, 0xff, 0x0f, module.TypeI32, module.OpEnd}},
	}
	for _, c := range cases {
		err := module.Check(goModule("go1.26", handMade{name: "main.f", body: c.body}))
		if c.fault == "" {
			assert.NoError(t, err, c.name)
		} else {
			assert.ErrorContains(t, err, c.fault, c.name)
		}
	}
}
