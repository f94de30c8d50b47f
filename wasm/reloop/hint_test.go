package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheSideOfABranchThatLeadsToACallIsTheUnlikelyOne(t *testing.T) {
	condition := []byte{opLocalGet, localPC}
	aCall := []byte{opI32Const, 0, opCall, 7, opDrop}
	end := []byte{opEnd}
	cases := []struct {
		name string
		code []byte
		want []byte // what is said of each branch, in order; none of one of which nothing is
	}{
		{"an if around it", code(condition, []byte{opIf, typeVoid}, aCall, end, returnZero), []byte{0}},
		{"its other side", code(condition, []byte{opIf, typeVoid, opElse}, aCall, end, returnZero), []byte{1}},
		{"a branch past it", code([]byte{opBlock, typeVoid}, condition, []byte{opBrIf, 0}, aCall, end, returnZero), []byte{1}},
		{"a branch to it", code([]byte{opBlock, typeVoid}, condition, []byte{opBrIf, 0}, returnZero, end, aCall, returnZero), []byte{0}},
		{"one on both sides", code(condition, []byte{opIf, typeVoid}, aCall, end, aCall, returnZero), nil},
		{"none", code(condition, []byte{opIf, typeVoid, opEnd}, returnZero), nil},
		{"a loop that ends in it", code([]byte{opLoop, typeVoid}, condition, []byte{opBrIf, 0}, aCall, end, returnZero), []byte{1}},
		{"unwinding", code([]byte{opBlock, typeVoid}, condition, []byte{opBrIf, 0}, returnZero, end, []byte{opI32Const, 0}), []byte{0}},
		{"a trap", code(condition, []byte{opIf, typeVoid, opUnreachable, opEnd}, returnZero), []byte{0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			body := code([]byte{0}, c.code, end)
			var got []byte
			last := int32(0)
			for _, h := range hints(body, callsOrMoves) {
				assert.Contains(t, []byte{opIf, opBrIf}, body[h.offset])
				assert.Greater(t, h.offset, last)
				got, last = append(got, h.likely), h.offset
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestHintsComeBeforeTheCodeAndNameTheFunction(t *testing.T) {
	check := []byte{opLocalGet, localPC, opIf, typeVoid, opUnreachable, opEnd}
	in := goModule("go1.26", handMade{name: "main.f", body: dispatch(returnZero)},
		handMade{name: "runtime.newobject", body: straight(check, goReturn(0))})
	out, _, err := Rewrite(in, Options{})
	require.NoError(t, err)
	require.NoError(t, Check(out))
	m, err := parseModule(out)
	require.NoError(t, err)
	for i, s := range m.sections {
		r := &reader{data: s.body}
		if s.id != sectionCustom || r.name() != hintSection {
			continue
		}
		assert.Equal(t, byte(sectionCode), m.sections[i+1].id)
		assert.Equal(t, []int{1, 1, 1}, []int{r.count(), r.count(), r.count()}, "one function, the second; one hint")
		assert.Equal(t, byte(opIf), m.bodies[1][r.u32()])
		return
	}
	t.Error("there are no hints")
}

func TestWhatIsNoBodyHasNoHints(t *testing.T) {
	for _, body := range [][]byte{{}, {0}, {0, opElse, opEnd}, {0, opBlock, typeVoid}, {0, opEnd, opIf, typeVoid}, {1, 1}} {
		assert.NotPanics(t, func() { hints(body, callsOrMoves) })
	}
}
