package reloop

// maxZeros is how many zeros between two data segments are written out. Beyond it a segment of its own is shorter, even
// uncompressed and counting that someone has to unpack it.
const maxZeros = 1024

// mergeData merges data segments that lie close to each other. The Go linker begins a new one after every few zeros, some
// fifty thousand in a program: their offsets and lengths, which hardly compress, are a sixteenth of what is sent of it.
// The memory is the same, since it is zero where no segment says otherwise.
//
// It wants the segments in order and not overlapping, as newMemory leaves them. Segments that instructions can name,
// which a count of them announces, are left alone.
func (m *module) mergeData(segments memory) {
	for _, s := range m.sections {
		if s.id == sectionDataCount {
			return
		}
	}
	body := encodeMerged(segments)
	for i := range m.sections {
		if m.sections[i].id == sectionData {
			m.sections[i].body = body
		}
	}
}

// run is how many segments from the first on lie close to each other, and where the last of them ends.
func (m memory) run() (n int, end uint64) {
	end = m[0].end()
	for n = 1; n < len(m) && uint64(m[n].address)-end <= maxZeros; n++ {
		end = m[n].end()
	}
	return n, end
}

// end is the address after the segment's last byte.
func (s segment) end() uint64 { return uint64(s.address) + uint64(len(s.data)) }

const mostBefore = 13 // bytes that a segment takes besides its data, or their number

// encodeMerged writes a data section of active segments at constant offsets, one for each run.
func encodeMerged(segments memory) []byte {
	size, count := mostBefore, 0
	for rest := segments; len(rest) > 0; count++ {
		n, end := rest.run()
		size += int(end-uint64(rest[0].address)) + mostBefore
		rest = rest[n:]
	}
	out := appendUnsigned(make([]byte, 0, size), uint64(count))
	for rest := segments; len(rest) > 0; {
		n, end := rest.run()
		first := rest[0].address
		length := int(end - uint64(first))
		out = appendSigned(append(out, 0, opI32Const), int64(int32(first)))
		out = appendUnsigned(append(out, opEnd), uint64(length))
		data := out[len(out) : len(out)+length] // zero as far as nothing is copied there
		for _, s := range rest[:n] {
			copy(data[s.address-first:], s.data)
		}
		out = out[:len(out)+length]
		rest = rest[n:]
	}
	return out
}
