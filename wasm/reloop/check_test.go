package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCheckFindsWhatIsWrongWithABody(t *testing.T) {
	cases := []struct {
		name, fault string // "" is valid
		body        []byte
	}{
		{"a result", "", []byte{0, opI32Const, 0, opEnd}},
		{"a trap needs no result", "", []byte{0, opUnreachable, opEnd}},
		{"what follows a trap may take what it likes", "", []byte{0, opUnreachable, opI32Add, opEnd}},
		{"an if with both arms", "", []byte{0, opLocalGet, 0, opIf, typeI32, opI32Const, 1, opElse, opI32Const, 2, opEnd, opEnd}},
		{"a branch out of two blocks", "", []byte{0, opBlock, typeVoid, opBlock, typeVoid, opBr, 1, opEnd, opEnd, opI32Const, 0, opEnd}},
		{"no result", "an operand is missing", []byte{0, opEnd}},
		{"a result of another type", "wrong type", []byte{0, opI64Const, 0, opEnd}},
		{"a value too many", "values are left", []byte{0, opI32Const, 0, opI32Const, 0, opEnd}},
		{"a value too many in a block", "values are left", []byte{0, opBlock, typeVoid, opI32Const, 0, opEnd, opI32Const, 0, opEnd}},
		{"a value from outside of a block", "an operand is missing", []byte{0, opI32Const, 0, opBlock, typeVoid, opDrop, opEnd, opEnd}},
		{"an if with a result and one arm", "without an else", []byte{0, opLocalGet, 0, opIf, typeI32, opI32Const, 1, opEnd, opEnd}},
		{"an else alone", "without an if", []byte{0, opBlock, typeVoid, opElse, opEnd, opI32Const, 0, opEnd}},
		{"a branch too far", "out of the function", []byte{0, opBr, 1, opEnd}},
		{"a local that is not there", "not there", []byte{0, opLocalGet, 1, opEnd}},
		{"a call of nothing", "no function", []byte{0, opI32Const, 0, opCall, 9, opEnd}},
		{"no end", "no end", []byte{0, opI32Const, 0}},
		{"something after the end", "after the end", []byte{0, opI32Const, 0, opEnd, opNop}},
		{"a body of nothing", "instruction", nil},
		{"too many locals", "locals", []byte{1, 0xff, 0xff, 0xff, 0x0f, typeI32, opEnd}},
	}
	for _, c := range cases {
		err := Check(goModule("go1.26", handMade{name: "main.f", body: c.body}))
		if c.fault == "" {
			assert.NoError(t, err, c.name)
		} else {
			assert.ErrorContains(t, err, c.fault, c.name)
		}
	}
}
