package module

// Reader reads the binary format of WebAssembly from a slice. The first read past the end, or of a number that is too
// long, sets Bad; every later read gives zero, so that a caller checks once, after a group of reads.
type Reader struct {
	Data []byte
	Pos  int
	Bad  bool
}

// More tells whether there is anything left to read.
func (r *Reader) More() bool { return !r.Bad && r.Pos < len(r.Data) }

// Fail makes the input bad.
func (r *Reader) Fail() { r.Bad, r.Pos = true, len(r.Data) }

// Byte reads one byte.
func (r *Reader) Byte() byte {
	if r.Pos >= len(r.Data) {
		r.Fail()
		return 0
	}
	r.Pos++
	return r.Data[r.Pos-1]
}

// Bytes returns the next n bytes, shared with the input.
func (r *Reader) Bytes(n int) []byte {
	if n < 0 || n > len(r.Data)-r.Pos {
		r.Fail()
		return nil
	}
	r.Pos += n
	return r.Data[r.Pos-n : r.Pos : r.Pos]
}

// U32 reads an unsigned LEB128 number of at most 32 bits.
func (r *Reader) U32() uint32 {
	if r.Pos < len(r.Data) && r.Data[r.Pos] < 0x80 {
		r.Pos++
		return uint32(r.Data[r.Pos-1])
	}
	var v uint64
	for shift := uint(0); shift < 35; shift += 7 {
		c := r.Byte()
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			if v > 1<<32-1 {
				break
			}
			return uint32(v)
		}
	}
	r.Fail()
	return 0
}

// Count reads the length of a vector whose elements take at least one byte each, so that no input can ask for more
// memory than its own size.
func (r *Reader) Count() int {
	n := int64(r.U32())
	if n > int64(len(r.Data)-r.Pos) {
		r.Fail()
		return 0
	}
	return int(n)
}

// S64 reads a signed LEB128 number of at most 64 bits.
func (r *Reader) S64() int64 {
	var v int64
	for shift := uint(0); shift < 70; shift += 7 {
		c := r.Byte()
		v |= int64(c&0x7f) << shift
		if c < 0x80 {
			if shift < 57 && c&0x40 != 0 {
				v |= -1 << (shift + 7)
			}
			return v
		}
	}
	r.Fail()
	return 0
}

// Name reads a length and so many bytes of text.
func (r *Reader) Name() string { return string(r.Bytes(r.Count())) }

// AppendUnsigned appends v in unsigned LEB128.
func AppendUnsigned(b []byte, v uint64) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

// AppendSigned appends v in signed LEB128.
func AppendSigned(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
