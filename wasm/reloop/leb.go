package reloop

// reader reads the binary format of WebAssembly from a slice. The first read past the end, or of a number that is too
// long, sets bad; every later read gives zero, so that a caller checks once, after a group of reads.
type reader struct {
	data []byte
	pos  int
	bad  bool
}

func (r *reader) more() bool { return !r.bad && r.pos < len(r.data) }

func (r *reader) fail() { r.bad, r.pos = true, len(r.data) }

func (r *reader) byte() byte {
	if r.pos >= len(r.data) {
		r.fail()
		return 0
	}
	r.pos++
	return r.data[r.pos-1]
}

// bytes returns the next n bytes, shared with the input.
func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.data)-r.pos {
		r.fail()
		return nil
	}
	r.pos += n
	return r.data[r.pos-n : r.pos : r.pos]
}

// u32 reads an unsigned LEB128 number of at most 32 bits.
func (r *reader) u32() uint32 {
	if r.pos < len(r.data) && r.data[r.pos] < 0x80 {
		r.pos++
		return uint32(r.data[r.pos-1])
	}
	var v uint64
	for shift := uint(0); shift < 35; shift += 7 {
		c := r.byte()
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			if v > 1<<32-1 {
				break
			}
			return uint32(v)
		}
	}
	r.fail()
	return 0
}

// count reads the length of a vector whose elements take at least one byte each, so that no input can ask for more
// memory than its own size.
func (r *reader) count() int {
	n := int64(r.u32())
	if n > int64(len(r.data)-r.pos) {
		r.fail()
		return 0
	}
	return int(n)
}

// s64 reads a signed LEB128 number of at most 64 bits.
func (r *reader) s64() int64 {
	var v int64
	for shift := uint(0); shift < 70; shift += 7 {
		c := r.byte()
		v |= int64(c&0x7f) << shift
		if c < 0x80 {
			if shift < 57 && c&0x40 != 0 {
				v |= -1 << (shift + 7)
			}
			return v
		}
	}
	r.fail()
	return 0
}

func (r *reader) name() string { return string(r.bytes(r.count())) }

func appendUnsigned(b []byte, v uint64) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

func appendSigned(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
