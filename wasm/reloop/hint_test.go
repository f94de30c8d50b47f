package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

func TestTheSideOfABranchThatLeadsToACallIsTheUnlikelyOne(t *testing.T) {
	condition := []byte{module.OpLocalGet, localPC}
	aCall := []byte{module.OpI32Const, 0, module.OpCall, 7, module.OpDrop}
	end := []byte{module.OpEnd}
	cases := []struct {
		name string
		code []byte
		want []byte // what is said of each branch, in order; none of one of which nothing is
	}{
		{"an if around it", code(condition, []byte{module.OpIf, module.TypeVoid}, aCall, end, returnZero), []byte{0}},
		{"its other side", code(condition, []byte{module.OpIf, module.TypeVoid, module.OpElse}, aCall, end, returnZero), []byte{1}},
		{"a branch past it", code([]byte{module.OpBlock, module.TypeVoid}, condition, []byte{module.OpBrIf, 0}, aCall, end, returnZero), []byte{1}},
		{"a branch to it", code([]byte{module.OpBlock, module.TypeVoid}, condition, []byte{module.OpBrIf, 0}, returnZero, end, aCall, returnZero), []byte{0}},
		{"one on both sides", code(condition, []byte{module.OpIf, module.TypeVoid}, aCall, end, aCall, returnZero), nil},
		{"none", code(condition, []byte{module.OpIf, module.TypeVoid, module.OpEnd}, returnZero), nil},
		{"a loop that ends in it", code([]byte{module.OpLoop, module.TypeVoid}, condition, []byte{module.OpBrIf, 0}, aCall, end, returnZero), []byte{1}},
		{"unwinding", code([]byte{module.OpBlock, module.TypeVoid}, condition, []byte{module.OpBrIf, 0}, returnZero, end, []byte{module.OpI32Const, 0}), []byte{0}},
		{"a trap", code(condition, []byte{module.OpIf, module.TypeVoid, module.OpUnreachable, module.OpEnd}, returnZero), []byte{0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			body := code([]byte{0}, c.code, end)
			var got []byte
			last := int32(0)
			for _, h := range hints(body, callsOrMoves) {
				assert.Contains(t, []byte{module.OpIf, module.OpBrIf}, body[h.offset])
				assert.Greater(t, h.offset, last)
				got, last = append(got, h.likely), h.offset
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestHintsComeBeforeTheCodeAndNameTheFunction(t *testing.T) {
	check := []byte{module.OpLocalGet, localPC, module.OpIf, module.TypeVoid, module.OpUnreachable, module.OpEnd}
	in := goModule("go1.26", handMade{name: "main.f", body: dispatch(returnZero)},
		handMade{name: "runtime.newobject", body: straight(check, goReturn(0))})
	out, _, err := Rewrite(in, Options{})
	require.NoError(t, err)
	require.NoError(t, module.Check(out))
	m, err := module.Parse(out)
	require.NoError(t, err)
	for i, s := range m.Sections {
		r := &module.Reader{Data: s.Body}
		if s.ID != module.SectionCustom || r.Name() != hintSection {
			continue
		}
		assert.Equal(t, byte(module.SectionCode), m.Sections[i+1].ID)
		assert.Equal(t, []int{1, 1, 1}, []int{r.Count(), r.Count(), r.Count()}, "one function, the second; one hint")
		assert.Equal(t, byte(module.OpIf), m.Bodies[1][r.U32()])
		return
	}
	t.Error("there are no hints")
}

func TestWhatIsNoBodyHasNoHints(t *testing.T) {
	for _, body := range [][]byte{{}, {0}, {0, module.OpElse, module.OpEnd}, {0, module.OpBlock, module.TypeVoid}, {0, module.OpEnd, module.OpIf, module.TypeVoid}, {1, 1}} {
		assert.NotPanics(t, func() { hints(body, callsOrMoves) })
	}
}
