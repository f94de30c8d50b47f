package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// endless is a function that control never leaves. The stage has just had it whenever it is tested: it uses its memory again
// from function to function, and must not remember the one before.
var endless = func() decoded {
	b := decoded{body: append(code([]byte{1, 40, typeI64}, []byte{opLoop, typeVoid, opLocalGet, 0, opIf, typeVoid, opI64Const, 1, opLocalSet, 30},
		[]byte{opBr, 1, opEnd, opLocalGet, 30, opLocalSet, 31, opEnd, opUnreachable}), opEnd)}
	b.decode()
	return b
}()

// narrowed runs the stage alone on a body with i64 locals 1 to 4 and returns what becomes of its code, the end left out.
func narrowed(t *testing.T, parts ...[]byte) []byte {
	t.Helper()
	body := append(code(append([][]byte{{1, 4, typeI64}}, parts...)...), opEnd)
	m, err := parseModule(goModule("go1.26", handMade{name: "main.f", body: body}))
	require.NoError(t, err)
	require.NoError(t, Check(goModule("go1.26", handMade{name: "main.f", body: body})), "the test's own code")
	var w narrower
	p := newProgram(m, []function{{name: "main.f"}})
	w.narrowBody(p, endless)
	b := decoded{body: body}
	b.decode()
	out := w.narrowBody(p, b)
	require.NoError(t, Check(goModule("go1.26", handMade{name: "main.f", body: out})))
	r := reader{data: out}
	localTypes(nil, &r)
	return out[r.pos : len(out)-1]
}

func TestOnlyTheLowerHalfIsComputedWhereNoMoreIsWanted(t *testing.T) {
	get := func(l byte) []byte { return []byte{opLocalGet, l} }
	set := func(l byte) []byte { return []byte{opLocalSet, l} }
	tee := func(l byte) []byte { return []byte{opLocalTee, l} }
	load := []byte{opI32Const, 16, 0x29, 3, 0} // i64.load
	wide := []byte{opI32Const, 16, opLocalGet, 1, 0x37, 3, 0}
	wrap, result := []byte{opI32WrapI64}, []byte{opI32Const, 0}
	cases := []struct {
		says      string
		from, can []byte
	}{
		{"a sum that is wrapped is a sum of halves",
			code(get(1), get(2), []byte{opI64Add}, wrap), code(get(1), get(2), []byte{opI32Add})},
		{"constants lose their upper half",
			code(get(1), []byte{opI64Const, 0xff, 0xff, 0xff, 0xff, 0x1f, opI64Or}, wrap), code(get(1), []byte{opI32Const, 0x7f, opI32Or})},
		{"a mask of the lower half does nothing to it",
			code(get(1), []byte{opI64Const, 0xff, 0xff, 0xff, 0xff, 0x0f, opI64And}, wrap), get(1)},
		{"but clears the upper half for who wants it whole",
			code(load, []byte{opI64Const, 0xff, 0xff, 0xff, 0xff, 0x0f, opI64And, opLocalSet, 1}, wide, result),
			code(load, wrap, []byte{opI64ExtendU, opLocalSet, 1}, wide, result)},
		{"a shift to the left by less than 32 is one of a half",
			code(get(1), []byte{opI64Const, 3, opI64Shl}, wrap), code(get(1), []byte{opI32Const, 3, opI32Shl})},
		{"a shift by more is not",
			code(get(1), []byte{opI64Const, 33, opI64Shl}, wrap), code(get(1), []byte{opI64Const, 33, opI64Shl}, wrap)},
		{"nor is a shift to the right, which brings the upper half down",
			code(load, []byte{opI64Const, 3, opI64ShrU}, wrap), code(load, []byte{opI64Const, 3, opI64ShrU}, wrap)},
		{"unless the upper half is known to be 0",
			code(result, []byte{opI64ExtendU, opI64Const, 3, opI64ShrU}, wrap), code(result, []byte{opI32Const, 3, opI32ShrU})},
		{"a value that comes whole is wrapped where a half is wanted",
			code(load, set(1), get(1), wrap, get(1), wrap, []byte{opI32Add}), code(load, wrap, tee(1), get(1), []byte{opI32Add})},
		{"a local that someone wants whole stays whole, and is wrapped by who does not",
			code(load, set(1), get(1), wrap, []byte{opDrop}, wide, result),
			code(load, tee(1), wrap, []byte{opDrop}, wide, result)},
		{"but not for what it holds before or after: that goes to a local of its own",
			code(load, set(1), wide, load, set(1), get(1), wrap, get(1), wrap, []byte{opI32Add}),
			code(load, set(1), wide, load, wrap, tee(5), get(5), []byte{opI32Add})},
		{"a tee passes on what it sets",
			code(get(2), []byte{opLocalTee, 1}, wrap, []byte{opDrop}, get(1), wrap), code(get(2), []byte{opLocalTee, 1, opDrop}, get(1))},
		{"a division of numbers without upper halves is one of 32 bits",
			code(result, []byte{opI64ExtendU}, result, []byte{opI64ExtendU, opI64RemS}, wrap),
			code(result, result, []byte{opI32RemU})},
		{"a comparison too, and then no operand is negative",
			code(result, []byte{opI64ExtendU, opI64Const, 9, opI64LtS}), code(result, []byte{opI32Const, 9, opI32LtU})},
		{"but not of numbers whose upper half may be anything",
			code(load, load, []byte{opI64LtS}), code(load, load, []byte{opI64LtS})},
		{"a local has no upper half if nothing with one is assigned to it",
			code(result, []byte{opI64ExtendU, opLocalSet, 1}, get(1), []byte{opI64Const, 9, opI64RemU}, wrap),
			code(result, []byte{opI32Const, 9, opI32RemU})},
		{"nor has one that is assigned from it",
			code(result, []byte{opI64ExtendU, opLocalSet, 1}, get(1), set(2), get(2), []byte{opI64Const, 9, opI64RemU}, wrap),
			code(result, []byte{opI32Const, 9, opI32RemU})},
		{"also where someone wants it whole",
			code(result, []byte{opI64ExtendU, opLocalTee, 1, opI64Const, 9, opI64RemU}, wrap, []byte{opDrop}, wide, result),
			code(result, []byte{opI64ExtendU, opLocalTee, 1}, wrap, []byte{opI32Const, 9, opI32RemU, opDrop}, wide, result)},
		{"but it may, if one of two assignments that may be seen has",
			code(result, []byte{opI64ExtendU, opLocalSet, 1, opBlock, typeVoid}, result, []byte{opBrIf, 0}, load, set(1), []byte{opEnd},
				get(1), []byte{opI64Const, 9, opI64RemU}, wrap),
			code(result, []byte{opI64ExtendU, opLocalSet, 1, opBlock, typeVoid}, result, []byte{opBrIf, 0}, load, set(1), []byte{opEnd},
				get(1), []byte{opI64Const, 9, opI64RemU}, wrap)},
		{"or if it is assigned from one that may",
			code(load, set(1), get(1), set(2), get(2), []byte{opI64Const, 9, opI64RemU}, wrap),
			code(load, []byte{opI64Const, 9, opI64RemU}, wrap)},
		{"a local that only holds numbers without upper halves is compared as those are",
			code(result, []byte{opI64ExtendU, opLocalSet, 1, opI32Const, 0, opDrop}, get(1), []byte{opI64Const, 9, opI64LtS}),
			code(result, []byte{opLocalSet, 1, opI32Const, 0, opDrop}, get(1), []byte{opI32Const, 9, opI32LtU})},
		{"but not where one of its assignments may bring an upper half",
			code([]byte{opLocalGet, 0, opIf, typeVoid}, load, set(1), []byte{opEnd}, get(1), []byte{opI64Const, 9, opI64LtS}),
			code([]byte{opLocalGet, 0, opIf, typeVoid}, load, set(1), []byte{opEnd}, get(1), []byte{opI64Const, 9, opI64LtS})},
		{"nor as halves where someone wants it whole, since that would take a wrap",
			code(result, []byte{opI64ExtendU, opLocalSet, 1}, wide, get(1), []byte{opI64Const, 9, opI64LtS}),
			code(result, []byte{opI64ExtendU, opLocalSet, 1}, wide, get(1), []byte{opI64Const, 9, opI64LtS})},
		{"what is read at once, and by no one else, needs no local",
			code(load, set(1), []byte{opNop}, get(1), []byte{opI64Eqz}), code(load, []byte{opI64Eqz})},
		{"what others read as well is passed on by a tee, of any type",
			code(load, set(1), get(1), get(1), []byte{opI64Eq}), code(load, tee(1), get(1), []byte{opI64Eq})},
		{"what no one reads is dropped, or not set",
			code(load, tee(1), []byte{opLocalSet, 2}, result), code(load, wrap, []byte{opDrop}, result)},
		{"a truth that went through a local and is denied is its opposite",
			code(load, load, []byte{opI64LtS, opI64ExtendU, opLocalSet, 1, opNop}, get(1), []byte{opI64Eqz}),
			code(load, load, []byte{opI64GeS})},
		{"denied twice it is what a branch asks for",
			code([]byte{opBlock, typeVoid, opLocalGet, 0, opI32Eqz, opI64ExtendU, opLocalSet, 1}, get(1), []byte{opI64Eqz, opBrIf, 0, opEnd}, result),
			code([]byte{opBlock, typeVoid, opLocalGet, 0, opBrIf, 0, opEnd}, result)},
		{"but not what a value is made of",
			code([]byte{opLocalGet, 0, opI32Eqz, opI64ExtendU, opLocalSet, 1}, get(1), []byte{opI64Eqz}),
			code([]byte{opLocalGet, 0, opI32Eqz, opI32Eqz})},
		{"a store of 32 bits wants no more",
			code([]byte{opI32Const, 0}, get(1), []byte{opI64Store32, 2, 0}, result), code([]byte{opI32Const, 0}, get(1), []byte{opI32Store, 2, 0}, result)},
		{"a mask leaves nothing above it, so the rest is not computed",
			code(get(1), []byte{opI64Const, 7, opI64And, opLocalSet, 1}, wide, result),
			code(get(5), []byte{opI32Const, 7, opI32And, opI64ExtendU, opLocalSet, 1}, wide, result)},
	}
	for _, c := range cases {
		assert.Equal(t, c.can, narrowed(t, c.from), c.says)
	}
}

func TestAValueThatFallsOutOfTheFirstBlockMeetsThoseThatJump(t *testing.T) {
	load, set := []byte{opI32Const, 16, 0x29, 3, 0}, []byte{opLocalSet, 1}
	jump := []byte{opLocalGet, 0, opBrIf, 0}
	wide := []byte{opI32Const, 16, opLocalGet, 1, 0x37, 3, 0}
	all := code([]byte{opBlock, typeVoid}, load, set, jump, load, set, []byte{opEnd}, wide, []byte{opI32Const, 0})
	assert.Equal(t, all, narrowed(t, all), "someone wants both whole")
}

func TestAWebGoesRoundALoop(t *testing.T) {
	// Local 1 counts in a loop, and only its lower half is looked at; before the loop it held a whole number.
	loop := []byte{opLoop, typeVoid, opLocalGet, 1, opI64Const, 1, opI64Add, opLocalTee, 1, opI32WrapI64, opBrIf, 0, opEnd}
	narrow := []byte{opLoop, typeVoid, opLocalGet, 5, opI32Const, 1, opI32Add, opLocalTee, 5, opBrIf, 0, opEnd}
	whole := []byte{opI32Const, 16, opLocalGet, 1, 0x37, 3, 0}
	zero, result := []byte{opI64Const, 0, opLocalSet, 1}, []byte{opI32Const, 0}
	assert.Equal(t, code(whole, []byte{opI32Const, 0, opLocalSet, 5}, narrow, result), narrowed(t, whole, zero, loop, result))
	assert.Equal(t, code(whole, zero, loop, whole, result), narrowed(t, whole, zero, loop, whole, result),
		"after the loop someone wants it whole")
}
