package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

// Of a function with a frame of 16 bytes: its arguments begin at 24.
var (
	frameCode = []byte{module.OpLocalGet, localSP, module.OpI32Const, 16, module.OpI32Sub, module.OpLocalTee, localSP, module.OpGlobalSet, globalSP}
	backCode  = []byte{module.OpLocalGet, localSP, module.OpI32Const, 24, module.OpI32Add, module.OpGlobalSet, globalSP, module.OpI32Const, 0, module.OpReturn}
)

func loadCode(offset byte) []byte {
	return []byte{module.OpLocalGet, localSP, module.OpI64Load, 3, offset}
}

func moveCode(to, from byte) []byte {
	return code([]byte{module.OpLocalGet, localSP}, loadCode(from), []byte{module.OpI64Store, 3, to})
}

func TestTheWordsOfAFrameAreFoundWhereNoAddressIsTaken(t *testing.T) {
	address := []byte{module.OpLocalGet, localSP, module.OpI64ExtendU, module.OpDrop}
	byteOf := func(offset byte) []byte {
		return []byte{module.OpLocalGet, localSP, module.OpI32Load8U, 0, offset, module.OpDrop}
	}
	signed := []byte{module.OpLocalGet, localSP, module.OpI32Load8S, 0, 3, module.OpDrop}
	cases := []struct {
		name    string
		body    []byte
		known   bool
		touched int64
		words   [][2]int64 // offset and width
	}{
		{"an argument and a result", code(frameCode, moveCode(32, 24), backCode), true, 16, [][2]int64{{24, 8}, {32, 8}}},
		{"what is put into the frame and taken from it", code(frameCode, moveCode(0, 24), moveCode(32, 0), backCode), true, 16,
			[][2]int64{{0, 8}, {24, 8}, {32, 8}}},
		{"one of which a byte is read as well", code(frameCode, moveCode(32, 24), byteOf(31), backCode), true, 16, [][2]int64{{32, 8}}},
		{"bytes beside each other", code(frameCode, byteOf(2), byteOf(3), backCode), true, 0, [][2]int64{{2, 1}, {3, 1}}},
		{"one that is extended by its sign", code(frameCode, byteOf(2), signed, backCode), true, 0, [][2]int64{{2, 1}}},
		{"its return address", code(frameCode, byteOf(17), backCode), false, 0, nil},
		{"an address in the frame", code(frameCode, address, moveCode(32, 24), backCode), false, 0, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, err := module.Parse(goModule("go1.26", handMade{name: "main.f", body: straight(c.body)}))
			require.NoError(t, err)
			p := &program{Module: m}
			v := p.newVariant(straight(c.body))
			require.NotNil(t, v)
			require.Equal(t, c.known, v.frame.known)
			if c.known {
				var words [][2]int64
				for _, s := range v.frame.slots {
					words = append(words, [2]int64{s.offset, s.width})
				}
				assert.Equal(t, c.touched, v.frame.touched)
				assert.Equal(t, c.words, words)
			}
		})
	}
}

// whatItDoes writes a rewritten function's loads, stores, calls, returns and branches: l, s, c, r, ? for a
// branch that depends, and ( ) around what an if holds.
func whatItDoes(t *testing.T, input []byte, index int) string {
	t.Helper()
	m, err := module.Parse(input)
	require.NoError(t, err)
	b := decoded{body: m.Bodies[index]}
	b.decode()
	require.True(t, b.ok)
	var out []byte
	var open []module.Opcode
	for i, x := range b.code {
		switch {
		case x.Op >= module.OpFirstLoad && x.Op <= module.OpLastLoad:
			out = append(out, 'l')
		case x.Op.Accesses():
			out = append(out, 's')
		case x.Op == module.OpCall:
			out = append(out, 'c')
		case x.Op == module.OpReturn:
			out = append(out, 'r')
		case x.Op == module.OpIf:
			out = append(out, '(')
		case x.Op == module.OpBrIf:
			out = append(out, '?')
		case x.Op == module.OpEnd && i < len(b.code)-1 && open[len(open)-1] == module.OpIf:
			out = append(out, ')')
		}
		if x.Op.OpensBlock() {
			open = append(open, x.Op)
		} else if x.Op == module.OpEnd && len(open) > 0 {
			open = open[:len(open)-1]
		}
	}
	return string(out)
}

// mirroring is a module of two callers of a function that calls another one where its argument is not 0, and then returns what it has kept
// in its frame. The code of the last cannot take a call's place.
func mirroring(t *testing.T) []byte {
	t.Helper()
	put := []byte{module.OpLocalGet, localSP, module.OpI64Const, 5, module.OpI64Store, 3, 0}
	isArgument := code(loadCode(24), []byte{module.OpI32WrapI64})
	caller := func(index int) []byte {
		return dispatch(code(frameCode, put, goCallFrom(index, 2, 1, 1)), code(moveCode(32, 8), backCode))
	}
	in := goModule("go1.26",
		handMade{name: "main.even", body: caller(0)},
		handMade{name: "main.odd", body: caller(1)},
		handMade{name: "main.callee", body: dispatch(
			code(frameCode, moveCode(0, 24), isArgument, ifGoTo(2, 3)),
			code(moveCode(32, 0), backCode),
			goCallFrom(2, 3, 3, 1),
			goTo(1, 0, 0))},
		handMade{name: "main.other", body: straight([]byte{module.OpI32Const, 0, module.OpGlobalSet, globalSP}, returnZero)})
	require.NoError(t, module.Check(in))
	out, stats, err := Rewrite(in, Options{inlining: everywhere})
	require.NoError(t, err)
	require.Empty(t, stats.Left)
	require.NoError(t, module.Check(out))
	return out
}

func TestWhatGoesIntoAFrameIsStoredBeforeCallsAndNowhereElse(t *testing.T) {
	out := mirroring(t)
	// Where the callee does not call, the result is stored, which is the caller's, and nothing else. Before it calls, four words
	// are: what it keeps, its address to return to, its argument, and that of the other call.
	assert.Equal(t, "(l?)?ssssc?c?lsr", whatItDoes(t, out, 0), "the callee is called to go on, and its result loaded")
	assert.Equal(t, "(l?)?ssssc?lsr", whatItDoes(t, out, 1), "what it keeps is loaded, to go on here")
}

func TestASmallFunctionThatCallsItselfTakesItselfInOnce(t *testing.T) {
	isArgument := code(loadCode(24), []byte{module.OpI32WrapI64})
	in := goModule("go1.26", handMade{name: "main.f", body: dispatch(
		code(frameCode, isArgument, ifGoTo(2, 3)),
		code(moveCode(32, 24), backCode),
		code(moveCode(0, 24), goCallFrom(0, 0, 3, 1)),
		code(moveCode(32, 8), backCode))})
	require.NoError(t, module.Check(in))
	out, stats, err := Rewrite(in, Options{})
	require.NoError(t, err)
	require.Empty(t, stats.Left)
	require.NoError(t, module.Check(out))
	// A result is stored, where there is no argument, in the function itself or in the one that it calls, which calls a third.
	assert.Equal(t, "(l?)l?sr?sssssc?lsr", whatItDoes(t, out, 0))
}

func TestFramesOfOddSizesAreLeftToMemory(t *testing.T) {
	for _, size := range []int64{-16, -1 << 31, 1<<31 - 1, largestFrame + 8} {
		frame := code(module.AppendSigned([]byte{module.OpLocalGet, localSP, module.OpI32Const}, size), []byte{module.OpI32Sub, module.OpLocalTee, localSP, module.OpGlobalSet, globalSP})
		in := goModule("go1.26",
			handMade{name: "main.f", body: dispatch(
				code(frame, loadCode(24), []byte{module.OpI32WrapI64}, ifGoTo(2, 3)),
				code(moveCode(32, 24), backCode),
				code(moveCode(0, 24), goCallFrom(0, 0, 3, 1)),
				code(moveCode(32, 8), backCode))},
			handMade{name: "main.g", body: dispatch(code(frame, goCallFrom(1, 0, 1, 1)), code(moveCode(32, 8), backCode))},
			handMade{name: "main.h", body: dispatch(code(frame, goCallFrom(2, 1, 1, 1)), code(moveCode(32, 8), backCode))})
		require.NoError(t, module.Check(in))
		for _, options := range []Options{{}, {inlining: everywhere}} {
			out, _, err := Rewrite(in, options)
			require.NoError(t, err)
			assert.NoError(t, module.Check(out), size)
		}
	}
}
