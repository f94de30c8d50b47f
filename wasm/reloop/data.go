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
	var merged []segment
	for i := 0; i < len(segments); {
		first, end := segments[i], segments[i].end()
		past := i + 1
		for past < len(segments) && uint64(segments[past].address)-end <= maxZeros {
			end = segments[past].end()
			past++
		}
		data := make([]byte, end-uint64(first.address))
		for _, s := range segments[i:past] {
			copy(data[s.address-first.address:], s.data)
		}
		merged = append(merged, segment{first.address, data})
		i = past
	}
	m.segments = merged
	for i := range m.sections {
		if m.sections[i].id == sectionData {
			m.sections[i].body = encodeData(merged)
		}
	}
}

// end is the address after the segment's last byte.
func (s segment) end() uint64 { return uint64(s.address) + uint64(len(s.data)) }

const mostBefore = 13 // bytes that a segment takes besides its data, or their number

// encodeData writes a data section of active segments at constant offsets.
func encodeData(segments []segment) []byte {
	size := 0
	for _, s := range segments {
		size += len(s.data) + mostBefore
	}
	out := appendUnsigned(make([]byte, 0, size+mostBefore), uint64(len(segments)))
	for _, s := range segments {
		out = appendSigned(append(out, 0, opI32Const), int64(int32(s.address)))
		out = appendUnsigned(append(out, opEnd), uint64(len(s.data)))
		out = append(out, s.data...)
	}
	return out
}
