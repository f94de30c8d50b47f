package reloop

import "velocidade/wasm/module"

// maxZeros is how many zeros between two data segments are written out. Beyond it a segment of its own is shorter, even
// uncompressed and counting that someone has to unpack it.
const maxZeros = 1024

// mergeData merges data segments that lie close to each other. The Go linker begins a new one after every few zeros, some
// fifty thousand in a program: their offsets and lengths, which hardly compress, are a sixteenth of what is sent of it.
// The memory is the same, since it is zero where no segment says otherwise.
//
// It wants the segments in order and not overlapping, as module.NewMemory leaves them. Segments that instructions can name,
// which a count of them announces, are left alone.
func mergeData(m *module.Module, segments module.Memory) {
	for _, s := range m.Sections {
		if s.ID == module.SectionDataCount {
			return
		}
	}
	body := encodeMerged(segments)
	for i := range m.Sections {
		if m.Sections[i].ID == module.SectionData {
			m.Sections[i].Body = body
		}
	}
}

// run is how many segments from the first on lie close to each other, and where the last of them ends.
func run(m module.Memory) (n int, end uint64) {
	end = m[0].End()
	for n = 1; n < len(m) && uint64(m[n].Address)-end <= maxZeros; n++ {
		end = m[n].End()
	}
	return n, end
}

const mostBefore = 13 // bytes that a segment takes besides its data, or their number

// encodeMerged writes a data section of active segments at constant offsets, one for each run.
func encodeMerged(segments module.Memory) []byte {
	size, count := mostBefore, 0
	for rest := segments; len(rest) > 0; count++ {
		n, end := run(rest)
		size += int(end-uint64(rest[0].Address)) + mostBefore
		rest = rest[n:]
	}
	out := module.AppendUnsigned(make([]byte, 0, size), uint64(count))
	for rest := segments; len(rest) > 0; {
		n, end := run(rest)
		first := rest[0].Address
		length := int(end - uint64(first))
		out = module.AppendSigned(append(out, 0, module.OpI32Const), int64(int32(first)))
		out = module.AppendUnsigned(append(out, module.OpEnd), uint64(length))
		data := out[len(out) : len(out)+length] // zero as far as nothing is copied there
		for _, s := range rest[:n] {
			copy(data[s.Address-first:], s.Data)
		}
		out = out[:len(out)+length]
		rest = rest[n:]
	}
	return out
}
