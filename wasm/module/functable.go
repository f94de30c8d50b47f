package module

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// The Go linker leaves a table of all functions in the data of every program, stripped or not, because the garbage
// collector and the panics of the program need it: pclntab, described in runtime/symtab.go (pcHeader, moduledata) and
// runtime/runtime2.go (_func), and written by cmd/link/internal/ld/pcln.go. We take two things from it: the names of the
// functions, and _func.deferreturn, the PC_B where a recovered function goes on, which no instruction mentions.

// Function is what the table says of one function.
type Function struct {
	Name        string
	DeferReturn uint32 // PC_B of its call of runtime.deferreturn; 0 where it has none
}

// The shape of the table, in bytes.
const (
	PCHeaderSize  = 8 + 8*8
	FuncEntrySize = 8      // functab: entryoff and funcoff, 4 bytes each
	FirstFunction = 0x1000 // PC_F of the first function that is not imported: funcValueOffset in cmd/link/internal/wasm
	funcSize      = 16     // of _func: entryOff, nameOff, args and deferreturn; the rest does not matter here
)

// PCMagic begins pclntab since Go 1.20: the magic number, two zeros, the least size of an instruction and of a pointer.
var PCMagic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// anyMagic is what all magic numbers so far have in common, from their second byte on.
var anyMagic = PCMagic[1:]

// pcLayouts are the places of two offsets in the header, in words: that of the names and that of functab. A word before
// them has been of no use since Go 1.26, and is meant to go.
var pcLayouts = [][2]int{{4, 8}, {3, 7}}

// Memory is the linear memory as the data segments fill it: zero wherever none says otherwise.
// Invariant: segments are in order of their addresses and do not overlap.
type Memory []Segment

// NewMemory reports false where segments overlap, which the Go linker never lets happen.
func NewMemory(segments []Segment) (Memory, bool) {
	if inOrder(segments) { // as Go's linker writes them
		return segments, true
	}
	m := slices.Clone(segments)
	slices.SortStableFunc(m, func(a, b Segment) int { return cmp.Compare(a.Address, b.Address) })
	return m, inOrder(m)
}

// inOrder tells whether each segment begins after the one before.
func inOrder(segments []Segment) bool {
	for i := 1; i < len(segments); i++ {
		if segments[i-1].End() > uint64(segments[i].Address) {
			return false
		}
	}
	return true
}

// Read fills p from an address on.
func (m Memory) Read(address uint64, p []byte) {
	clear(p)
	end := address + uint64(len(p))
	i, _ := slices.BinarySearchFunc(m, address, func(s Segment, a uint64) int {
		if uint64(s.Address)+uint64(len(s.Data)) <= a {
			return -1
		}
		return 1
	})
	for ; i < len(m) && uint64(m[i].Address) < end; i++ {
		at := uint64(m[i].Address)
		if at >= address {
			copy(p[at-address:], m[i].Data)
		} else {
			copy(p, m[i].Data[address-at:])
		}
	}
}

// text reads a string that a zero byte ends.
func (m Memory) text(address uint64) string {
	const most = 1 << 16 // far beyond any name the compiler makes
	var name []byte
	var chunk [64]byte
	for len(name) < most {
		m.Read(address+uint64(len(name)), chunk[:])
		if i := bytes.IndexByte(chunk[:], 0); i >= 0 {
			return string(append(name, chunk[:i]...))
		}
		name = append(name, chunk[:]...)
	}
	return ""
}

// Functions reads what pclntab says of each of the module's functions, imports left out. It reports false where
// there is no table, or none that fits the module. It does not ask which release of Go wrote the table: only the true one fits.
func Functions(m *Module, mem Memory) ([]Function, bool) {
	if table, ok := findTable(m, mem, PCMagic, 0); ok {
		return table, true
	}
	return findTable(m, mem, anyMagic, 1)
}

// findTable looks for a table wherever the data has a mark, which lies skip bytes after the table's beginning.
func findTable(m *Module, mem Memory, mark []byte, skip int) ([]Function, bool) {
	for _, s := range mem {
		for at := 0; ; at++ {
			i := bytes.Index(s.Data[at:], mark)
			if i < 0 {
				break
			}
			at += i
			for _, layout := range pcLayouts {
				if table, ok := readTable(mem, uint64(s.Address)+uint64(at-skip), layout, len(m.Bodies)); ok {
					return table, true
				}
			}
		}
	}
	return nil, false
}

// readTable reads the table whose header is at an address. The magic number alone proves nothing: it is a constant of
// the runtime too. So every entry has to be in order and to point back at itself.
func readTable(mem Memory, at uint64, layout [2]int, functions int) ([]Function, bool) {
	var h [PCHeaderSize]byte
	mem.Read(at, h[:])
	word := func(i int) uint64 { return binary.LittleEndian.Uint64(h[i*8:]) }
	n, names, tab := word(1), word(layout[0]), word(layout[1])
	if n == 0 || n > uint64(functions) || names >= 1<<32 || tab >= 1<<32 {
		return nil, false
	}
	names, tab = at+names, at+tab
	entries := make([]byte, n*FuncEntrySize)
	mem.Read(tab, entries)
	shift := 0 // an entry is PC_F; up to Go 1.24 it is the address where the function begins, PC_F<<16
	if binary.LittleEndian.Uint32(entries) >= FirstFunction<<16 {
		shift = 16
	}
	table := make([]Function, functions)
	last := -1
	for ; len(entries) > 0; entries = entries[FuncEntrySize:] {
		entry := binary.LittleEndian.Uint32(entries)
		index := int(entry>>shift) - FirstFunction
		record := tab + uint64(binary.LittleEndian.Uint32(entries[4:]))
		var f [funcSize]byte
		mem.Read(record, f[:])
		if index <= last || index >= functions || binary.LittleEndian.Uint32(f[:]) != entry || entry>>shift<<shift != entry {
			return nil, false
		}
		last = index
		table[index] = Function{
			Name:        mem.text(names + uint64(binary.LittleEndian.Uint32(f[4:]))),
			DeferReturn: binary.LittleEndian.Uint32(f[12:]),
		}
	}
	return table, true
}
