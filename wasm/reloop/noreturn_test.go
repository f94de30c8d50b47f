package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

func TestWhatNeverReturnsIsFoundByItsCodeAndNotByItsName(t *testing.T) {
	ends := []byte{module.OpUnreachable}
	onlyUnwinds := straight([]byte{module.OpI32Const, 1, module.OpReturn})
	ofNil := code([]byte{module.OpI64Const, 0, module.OpI64Eqz, module.OpIf, module.TypeVoid}, goCallFrom(1, 3, 1, 2), []byte{module.OpEnd}, goReturn(0))
	perhaps := code([]byte{module.OpLocalGet, localSP, module.OpI32Eqz, module.OpIf, module.TypeVoid}, goCallFrom(1, 3, 1, 2), []byte{module.OpEnd}, goReturn(0))
	other := straight(goReturn(0))
	cases := []struct {
		says        string
		name        string
		body, third []byte
		want        bool
	}{
		{"it runs into its end", "runtime.panicIndex", straight(nothing), other, true},
		{"it returns", "runtime.panicIndex", straight(goReturn(0)), other, false},
		{"it is put aside and never returns", "runtime.throw", onlyUnwinds, other, true},
		{"it calls itself only", "runtime.throw", dispatch(goCallFrom(1, 1, 1, 1), goReturn(0)), other, true},
		{"it calls another that never returns", "runtime.throw", dispatch(goCallFrom(1, 2, 1, 1), goReturn(0)), straight(ends), true},
		{"it calls another that does", "runtime.throw", dispatch(goCallFrom(1, 2, 1, 1), goReturn(0)), other, false},
		{"each calls the other", "runtime.throw", dispatch(goCallFrom(1, 2, 1, 1), goReturn(0)), dispatch(goCallFrom(2, 1, 1, 1), goReturn(0)), true},
		{"it panics, since nil is nil", "runtime.fatal", dispatch(ofNil, goReturn(0)), other, true},
		{"it panics where something is nil", "runtime.fatal", dispatch(perhaps, goReturn(0)), other, false},
		{"its name promises nothing", "main.f", straight(ends), other, false},
		{"it is not of Go's form", "runtime.throw", []byte{0, module.OpUnreachable, module.OpEnd}, other, false},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			m, err := module.Parse(goModule("go1.26", handMade{name: "main.main", body: other}, handMade{name: c.name, body: c.body},
				handMade{name: "runtime.fatalthrow", body: c.third}, handMade{name: "runtime.sigpanic", body: onlyUnwinds}))
			require.NoError(t, err)
			p, _, note := programOf(m)
			require.Empty(t, note)
			assert.Equal(t, c.want, p.unwinds[1])
		})
	}
}

func TestBehindACallOfWhatNeverReturnsNothingGoesOnAndNobodyResumes(t *testing.T) {
	// A check of bounds at the end of a loop's text: control would run on into the loop's middle.
	loop := func(index int) []byte {
		return dispatch(
			code([]byte{module.OpLocalGet, localSP}, ifGoTo(2, 3), goTo(3, 3, 0)),
			goCall(index, 2, 2),
			code([]byte{module.OpLocalGet, localSP}, ifGoTo(0, 1), goTo(3, 1, 0)),
			goReturn(0))
	}
	for says, c := range map[string]struct {
		body        []byte
		dispatchers int
	}{
		"it never returns": {straight(nothing), 0},
		"it returns":       {straight(goReturn(0)), 1},
	} {
		t.Run(says, func(t *testing.T) {
			in := goModule("go1.26", handMade{name: "main.f", body: loop(1)}, handMade{name: "runtime.panicIndex", body: c.body})
			require.NoError(t, module.Check(in))
			out, stats, err := Rewrite(in, Options{})
			require.NoError(t, err)
			require.NoError(t, module.Check(out))
			require.Equal(t, 2, stats.Rewritten, stats.Left)
			assert.Equal(t, c.dispatchers, min(stats.Dispatchers, 1))
		})
	}
}
