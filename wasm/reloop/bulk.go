package reloop

import "slices"

// Engines carry out memory.copy and memory.fill by a call of their own, unless a small constant says how many bytes there
// are. That costs more than it takes to move a few words, and most copies are short. Those become loads and stores here,
// in runtime.memmove and memclrNoHeapPointers, where nearly all of them are made. All loads come before the first store,
// so source and destination may overlap.

const longestShort = 32 // bytes

// bulk writes the memory.copy or memory.fill at i, whose operands are on the operand stack.
func (e *expander) bulk(s scene, i int) {
	x := s.code[i]
	long := s.body[x.start:x.end()]
	switch {
	case i < 3 || s.code[i-1].op != opI32WrapI64: // of a size that the engine knows too
		e.out = append(e.out, long...)
	case x.op == opMemoryCopy:
		e.copyShort(long)
	case s.code[i-2].op == opLocalGet && s.code[i-3].is(opI32Const, 0):
		e.clearShort(long)
	default:
		e.out = append(e.out, long...)
	}
}

// word is a run of bytes that one load and one store move.
type word struct {
	load, store byte
	bytes       int64
}

var words = []word{
	{opI64Load, opI64Store, 8}, {opI32Load, opI32Store, 4}, {opI32Load16U, opI32Store16, 2}, {opI32Load8U, opI32Store8, 1},
}

// wordOf returns the one of so many bytes.
func wordOf(bytes int64) word {
	return words[slices.IndexFunc(words, func(w word) bool { return w.bytes == bytes })]
}

func (e *expander) access(op byte, at int64) {
	e.out = appendUnsigned(append(e.out, op, 0), uint64(at))
}

func (e *expander) zero(w word) {
	if w.bytes == 8 {
		e.out = append(e.out, opI64Const, 0)
	} else {
		e.out = append(e.out, opI32Const, 0)
	}
}

// copyShort copies as many bytes as the top of the operand stack says, few of them without the instruction: as two words,
// or four, that overlap.
func (e *expander) copyShort(long []byte) {
	to, from, size, last := e.temporary(typeI32), e.temporary(typeI32), e.temporary(typeI32), e.temporary(typeI32)
	e.local(opLocalSet, size)
	e.local(opLocalSet, from)
	e.local(opLocalSet, to)
	e.bySize(size, func() {
		for _, l := range []int32{to, from, size} {
			e.local(opLocalGet, l)
		}
		e.out = append(e.out, long...)
	}, func(w word, pairs int64) {
		e.local(opLocalGet, size)
		e.out = append(appendSigned(append(e.out, opI32Const), w.bytes*pairs), opI32Sub)
		e.local(opLocalSet, last)
		for at := range pairs {
			e.local(opLocalGet, to)
			e.local(opLocalGet, from)
			e.access(w.load, at*w.bytes)
			e.local(opLocalGet, to)
			e.local(opLocalGet, last)
			e.out = append(e.out, opI32Add)
			e.local(opLocalGet, from)
			e.local(opLocalGet, last)
			e.out = append(e.out, opI32Add)
			e.access(w.load, at*w.bytes)
		}
		for at := pairs - 1; at >= 0; at-- {
			e.access(w.store, at*w.bytes)
			e.access(w.store, at*w.bytes)
		}
	}, func(w word) {
		e.local(opLocalGet, to)
		e.local(opLocalGet, from)
		e.access(w.load, 0)
		e.access(w.store, 0)
	})
	for _, l := range []int32{last, size, from, to} {
		e.giveBack(l)
	}
}

// clearShort clears as many bytes as the top of the operand stack says, below which there is a 0 and the destination.
func (e *expander) clearShort(long []byte) {
	to, size, last := e.temporary(typeI32), e.temporary(typeI32), e.temporary(typeI32)
	e.local(opLocalSet, size)
	e.out = append(e.out, opDrop)
	e.local(opLocalSet, to)
	e.bySize(size, func() {
		e.local(opLocalGet, to)
		e.out = append(e.out, opI32Const, 0)
		e.local(opLocalGet, size)
		e.out = append(e.out, long...)
	}, func(w word, pairs int64) {
		e.local(opLocalGet, to)
		e.local(opLocalGet, size)
		e.out = append(e.out, opI32Add)
		e.out = append(appendSigned(append(e.out, opI32Const), w.bytes*pairs), opI32Sub)
		e.local(opLocalSet, last)
		for at := range pairs {
			for _, l := range []int32{to, last} {
				e.local(opLocalGet, l)
				e.zero(w)
				e.access(w.store, at*w.bytes)
			}
		}
	}, func(w word) {
		e.local(opLocalGet, to)
		e.zero(w)
		e.access(w.store, 0)
	})
	for _, l := range []int32{last, size, to} {
		e.giveBack(l)
	}
}

// bySize writes a choice by a number of bytes: long for many, else pairs of words from both ends, which may overlap, else
// a single byte or nothing.
func (e *expander) bySize(size int32, long func(), ends func(w word, pairs int64), single func(w word)) {
	when := func(op byte, bound int64) {
		e.local(opLocalGet, size)
		e.out = append(appendSigned(append(e.out, opI32Const), bound), op, opIf, typeVoid)
	}
	when(opI32GtU, longestShort)
	long()
	e.out = append(e.out, opElse)
	when(opI32GtU, 16)
	ends(words[0], 2)
	for _, w := range words[:3] {
		e.out = append(e.out, opElse)
		when(opI32GeU, w.bytes)
		ends(w, 1)
	}
	e.out = append(e.out, opElse)
	e.local(opLocalGet, size)
	e.out = append(e.out, opIf, typeVoid)
	single(words[3])
	for range len(words) + 2 {
		e.out = append(e.out, opEnd)
	}
}
