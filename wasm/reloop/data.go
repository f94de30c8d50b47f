package reloop

import "velocidade/wasm/module"

// maxZeros is how many zeros between two data segments are written out at most. Beyond it a segment of its own is shorter,
// even compressed and counting that someone has to unpack it.
const maxZeros = 1024

// mergeData merges data segments that lie close to each other. The Go linker begins a new one after every few zeros, some
// fifty thousand in a program: their offsets and lengths, which hardly compress, are a sixteenth of what is sent of it.
// The memory is the same, since it is zero where no segment says otherwise.
//
// The section's body has at most so many bytes afterwards, or as many as it had before: where a program holds more data than
// code, all the zeros would make it longer than it was.
//
// It wants the segments in order and not overlapping, as module.NewMemory leaves them. Segments that instructions can name,
// which a count of them announces, are left alone.
func mergeData(m *module.Module, segments module.Memory, most int) {
	for _, s := range m.Sections {
		if s.ID == module.SectionDataCount {
			return
		}
	}
	body := encodeMerged(segments, joins(segments, most))
	for i := range m.Sections {
		if m.Sections[i].ID == module.SectionData {
			m.Sections[i].Body = body
		}
	}
}

// joins tells of each segment whether it is merged with the one before it: those behind the fewest zeros first, as long as the
// data section has room for them.
func joins(segments module.Memory, most int) []bool {
	joined := make([]bool, len(segments))
	room := most - mostBefore
	var costs [maxZeros + 1]int // of merging all behind so many zeros
	for i, s := range segments {
		room -= before(s) + len(s.Data)
		if zeros, ok := zerosBefore(segments, i); ok {
			costs[zeros] += int(zeros) - saved(s)
		}
	}
	limit := uint64(0) // all segments behind fewer zeros are merged, and of those behind so many what there is room for
	for ; limit <= maxZeros && costs[limit] <= room; limit++ {
		room -= costs[limit]
	}
	for i, s := range segments {
		zeros, ok := zerosBefore(segments, i)
		if !ok || zeros > limit {
			continue
		}
		if cost := int(zeros) - saved(s); zeros < limit {
			joined[i] = true
		} else if cost <= room {
			joined[i] = true
			room -= cost
		}
	}
	return joined
}

// zerosBefore is how many zeros lie between a segment and the one before it, if they are few.
func zerosBefore(segments module.Memory, i int) (uint64, bool) {
	if i == 0 {
		return 0, false
	}
	zeros := uint64(segments[i].Address) - segments[i-1].End()
	return zeros, zeros <= maxZeros
}

// before is how many bytes a segment takes besides its data.
func before(s module.Segment) int {
	return len(module.AppendSigned(nil, int64(int32(s.Address)))) + module.UnsignedLen(len(s.Data)) + 3
}

// saved is how many of them are saved at least where it is merged: the length of both may take a byte more than that of one.
func saved(s module.Segment) int { return before(s) - 1 }

const mostBefore = 13 // bytes that a segment takes besides its data, or their number

// encodeMerged writes a data section of active segments at constant offsets, one for each run of joined ones.
func encodeMerged(segments module.Memory, joined []bool) []byte {
	run := func(from int) (past int, end uint64) {
		for past = from + 1; past < len(segments) && joined[past]; past++ {
		}
		return past, segments[past-1].End()
	}
	size, count := mostBefore, 0
	for i := 0; i < len(segments); count++ {
		past, end := run(i)
		size += int(end-uint64(segments[i].Address)) + mostBefore
		i = past
	}
	out := module.AppendUnsigned(make([]byte, 0, size), uint64(count))
	for i := 0; i < len(segments); {
		past, end := run(i)
		first := segments[i].Address
		length := int(end - uint64(first))
		out = module.AppendSigned(append(out, 0, module.OpI32Const), int64(int32(first)))
		out = module.AppendUnsigned(append(out, module.OpEnd), uint64(length))
		data := out[len(out) : len(out)+length] // zero as far as nothing is copied there
		for _, s := range segments[i:past] {
			copy(data[s.Address-first:], s.Data)
		}
		out = out[:len(out)+length]
		i = past
	}
	return out
}

// dataRoom is how many bytes the body of the data section may have in a module that is to have no more than so many in all.
func dataRoom(m *module.Module, bytes int) int {
	room := bytes - len(module.Header)
	for _, s := range m.Sections {
		length := len(s.Body)
		switch s.ID {
		case module.SectionData:
			room -= 6
			continue
		case module.SectionCode:
			length = module.UnsignedLen(len(m.Bodies))
			for _, body := range m.Bodies {
				length += module.UnsignedLen(len(body)) + len(body)
			}
		}
		room -= 1 + module.UnsignedLen(length) + length
	}
	return room
}
