package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// withPassing is what becomes of a body, with SP passed.
func withPassing(t *testing.T, bodies ...[]byte) *module {
	t.Helper()
	var list []handMade
	for i, body := range bodies {
		list = append(list, handMade{name: "main." + string(rune('f'+i)), body: body})
	}
	in := goModule("go1.26", list...)
	require.NoError(t, Check(in))
	out, stats, err := Rewrite(in, Options{})
	require.NoError(t, err)
	require.Empty(t, stats.Note)
	require.NoError(t, Check(out))
	m, err := parseModule(out)
	require.NoError(t, err)
	return m
}

func TestSPGoesToTheCalleeAndBack(t *testing.T) {
	m := withPassing(t, dispatch(goCall(0, 1, 1), goReturn(0)), straight(goReturn(0)))
	for i := range m.bodies {
		s, _ := m.signature(int64(i))
		assert.Equal(t, signature{params: string([]byte{typeI32, typeI32}), results: string([]byte{typeI32})}, s)
	}
	assert.Equal(t, code([]byte{0}, []byte{opLocalGet, localSP, opI32Const, 8, opI32Add, opReturn, opUnreachable, opEnd}), m.bodies[1])
	assert.Contains(t, string(m.bodies[0]),
		string([]byte{opI32Const, 0, opLocalGet, localSP, opCall, 0, opLocalTee, localSP, opI32Eqz, opBrIf}))
	assert.NotContains(t, string(m.bodies[0]), string([]byte{opGlobalGet, globalSP}))
	assert.NotContains(t, string(m.bodies[0]), string([]byte{opGlobalSet, globalSP}))
}

func TestWhereUnwindingBeginsTheGlobalSPIsRight(t *testing.T) {
	m := withPassing(t, straight(goReturn(0)), code(prologueCode, []byte{opI32Const, 1, opReturn, opEnd}))
	assert.Equal(t, []byte{0, opLocalGet, localSP, opGlobalSet, globalSP, opI32Const, 0, opReturn, opEnd}, m.bodies[1])
}

// Nothing goes on behind the call of a check, so what it returns is returned.
func TestBehindACallThatOnlyUnwindsNothingGoesOn(t *testing.T) {
	check := code([]byte{opLocalGet, localSP, opI32Eqz, opIf, typeVoid}, goCall(1, 1, 2), []byte{opEnd})
	unwinds := code(prologueCode, []byte{opI32Const, 1, opReturn, opEnd})
	calls := []byte{opI32Const, 0, opLocalGet, localSP, opCall, 1}
	for name, goesOn := range map[string]bool{
		"runtime.sigpanic": false, "runtime.morestack": false, "runtime.morestack_noctxt": false, "main.g": true,
	} {
		t.Run(name, func(t *testing.T) {
			in := goModule("go1.26", handMade{name: "main.f", body: dispatch(code(check, goReturn(0)), goReturn(0))},
				handMade{name: name, body: unwinds})
			require.NoError(t, Check(in))
			out, stats, err := Rewrite(in, Options{})
			require.NoError(t, err)
			require.NoError(t, Check(out))
			require.Equal(t, 1, stats.Rewritten, stats.Left)
			m, err := parseModule(out)
			require.NoError(t, err)
			after := []byte{opReturn, opEnd}
			if goesOn {
				after = []byte{opLocalTee, localSP, opI32Eqz, opBrIf}
			}
			assert.Contains(t, string(m.bodies[0]), string(code(calls, after)))
		})
	}
}

func TestWhereOneFunctionCannotPassSPNoneDoes(t *testing.T) {
	odd := code(prologueCode, []byte{opLocalGet, 0, opReturn, opEnd})
	m := withPassing(t, dispatch(goCall(1, 1, 1), goReturn(0)), odd)
	s, _ := m.signature(0)
	assert.Equal(t, goSignature, s)
	assert.Equal(t, odd, m.bodies[1])
	assert.Contains(t, string(m.bodies[0]), string([]byte{opGlobalGet, globalSP}))
}

func TestWhoDoesNotPassSPHasItsGlobal(t *testing.T) {
	host := []byte{0, opI32Const, 0, opCall, 1, opEnd} // takes PC_B, but keeps SP in no local
	m := withPassing(t, host, dispatch(returnZero))
	s, _ := m.signature(0)
	assert.Equal(t, goSignature, s)
	assert.Equal(t, []byte{1, 1, typeI32, opI32Const, 0, opGlobalGet, globalSP, opCall, 1, opLocalTee, 1,
		opIf, typeVoid, opLocalGet, 1, opGlobalSet, globalSP, opEnd, opLocalGet, 1, opI32Eqz, opEnd}, m.bodies[0])
}
