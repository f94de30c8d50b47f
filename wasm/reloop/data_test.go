package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

func TestDataSegmentsAreMergedAcrossFewZeros(t *testing.T) {
	at := func(address uint32, text string) module.Segment {
		return module.Segment{Address: address, Data: []byte(text)}
	}
	cases := []struct {
		says          string
		before, after []module.Segment
	}{
		{"none", nil, nil},
		{"one stays", []module.Segment{at(7, "a")}, []module.Segment{at(7, "a")}},
		{"neighbours become one", []module.Segment{at(64, "ab"), at(66, "cd")}, []module.Segment{at(64, "abcd")}},
		{"a gap is filled with zeros", []module.Segment{at(0, "ab"), at(5, "cd"), at(8, "e")}, []module.Segment{at(0, "ab\x00\x00\x00cd\x00e")}},
		{"a wide gap is left", []module.Segment{at(0, "a"), at(2+maxZeros, "b")}, []module.Segment{at(0, "a"), at(2+maxZeros, "b")}},
		{"the order does not matter", []module.Segment{at(4, "abc"), at(0, "x")}, []module.Segment{at(0, "x\x00\x00\x00abc")}},
		{"addresses of the upper half", []module.Segment{at(1<<31-1, "a"), at(1<<31, "b"), at(1<<32-64, "c")},
			[]module.Segment{at(1<<31-1, "ab"), at(1<<32-64, "c")}},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			m, err := module.Parse((&module.Module{Sections: []module.Section{{ID: module.SectionData, Body: encodeData(c.before)}}}).Encode())
			require.NoError(t, err)
			ordered, ok := module.NewMemory(m.Segments)
			require.True(t, ok)
			mergeData(m, ordered, 1<<20)
			again, err := module.Parse(m.Encode())
			require.NoError(t, err)
			assert.Equal(t, c.after, again.Segments)
		})
	}
}

func TestSegmentsAreMergedAsFarAsThereIsRoom(t *testing.T) {
	at := func(address uint32, text string) module.Segment {
		return module.Segment{Address: address, Data: []byte(text)}
	}
	segments := module.Memory{at(20_000, "abc"), at(20_023, "def"), at(20_046, "ghi"), at(20_059, "jkl")} // behind 20, 20 and 10 zeros
	bytes := func(joined ...bool) int { return len(encodeMerged(segments, joined)) }
	cases := []struct {
		says string
		most int
		want []bool
	}{
		{"all of them", 1 << 20, []bool{false, true, true, true}},
		{"those behind the fewest zeros first", bytes(false, false, false, true) + mostBefore, []bool{false, false, false, true}},
		{"some of those behind equally many", bytes(false, true, false, true) + mostBefore + 2, []bool{false, true, false, true}},
		{"none that would need more room", bytes(false, false, false, false), []bool{false, false, false, false}},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			joined := joins(segments, c.most)
			assert.Equal(t, c.want, joined)
			assert.LessOrEqual(t, len(encodeMerged(segments, joined)), max(c.most, bytes(false, false, false, false)))
		})
	}
}

func TestSegmentsThatInstructionsCanNameAreLeftAlone(t *testing.T) {
	data := encodeData([]module.Segment{{Address: 0, Data: []byte("a")}, {Address: 2, Data: []byte("b")}})
	m, err := module.Parse((&module.Module{Sections: []module.Section{{ID: module.SectionDataCount, Body: []byte{2}}, {ID: module.SectionData, Body: data}}}).Encode())
	require.NoError(t, err)
	mergeData(m, m.Segments, 1<<20)
	again, err := module.Parse(m.Encode())
	require.NoError(t, err)
	assert.Len(t, again.Segments, 2)
}

// encodeData writes a data section of active segments at constant offsets, as Go's linker does.
func encodeData(segments []module.Segment) []byte {
	out := module.AppendUnsigned(nil, uint64(len(segments)))
	for _, s := range segments {
		out = module.AppendSigned(append(out, 0, module.OpI32Const), int64(int32(s.Address)))
		out = module.AppendUnsigned(append(out, module.OpEnd), uint64(len(s.Data)))
		out = append(out, s.Data...)
	}
	return out
}
