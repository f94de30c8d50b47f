package reloop

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDataSegmentsAreMergedAcrossFewZeros(t *testing.T) {
	at := func(address uint32, text string) segment { return segment{address, []byte(text)} }
	cases := []struct {
		says          string
		before, after []segment
	}{
		{"none", nil, nil},
		{"one stays", []segment{at(7, "a")}, []segment{at(7, "a")}},
		{"neighbours become one", []segment{at(64, "ab"), at(66, "cd")}, []segment{at(64, "abcd")}},
		{"a gap is filled with zeros", []segment{at(0, "ab"), at(5, "cd"), at(8, "e")}, []segment{at(0, "ab\x00\x00\x00cd\x00e")}},
		{"a wide gap is left", []segment{at(0, "a"), at(2+maxZeros, "b")}, []segment{at(0, "a"), at(2+maxZeros, "b")}},
		{"the order does not matter", []segment{at(4, "abc"), at(0, "x")}, []segment{at(0, "x\x00\x00\x00abc")}},
		{"addresses of the upper half", []segment{at(1<<31-1, "a"), at(1<<31, "b"), at(1<<32-64, "c")},
			[]segment{at(1<<31-1, "ab"), at(1<<32-64, "c")}},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			m, err := parseModule((&module{sections: []section{{sectionData, encodeData(c.before)}}}).encode())
			require.NoError(t, err)
			ordered, ok := newMemory(m.segments)
			require.True(t, ok)
			m.mergeData(ordered)
			again, err := parseModule(m.encode())
			require.NoError(t, err)
			assert.Equal(t, c.after, again.segments)
		})
	}
}

func TestSegmentsThatInstructionsCanNameAreLeftAlone(t *testing.T) {
	data := encodeData([]segment{{0, []byte("a")}, {2, []byte("b")}})
	m, err := parseModule((&module{sections: []section{{sectionDataCount, []byte{2}}, {sectionData, data}}}).encode())
	require.NoError(t, err)
	m.mergeData(m.segments)
	again, err := parseModule(m.encode())
	require.NoError(t, err)
	assert.Len(t, again.segments, 2)
}

// encodeData writes a data section of active segments at constant offsets, as Go's linker does.
func encodeData(segments []segment) []byte {
	out := appendUnsigned(nil, uint64(len(segments)))
	for _, s := range segments {
		out = appendSigned(append(out, 0, opI32Const), int64(int32(s.address)))
		out = appendUnsigned(append(out, opEnd), uint64(len(s.data)))
		out = append(out, s.data...)
	}
	return out
}
