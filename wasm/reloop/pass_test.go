package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

// withPassing is what becomes of a body, with SP passed.
func withPassing(t *testing.T, bodies ...[]byte) *module.Module {
	t.Helper()
	var list []handMade
	for i, body := range bodies {
		list = append(list, handMade{name: "main." + string(rune('f'+i)), body: body})
	}
	in := goModule("go1.26", list...)
	require.NoError(t, module.Check(in))
	out, stats, err := Rewrite(in, Options{})
	require.NoError(t, err)
	require.Empty(t, stats.Note)
	require.NoError(t, module.Check(out))
	m, err := module.Parse(out)
	require.NoError(t, err)
	return m
}

func TestSPGoesToTheCalleeAndBack(t *testing.T) {
	m := withPassing(t, dispatch(goCall(0, 1, 1), goReturn(0)), straight(goReturn(0)))
	for i := range m.Bodies {
		s, _ := m.Signature(int64(i))
		assert.Equal(t, module.Signature{Params: string([]byte{module.TypeI32, module.TypeI32}), Results: string([]byte{module.TypeI32})}, s)
	}
	assert.Equal(t, code([]byte{0}, []byte{module.OpLocalGet, localSP, module.OpI32Const, 8, module.OpI32Add, module.OpReturn, module.OpUnreachable, module.OpEnd}), m.Bodies[1])
	assert.Contains(t, string(m.Bodies[0]),
		string([]byte{module.OpI32Const, 0, module.OpLocalGet, localSP, module.OpCall, 0, module.OpLocalTee, localSP, module.OpI32Eqz, module.OpBrIf}))
	assert.NotContains(t, string(m.Bodies[0]), string([]byte{module.OpGlobalGet, globalSP}))
	assert.NotContains(t, string(m.Bodies[0]), string([]byte{module.OpGlobalSet, globalSP}))
}

func TestWhereUnwindingBeginsTheGlobalSPIsRight(t *testing.T) {
	m := withPassing(t, straight(goReturn(0)), code(prologueCode, []byte{module.OpI32Const, 1, module.OpReturn, module.OpEnd}))
	assert.Equal(t, []byte{0, module.OpLocalGet, localSP, module.OpGlobalSet, globalSP, module.OpI32Const, 0, module.OpReturn, module.OpEnd}, m.Bodies[1])
}

// Nothing goes on behind the call of a check, so what it returns is returned.
func TestBehindACallThatOnlyUnwindsNothingGoesOn(t *testing.T) {
	check := code([]byte{module.OpLocalGet, localSP, module.OpI32Eqz, module.OpIf, module.TypeVoid}, goCall(1, 1, 2), []byte{module.OpEnd})
	unwinds := code(prologueCode, []byte{module.OpI32Const, 1, module.OpReturn, module.OpEnd})
	calls := []byte{module.OpI32Const, 0, module.OpLocalGet, localSP, module.OpCall, 1}
	for name, goesOn := range map[string]bool{
		"runtime.sigpanic": false, "runtime.morestack": false, "runtime.morestack_noctxt": false, "main.g": true,
	} {
		t.Run(name, func(t *testing.T) {
			in := goModule("go1.26", handMade{name: "main.f", body: dispatch(code(check, goReturn(0)), goReturn(0))},
				handMade{name: name, body: unwinds})
			require.NoError(t, module.Check(in))
			out, stats, err := Rewrite(in, Options{})
			require.NoError(t, err)
			require.NoError(t, module.Check(out))
			require.Equal(t, 1, stats.Rewritten, stats.Left)
			m, err := module.Parse(out)
			require.NoError(t, err)
			after := []byte{module.OpReturn, module.OpEnd}
			if goesOn {
				after = []byte{module.OpLocalTee, localSP, module.OpI32Eqz, module.OpBrIf}
			}
			assert.Contains(t, string(m.Bodies[0]), string(code(calls, after)))
		})
	}
}

func TestWhereOneFunctionCannotPassSPNoneDoes(t *testing.T) {
	odd := code(prologueCode, []byte{module.OpLocalGet, 0, module.OpReturn, module.OpEnd})
	m := withPassing(t, dispatch(goCall(1, 1, 1), goReturn(0)), odd)
	s, _ := m.Signature(0)
	assert.Equal(t, goSignature, s)
	assert.Equal(t, odd, m.Bodies[1])
	assert.Contains(t, string(m.Bodies[0]), string([]byte{module.OpGlobalGet, globalSP}))
}

func TestWhoDoesNotPassSPHasItsGlobal(t *testing.T) {
	host := []byte{0, module.OpI32Const, 0, module.OpCall, 1, module.OpEnd} // takes PC_B, but keeps SP in no local
	m := withPassing(t, host, dispatch(returnZero))
	s, _ := m.Signature(0)
	assert.Equal(t, goSignature, s)
	assert.Equal(t, []byte{1, 1, module.TypeI32, module.OpI32Const, 0, module.OpGlobalGet, globalSP, module.OpCall, 1, module.OpLocalTee, 1,
		module.OpIf, module.TypeVoid, module.OpLocalGet, 1, module.OpGlobalSet, globalSP, module.OpEnd, module.OpLocalGet, 1, module.OpI32Eqz, module.OpEnd}, m.Bodies[0])
}
