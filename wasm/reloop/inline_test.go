package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

// goCall is a call as Go makes it, of function index, with the return address PC_B pc of function 0.
func goCall(index, pc, after int) []byte { return goCallFrom(0, index, pc, after) }

// returnAddress is PC_B pc of a function.
func returnAddress(function, pc int) int64 {
	return (module.FirstFunction+int64(function))<<16 | int64(pc)
}

func goCallFrom(function, index, pc, after int) []byte {
	address := module.AppendSigned([]byte{module.OpI64Const}, returnAddress(function, pc))
	return code([]byte{module.OpLocalGet, localSP, module.OpI32Const, 8, module.OpI32Sub, module.OpLocalTee, localSP, module.OpGlobalSet, globalSP, module.OpLocalGet, localSP},
		address, []byte{module.OpI64Store, 3, 0, module.OpI32Const, 0, module.OpCall, byte(index), module.OpGlobalGet, globalSP, module.OpLocalSet, localSP, module.OpBrIf},
		module.AppendUnsigned(nil, uint64(after+1)))
}

// goReturn returns from a frame of that size.
func goReturn(frame byte) []byte {
	up := func(by byte) []byte {
		return []byte{module.OpLocalGet, localSP, module.OpI32Const, by, module.OpI32Add, module.OpLocalTee, localSP, module.OpGlobalSet, globalSP}
	}
	if frame == 0 {
		return code(up(8), returnZero)
	}
	return code(up(frame), up(8), returnZero)
}

// straight is a function of one segment.
func straight(parts ...[]byte) []byte {
	return code(prologueCode, code(parts...), []byte{module.OpUnreachable, module.OpEnd})
}

func TestACallOfWhatIsNotValidIsLeftAlone(t *testing.T) {
	bad := straight([]byte{module.OpLocalGet, 9, module.OpDrop}, goReturn(0))
	in := goModule("go1.26", handMade{name: "main.f", body: dispatch(goCall(1, 1, 1), goReturn(0))}, handMade{name: "main.g", body: bad})
	_, _, err := Rewrite(in, Options{inlining: everywhere})
	assert.NoError(t, err)
}

func TestACallIsReplacedWhereThatPays(t *testing.T) {
	store := []byte{module.OpLocalGet, localSP, module.OpI32Const, 7, module.OpI32Store, 2, 16}
	frame := []byte{module.OpLocalGet, localSP, module.OpI32Const, 16, module.OpI32Sub, module.OpLocalTee, localSP, module.OpGlobalSet, globalSP}
	caller := func(index int) []byte { return dispatch(goCall(index, 1, 1), goReturn(0)) }
	cases := []struct {
		name     string
		how      inlining
		callee   []byte
		replaced bool
	}{
		{"a small function that calls nothing", wherePaying, straight(store, goReturn(0)), true},
		{"one with a frame", wherePaying, straight(frame, store, goReturn(16)), false},
		{"one with a frame, everywhere", everywhere, straight(frame, store, goReturn(16)), true},
		{"a larger one", wherePaying, straight(store, store, store, store, goReturn(0)), false},
		{"one that leaves a value behind", wherePaying, straight([]byte{module.OpI32Const, 5}, store, goReturn(0)), false},
		{"one that sets SP to something else", everywhere,
			straight([]byte{module.OpI32Const, 0, module.OpGlobalSet, globalSP}, store, returnZero), false},
		{"one that returns what another call does", everywhere,
			straight([]byte{module.OpI32Const, 0, module.OpCall, 1, module.OpReturn}), false},
		{"one that can be put aside", everywhere, dispatch(code(store, goCall(0, 1, 1)), goReturn(0)), true},
		{"one with a loop that can be resumed, which nobody does here", everywhere,
			dispatch(nothing, goCall(0, 2, 2), code(store[:2], ifGoTo(1, 1)), goReturn(0)), true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := goModule("go1.26", handMade{name: "main.f", body: caller(1)}, handMade{name: "main.g", body: c.callee})
			require.NoError(t, module.Check(in))
			out, stats, err := Rewrite(in, Options{inlining: c.how})
			require.NoError(t, err)
			require.Empty(t, stats.Left)
			require.NoError(t, module.Check(out))
			m, err := module.Parse(out)
			require.NoError(t, err)
			r := module.Reader{Data: m.Bodies[0]}
			localTypes(nil, &r)
			list, ok := module.Decode(nil, m.Bodies[0], r.Pos)
			require.True(t, ok)
			calls := false
			for i, x := range list { // from the beginning, not to go on in it
				calls = calls || x.Is(module.OpCall, 1) && list[i-2].Is(module.OpI32Const, 0)
			}
			assert.Equal(t, !c.replaced, calls)
		})
	}
}
