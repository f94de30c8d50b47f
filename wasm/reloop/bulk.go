package reloop

import (
	"slices"

	"velocidade/wasm/module"
)

// Engines carry out memory.copy and memory.fill by a call of their own, unless a small constant says how many bytes there
// are. That costs more than it takes to move a few words, and most copies are short. Those become loads and stores here,
// in runtime.memmove and memclrNoHeapPointers, where nearly all of them are made. All loads come before the first store,
// so source and destination may overlap.

const longestShort = 32 // bytes

// bulk writes the memory.copy or memory.fill at i, whose operands are on the operand stack.
func (e *expander) bulk(s scene, i int) {
	x := s.code[i]
	long := s.body[x.Start:x.End()]
	switch {
	case i < 3 || s.code[i-1].Op != module.OpI32WrapI64: // of a size that the engine knows too
		e.out = append(e.out, long...)
	case x.Op == module.OpMemoryCopy:
		e.copyShort(long)
	case s.code[i-2].Op == module.OpLocalGet && s.code[i-3].Is(module.OpI32Const, 0):
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
	{module.OpI64Load, module.OpI64Store, 8}, {module.OpI32Load, module.OpI32Store, 4}, {module.OpI32Load16U, module.OpI32Store16, 2}, {module.OpI32Load8U, module.OpI32Store8, 1},
}

// wordOf returns the one of so many bytes.
func wordOf(bytes int64) word {
	return words[slices.IndexFunc(words, func(w word) bool { return w.bytes == bytes })]
}

func (e *expander) access(op byte, at int64) {
	e.out = module.AppendUnsigned(append(e.out, op, 0), uint64(at))
}

func (e *expander) zero(w word) {
	if w.bytes == 8 {
		e.out = append(e.out, module.OpI64Const, 0)
	} else {
		e.out = append(e.out, module.OpI32Const, 0)
	}
}

// copyShort copies as many bytes as the top of the operand stack says, few of them without the instruction: as two words,
// or four, that overlap.
func (e *expander) copyShort(long []byte) {
	to, from, size, last := e.temporary(module.TypeI32), e.temporary(module.TypeI32), e.temporary(module.TypeI32), e.temporary(module.TypeI32)
	e.local(module.OpLocalSet, size)
	e.local(module.OpLocalSet, from)
	e.local(module.OpLocalSet, to)
	e.bySize(size, func() {
		for _, l := range []int32{to, from, size} {
			e.local(module.OpLocalGet, l)
		}
		e.out = append(e.out, long...)
	}, func(w word, pairs int64) {
		e.local(module.OpLocalGet, size)
		e.out = append(module.AppendSigned(append(e.out, module.OpI32Const), w.bytes*pairs), module.OpI32Sub)
		e.local(module.OpLocalSet, last)
		for at := range pairs {
			e.local(module.OpLocalGet, to)
			e.local(module.OpLocalGet, from)
			e.access(w.load, at*w.bytes)
			e.local(module.OpLocalGet, to)
			e.local(module.OpLocalGet, last)
			e.out = append(e.out, module.OpI32Add)
			e.local(module.OpLocalGet, from)
			e.local(module.OpLocalGet, last)
			e.out = append(e.out, module.OpI32Add)
			e.access(w.load, at*w.bytes)
		}
		for at := pairs - 1; at >= 0; at-- {
			e.access(w.store, at*w.bytes)
			e.access(w.store, at*w.bytes)
		}
	}, func(w word) {
		e.local(module.OpLocalGet, to)
		e.local(module.OpLocalGet, from)
		e.access(w.load, 0)
		e.access(w.store, 0)
	})
	for _, l := range []int32{last, size, from, to} {
		e.giveBack(l)
	}
}

// clearShort clears as many bytes as the top of the operand stack says, below which there is a 0 and the destination.
func (e *expander) clearShort(long []byte) {
	to, size, last := e.temporary(module.TypeI32), e.temporary(module.TypeI32), e.temporary(module.TypeI32)
	e.local(module.OpLocalSet, size)
	e.out = append(e.out, module.OpDrop)
	e.local(module.OpLocalSet, to)
	e.bySize(size, func() {
		e.local(module.OpLocalGet, to)
		e.out = append(e.out, module.OpI32Const, 0)
		e.local(module.OpLocalGet, size)
		e.out = append(e.out, long...)
	}, func(w word, pairs int64) {
		e.local(module.OpLocalGet, to)
		e.local(module.OpLocalGet, size)
		e.out = append(e.out, module.OpI32Add)
		e.out = append(module.AppendSigned(append(e.out, module.OpI32Const), w.bytes*pairs), module.OpI32Sub)
		e.local(module.OpLocalSet, last)
		for at := range pairs {
			for _, l := range []int32{to, last} {
				e.local(module.OpLocalGet, l)
				e.zero(w)
				e.access(w.store, at*w.bytes)
			}
		}
	}, func(w word) {
		e.local(module.OpLocalGet, to)
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
		e.local(module.OpLocalGet, size)
		e.out = append(module.AppendSigned(append(e.out, module.OpI32Const), bound), op, module.OpIf, module.TypeVoid)
	}
	when(module.OpI32GtU, longestShort)
	long()
	e.out = append(e.out, module.OpElse)
	when(module.OpI32GtU, 16)
	ends(words[0], 2)
	for _, w := range words[:3] {
		e.out = append(e.out, module.OpElse)
		when(module.OpI32GeU, w.bytes)
		ends(w, 1)
	}
	e.out = append(e.out, module.OpElse)
	e.local(module.OpLocalGet, size)
	e.out = append(e.out, module.OpIf, module.TypeVoid)
	single(words[3])
	for range len(words) + 2 {
		e.out = append(e.out, module.OpEnd)
	}
}
