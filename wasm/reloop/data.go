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
	for _, s := range segments {
		if n := len(merged) - 1; n >= 0 {
			last := &merged[n]
			if gap := uint64(s.address) - uint64(last.address) - uint64(len(last.data)); gap <= maxZeros {
				last.data = append(append(last.data, make([]byte, gap)...), s.data...)
				continue
			}
		}
		merged = append(merged, segment{s.address, append([]byte(nil), s.data...)})
	}
	m.segments = merged
	for i := range m.sections {
		if m.sections[i].id == sectionData {
			m.sections[i].body = encodeData(merged)
		}
	}
}

// encodeData writes a data section of active segments at constant offsets.
func encodeData(segments []segment) []byte {
	out := appendUnsigned(nil, uint64(len(segments)))
	for _, s := range segments {
		out = appendSigned(append(out, 0, opI32Const), int64(int32(s.address)))
		out = appendUnsigned(append(out, opEnd), uint64(len(s.data)))
		out = append(out, s.data...)
	}
	return out
}
