package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

// endless is a function that control never leaves. The stage has just had it whenever it is tested: it uses its memory again
// from function to function, and must not remember the one before.
var endless = func() decoded {
	b := decoded{body: append(code([]byte{1, 40, module.TypeI64}, []byte{module.OpLoop, module.TypeVoid, module.OpLocalGet, 0, module.OpIf, module.TypeVoid, module.OpI64Const, 1, module.OpLocalSet, 30},
		[]byte{module.OpBr, 1, module.OpEnd, module.OpLocalGet, 30, module.OpLocalSet, 31, module.OpEnd, module.OpUnreachable}), module.OpEnd)}
	b.decode()
	return b
}()

// narrowed runs the stage alone on a body with i64 locals 1 to 4 and returns what becomes of its code, the end left out.
func narrowed(t *testing.T, parts ...[]byte) []byte {
	t.Helper()
	body := append(code(append([][]byte{{1, 4, module.TypeI64}}, parts...)...), module.OpEnd)
	m, err := module.Parse(goModule("go1.26", handMade{name: "main.f", body: body}))
	require.NoError(t, err)
	require.NoError(t, module.Check(goModule("go1.26", handMade{name: "main.f", body: body})), "the test's own code")
	var w narrower
	p := newProgram(m, []module.Function{{Name: "main.f"}})
	w.narrowBody(p, endless)
	b := decoded{body: body}
	b.decode()
	out := w.narrowBody(p, b)
	require.NoError(t, module.Check(goModule("go1.26", handMade{name: "main.f", body: out})))
	r := module.Reader{Data: out}
	localTypes(nil, &r)
	return out[r.Pos : len(out)-1]
}

func TestOnlyTheLowerHalfIsComputedWhereNoMoreIsWanted(t *testing.T) {
	get := func(l byte) []byte { return []byte{module.OpLocalGet, l} }
	set := func(l byte) []byte { return []byte{module.OpLocalSet, l} }
	tee := func(l byte) []byte { return []byte{module.OpLocalTee, l} }
	load := []byte{module.OpI32Const, 16, 0x29, 3, 0} // i64.load
	wide := []byte{module.OpI32Const, 16, module.OpLocalGet, 1, 0x37, 3, 0}
	wrap, result := []byte{module.OpI32WrapI64}, []byte{module.OpI32Const, 0}
	cases := []struct {
		says      string
		from, can []byte
	}{
		{"a sum that is wrapped is a sum of halves",
			code(get(1), get(2), []byte{module.OpI64Add}, wrap), code(get(1), get(2), []byte{module.OpI32Add})},
		{"constants lose their upper half",
			code(get(1), []byte{module.OpI64Const, 0xff, 0xff, 0xff, 0xff, 0x1f, module.OpI64Or}, wrap), code(get(1), []byte{module.OpI32Const, 0x7f, module.OpI32Or})},
		{"a mask of the lower half does nothing to it",
			code(get(1), []byte{module.OpI64Const, 0xff, 0xff, 0xff, 0xff, 0x0f, module.OpI64And}, wrap), get(1)},
		{"but clears the upper half for who wants it whole",
			code(load, []byte{module.OpI64Const, 0xff, 0xff, 0xff, 0xff, 0x0f, module.OpI64And, module.OpLocalSet, 1}, wide, result),
			code(load, wrap, []byte{module.OpI64ExtendU, module.OpLocalSet, 1}, wide, result)},
		{"a shift to the left by less than 32 is one of a half",
			code(get(1), []byte{module.OpI64Const, 3, module.OpI64Shl}, wrap), code(get(1), []byte{module.OpI32Const, 3, module.OpI32Shl})},
		{"a shift by more is not",
			code(get(1), []byte{module.OpI64Const, 33, module.OpI64Shl}, wrap), code(get(1), []byte{module.OpI64Const, 33, module.OpI64Shl}, wrap)},
		{"nor is a shift to the right, which brings the upper half down",
			code(load, []byte{module.OpI64Const, 3, module.OpI64ShrU}, wrap), code(load, []byte{module.OpI64Const, 3, module.OpI64ShrU}, wrap)},
		{"unless the upper half is known to be 0",
			code(result, []byte{module.OpI64ExtendU, module.OpI64Const, 3, module.OpI64ShrU}, wrap), code(result, []byte{module.OpI32Const, 3, module.OpI32ShrU})},
		{"a value that comes whole is wrapped where a half is wanted",
			code(load, set(1), get(1), wrap, get(1), wrap, []byte{module.OpI32Add}), code(load, wrap, tee(1), get(1), []byte{module.OpI32Add})},
		{"a local that someone wants whole stays whole, and is wrapped by who does not",
			code(load, set(1), get(1), wrap, []byte{module.OpDrop}, wide, result),
			code(load, tee(1), wrap, []byte{module.OpDrop}, wide, result)},
		{"but not for what it holds before or after: that goes to a local of its own",
			code(load, set(1), wide, load, set(1), get(1), wrap, get(1), wrap, []byte{module.OpI32Add}),
			code(load, set(1), wide, load, wrap, tee(5), get(5), []byte{module.OpI32Add})},
		{"a tee passes on what it sets",
			code(get(2), []byte{module.OpLocalTee, 1}, wrap, []byte{module.OpDrop}, get(1), wrap), code(get(2), []byte{module.OpLocalTee, 1, module.OpDrop}, get(1))},
		{"a division of numbers without upper halves is one of 32 bits",
			code(result, []byte{module.OpI64ExtendU}, result, []byte{module.OpI64ExtendU, module.OpI64RemS}, wrap),
			code(result, result, []byte{module.OpI32RemU})},
		{"a comparison too, and then no operand is negative",
			code(result, []byte{module.OpI64ExtendU, module.OpI64Const, 9, module.OpI64LtS}), code(result, []byte{module.OpI32Const, 9, module.OpI32LtU})},
		{"but not of numbers whose upper half may be anything",
			code(load, load, []byte{module.OpI64LtS}), code(load, load, []byte{module.OpI64LtS})},
		{"a local has no upper half if nothing with one is assigned to it",
			code(result, []byte{module.OpI64ExtendU, module.OpLocalSet, 1}, get(1), []byte{module.OpI64Const, 9, module.OpI64RemU}, wrap),
			code(result, []byte{module.OpI32Const, 9, module.OpI32RemU})},
		{"nor has one that is assigned from it",
			code(result, []byte{module.OpI64ExtendU, module.OpLocalSet, 1}, get(1), set(2), get(2), []byte{module.OpI64Const, 9, module.OpI64RemU}, wrap),
			code(result, []byte{module.OpI32Const, 9, module.OpI32RemU})},
		{"also where someone wants it whole",
			code(result, []byte{module.OpI64ExtendU, module.OpLocalTee, 1, module.OpI64Const, 9, module.OpI64RemU}, wrap, []byte{module.OpDrop}, wide, result),
			code(result, []byte{module.OpI64ExtendU, module.OpLocalTee, 1}, wrap, []byte{module.OpI32Const, 9, module.OpI32RemU, module.OpDrop}, wide, result)},
		{"but it may, if one of two assignments that may be seen has",
			code(result, []byte{module.OpI64ExtendU, module.OpLocalSet, 1, module.OpBlock, module.TypeVoid}, result, []byte{module.OpBrIf, 0}, load, set(1), []byte{module.OpEnd},
				get(1), []byte{module.OpI64Const, 9, module.OpI64RemU}, wrap),
			code(result, []byte{module.OpI64ExtendU, module.OpLocalSet, 1, module.OpBlock, module.TypeVoid}, result, []byte{module.OpBrIf, 0}, load, set(1), []byte{module.OpEnd},
				get(1), []byte{module.OpI64Const, 9, module.OpI64RemU}, wrap)},
		{"or if it is assigned from one that may",
			code(load, set(1), get(1), set(2), get(2), []byte{module.OpI64Const, 9, module.OpI64RemU}, wrap),
			code(load, []byte{module.OpI64Const, 9, module.OpI64RemU}, wrap)},
		{"a local that only holds numbers without upper halves is compared as those are",
			code(result, []byte{module.OpI64ExtendU, module.OpLocalSet, 1, module.OpI32Const, 0, module.OpDrop}, get(1), []byte{module.OpI64Const, 9, module.OpI64LtS}),
			code(result, []byte{module.OpLocalSet, 1, module.OpI32Const, 0, module.OpDrop}, get(1), []byte{module.OpI32Const, 9, module.OpI32LtU})},
		{"but not where one of its assignments may bring an upper half",
			code([]byte{module.OpLocalGet, 0, module.OpIf, module.TypeVoid}, load, set(1), []byte{module.OpEnd}, get(1), []byte{module.OpI64Const, 9, module.OpI64LtS}),
			code([]byte{module.OpLocalGet, 0, module.OpIf, module.TypeVoid}, load, set(1), []byte{module.OpEnd}, get(1), []byte{module.OpI64Const, 9, module.OpI64LtS})},
		{"nor as halves where someone wants it whole, since that would take a wrap",
			code(result, []byte{module.OpI64ExtendU, module.OpLocalSet, 1}, wide, get(1), []byte{module.OpI64Const, 9, module.OpI64LtS}),
			code(result, []byte{module.OpI64ExtendU, module.OpLocalSet, 1}, wide, get(1), []byte{module.OpI64Const, 9, module.OpI64LtS})},
		{"what is read at once, and by no one else, needs no local",
			code(load, set(1), []byte{module.OpNop}, get(1), []byte{module.OpI64Eqz}), code(load, []byte{module.OpI64Eqz})},
		{"what others read as well is passed on by a tee, of any type",
			code(load, set(1), get(1), get(1), []byte{module.OpI64Eq}), code(load, tee(1), get(1), []byte{module.OpI64Eq})},
		{"what no one reads is dropped, or not set",
			code(load, tee(1), []byte{module.OpLocalSet, 2}, result), code(load, wrap, []byte{module.OpDrop}, result)},
		{"a truth that went through a local and is denied is its opposite",
			code(load, load, []byte{module.OpI64LtS, module.OpI64ExtendU, module.OpLocalSet, 1, module.OpNop}, get(1), []byte{module.OpI64Eqz}),
			code(load, load, []byte{module.OpI64GeS})},
		{"denied twice it is what a branch asks for",
			code([]byte{module.OpBlock, module.TypeVoid, module.OpLocalGet, 0, module.OpI32Eqz, module.OpI64ExtendU, module.OpLocalSet, 1}, get(1), []byte{module.OpI64Eqz, module.OpBrIf, 0, module.OpEnd}, result),
			code([]byte{module.OpBlock, module.TypeVoid, module.OpLocalGet, 0, module.OpBrIf, 0, module.OpEnd}, result)},
		{"but not what a value is made of",
			code([]byte{module.OpLocalGet, 0, module.OpI32Eqz, module.OpI64ExtendU, module.OpLocalSet, 1}, get(1), []byte{module.OpI64Eqz}),
			code([]byte{module.OpLocalGet, 0, module.OpI32Eqz, module.OpI32Eqz})},
		{"a store of 32 bits wants no more",
			code([]byte{module.OpI32Const, 0}, get(1), []byte{module.OpI64Store32, 2, 0}, result), code([]byte{module.OpI32Const, 0}, get(1), []byte{module.OpI32Store, 2, 0}, result)},
		{"a mask leaves nothing above it, so the rest is not computed",
			code(get(1), []byte{module.OpI64Const, 7, module.OpI64And, module.OpLocalSet, 1}, wide, result),
			code(get(5), []byte{module.OpI32Const, 7, module.OpI32And, module.OpI64ExtendU, module.OpLocalSet, 1}, wide, result)},
	}
	for _, c := range cases {
		assert.Equal(t, c.can, narrowed(t, c.from), c.says)
	}
}

func TestAValueThatFallsOutOfTheFirstBlockMeetsThoseThatJump(t *testing.T) {
	load, set := []byte{module.OpI32Const, 16, 0x29, 3, 0}, []byte{module.OpLocalSet, 1}
	jump := []byte{module.OpLocalGet, 0, module.OpBrIf, 0}
	wide := []byte{module.OpI32Const, 16, module.OpLocalGet, 1, 0x37, 3, 0}
	all := code([]byte{module.OpBlock, module.TypeVoid}, load, set, jump, load, set, []byte{module.OpEnd}, wide, []byte{module.OpI32Const, 0})
	assert.Equal(t, all, narrowed(t, all), "someone wants both whole")
}

func TestAWebGoesRoundALoop(t *testing.T) {
	// Local 1 counts in a loop, and only its lower half is looked at; before the loop it held a whole number.
	loop := []byte{module.OpLoop, module.TypeVoid, module.OpLocalGet, 1, module.OpI64Const, 1, module.OpI64Add, module.OpLocalTee, 1, module.OpI32WrapI64, module.OpBrIf, 0, module.OpEnd}
	narrow := []byte{module.OpLoop, module.TypeVoid, module.OpLocalGet, 5, module.OpI32Const, 1, module.OpI32Add, module.OpLocalTee, 5, module.OpBrIf, 0, module.OpEnd}
	whole := []byte{module.OpI32Const, 16, module.OpLocalGet, 1, 0x37, 3, 0}
	zero, result := []byte{module.OpI64Const, 0, module.OpLocalSet, 1}, []byte{module.OpI32Const, 0}
	assert.Equal(t, code(whole, []byte{module.OpI32Const, 0, module.OpLocalSet, 5}, narrow, result), narrowed(t, whole, zero, loop, result))
	assert.Equal(t, code(whole, zero, loop, whole, result), narrowed(t, whole, zero, loop, whole, result),
		"after the loop someone wants it whole")
}
