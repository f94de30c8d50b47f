package site

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// Sections of a WebAssembly module, by their ids: https://webassembly.github.io/spec/core/binary/modules.html
const (
	sectionDataCount = 12
	sectionData      = 11
)

// maxGap is how many zeros between two data segments are written out. Beyond it a segment of its own is shorter, even
// uncompressed and counting that someone has to unpack it.
const maxGap = 1024

var errModule = errors.New("this is no WebAssembly module as the Go linker writes one")

// mergeSegments merges data segments that lie close to each other. The Go linker begins a new one after every few zeros, some
// fifty thousand in all: their offsets and lengths, which hardly compress, are a sixteenth of the engine as it is sent.
// The memory is the same, since it is zero where no segment says otherwise.
func mergeSegments(module []byte) ([]byte, error) {
	if len(module) < 8 || string(module[:4]) != "\x00asm" {
		return nil, errModule
	}
	out := append([]byte(nil), module[:8]...)
	in := &wasmReader{rest: module[8:]}
	for len(in.rest) > 0 && !in.bad {
		id := in.byte()
		body := in.bytes(in.unsigned())
		switch id {
		case sectionDataCount:
			// Only instructions that name segments need it, and such segments could not be merged.
			return nil, errModule
		case sectionData:
			var err error
			if body, err = mergeData(body); err != nil {
				return nil, err
			}
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	if in.bad {
		return nil, errModule
	}
	return out, nil
}

// mergeData merges the segments of a data section. Each is a zero (for "memory 0, at a constant offset"), the instructions
// i32.const offset and end, and its bytes with their length before them.
func mergeData(section []byte) ([]byte, error) {
	const i32Const, end = 0x41, 0x0b
	type segment struct {
		offset uint32
		data   []byte
	}
	var all, merged []segment
	in := &wasmReader{rest: section}
	for range in.unsigned() {
		if in.byte() != 0 || in.byte() != i32Const {
			return nil, errModule
		}
		offset := in.signed()
		if in.byte() != end {
			return nil, errModule
		}
		all = append(all, segment{offset, in.bytes(in.unsigned())})
	}
	if len(in.rest) > 0 || in.bad {
		return nil, errModule
	}
	slices.SortStableFunc(all, func(a, b segment) int { return cmp.Compare(a.offset, b.offset) })
	for _, s := range all {
		if n := len(merged) - 1; n >= 0 {
			last := &merged[n]
			gap := int64(s.offset) - int64(last.offset) - int64(len(last.data))
			if gap < 0 { // of segments that overlap the order would matter
				return nil, errModule
			}
			if gap <= maxGap {
				last.data = append(append(last.data, make([]byte, gap)...), s.data...)
				continue
			}
		}
		merged = append(merged, segment{s.offset, bytes.Clone(s.data)})
	}
	out := binary.AppendUvarint(nil, uint64(len(merged)))
	for _, s := range merged {
		out = append(out, 0, i32Const)
		out = appendSigned(out, int32(s.offset))
		out = append(out, end)
		out = binary.AppendUvarint(out, uint64(len(s.data)))
		out = append(out, s.data...)
	}
	return out, nil
}

// appendSigned writes a number in signed LEB128, which package binary does not have (its varints zigzag).
func appendSigned(b []byte, n int32) []byte {
	for n < -64 || n > 63 {
		b = append(b, byte(n)|0x80)
		n >>= 7
	}
	return append(b, byte(n)&0x7f)
}

// wasmReader takes a module apart. After the first thing that does not fit it is bad, and gives zeros.
type wasmReader struct {
	rest []byte
	bad  bool
}

func (r *wasmReader) bytes(n uint32) []byte {
	if uint64(n) > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return nil
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *wasmReader) byte() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *wasmReader) unsigned() uint32 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > 1<<32-1 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return uint32(n)
}

// signed reads a signed 32-bit constant as an address, which is unsigned.
func (r *wasmReader) signed() uint32 {
	n := int64(0)
	for shift := 0; shift < 35; shift += 7 {
		c := r.byte()
		n |= int64(c&0x7f) << shift
		if c&0x80 == 0 {
			if c&0x40 != 0 {
				n -= 1 << (shift + 7)
			}
			return uint32(int32(n))
		}
	}
	r.bad = true
	return 0
}
