package site

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// piece is a data segment of a test's module.
type piece struct {
	offset uint32
	data   string
}

// moduleOf writes a module of a custom section, a data section of the pieces, and another custom section.
func moduleOf(pieces ...piece) []byte {
	section := func(id byte, body []byte) []byte {
		return append(binary.AppendUvarint([]byte{id}, uint64(len(body))), body...)
	}
	data := binary.AppendUvarint(nil, uint64(len(pieces)))
	for _, p := range pieces {
		data = append(appendSigned(append(data, 0, 0x41), int32(p.offset)), 0x0b)
		data = append(binary.AppendUvarint(data, uint64(len(p.data))), p.data...)
	}
	custom := section(0, []byte("\x04name"))
	return bytes.Join([][]byte{[]byte("\x00asm\x01\x00\x00\x00"), custom, section(sectionData, data), custom}, nil)
}

func TestDataSegmentsAreMergedAcrossFewZeros(t *testing.T) {
	cases := []struct {
		says   string
		before []piece
		after  []piece
	}{
		{"none", nil, nil},
		{"one stays", []piece{{7, "a"}}, []piece{{7, "a"}}},
		{"neighbours become one", []piece{{64, "ab"}, {66, "cd"}}, []piece{{64, "abcd"}}},
		{"a gap is filled with zeros", []piece{{0, "ab"}, {5, "cd"}, {8, "e"}}, []piece{{0, "ab\x00\x00\x00cd\x00e"}}},
		{"a wide gap is left", []piece{{0, "a"}, {2 + maxGap, "b"}}, []piece{{0, "a"}, {2 + maxGap, "b"}}},
		{"the order does not matter", []piece{{10, "abc"}, {0, "x"}}, []piece{{0, "x\x00\x00\x00\x00\x00\x00\x00\x00\x00abc"}}},
		{"addresses of the upper half", []piece{{1<<31 - 1, "a"}, {1 << 31, "b"}, {1<<32 - 64, "c"}}, []piece{{1<<31 - 1, "ab"}, {1<<32 - 64, "c"}}},
	}
	for _, c := range cases {
		t.Run(c.says, func(t *testing.T) {
			got, err := mergeSegments(moduleOf(c.before...))
			require.NoError(t, err)
			assert.Equal(t, moduleOf(c.after...), got)
		})
	}
}

func TestWhatIsNoModuleOfTheGoLinkerIsAnError(t *testing.T) {
	whole := moduleOf(piece{0, "abc"}, piece{1000, "def"})
	passive := bytes.Replace(whole, []byte{0, 0x41, 0, 0x0b}, []byte{1, 0x41, 0, 0x0b}, 1)
	for says, module := range map[string][]byte{
		"nothing": nil, "text": []byte("some text"), "a passive segment": passive,
		"segments that overlap": moduleOf(piece{10, "abc"}, piece{11, "x"}), "half a module": whole[:len(whole)-3],
		"a length beyond the end": append(whole[:8:8], 11, 0xff, 0xff, 0xff, 0xff, 0x0f), "a count of segments": append(whole[:8:8], 12, 1, 2),
	} {
		t.Run(says, func(t *testing.T) {
			_, err := mergeSegments(module)
			assert.ErrorIs(t, err, errModule)
		})
	}
}

func FuzzMergeSegments(f *testing.F) {
	f.Add(moduleOf(piece{0, "ab"}, piece{5, "cd"}))
	f.Add(moduleOf(piece{1 << 31, "a"}))
	f.Fuzz(func(t *testing.T, module []byte) {
		once, err := mergeSegments(module)
		if err != nil {
			return
		}
		twice, err := mergeSegments(once)
		require.NoError(t, err)
		require.Equal(t, once, twice, "nothing is left to merge")
	})
}
