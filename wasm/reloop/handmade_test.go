package reloop

import (
	"encoding/binary"

	"velocidade/wasm/module"
)

// handMade is a function of a hand-made module, by the name that its table of functions gives it.
type handMade struct {
	name        string
	body        []byte // from the declarations of locals on
	deferReturn uint32
}

// goModule makes the smallest module that passes for one of Go's.
func goModule(version string, functions ...handMade) []byte {
	m := module.Module{Sections: []module.Section{
		{ID: module.SectionType, Body: []byte{1, 0x60, 1, module.TypeI32, 1, module.TypeI32}},
		{ID: module.SectionFunction, Body: append([]byte{byte(len(functions))}, make([]byte, len(functions))...)},
		{ID: 5, Body: []byte{1, 0, 1}}, // a memory of one page
		{ID: module.SectionGlobal, Body: []byte{2, module.TypeI32, 1, module.OpI32Const, 0, module.OpEnd, module.TypeI64, 1, module.OpI64Const, 0, module.OpEnd}},
		{ID: module.SectionCode, Body: nil},
		{ID: module.SectionData, Body: dataSection(pcTable(functions))},
		{ID: module.SectionCustom, Body: producers(version)},
	}}
	for _, f := range functions {
		m.Bodies = append(m.Bodies, f.body)
	}
	return m.Encode()
}

// pcTable makes a table of functions as far as module.Functions reads it.
func pcTable(functions []handMade) []byte {
	put := binary.LittleEndian
	var names, entries, records []byte
	for i, f := range functions {
		entries = put.AppendUint32(entries, uint32(module.FirstFunction+i))
		entries = put.AppendUint32(entries, uint32(len(functions)*module.FuncEntrySize+len(records)))
		for _, word := range []uint32{uint32(module.FirstFunction + i), uint32(len(names)), 0, f.deferReturn} {
			records = put.AppendUint32(records, word)
		}
		names = append(append(names, f.name...), 0)
	}
	table := append([]byte(nil), module.PCMagic...)
	for _, word := range []int{len(functions), 0, 0, module.PCHeaderSize, 0, 0, 0, module.PCHeaderSize + len(names)} {
		table = put.AppendUint64(table, uint64(word))
	}
	return append(append(append(table, names...), entries...), records...)
}

func dataSection(data []byte) []byte {
	s := module.AppendSigned([]byte{1, 0, module.OpI32Const}, 4096)
	s = module.AppendUnsigned(append(s, module.OpEnd), uint64(len(data)))
	return append(s, data...)
}

func text(s string) []byte { return append([]byte{byte(len(s))}, s...) }

func producers(version string) []byte {
	s := append(text("producers"), 1)
	s = append(append(s, text("language")...), 1)
	return append(append(s, text("Go")...), text(version)...)
}

// code joins instructions, written as bytes or slices of them.
func code(parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

var (
	prologueCode = []byte{1, 1, module.TypeI32, module.OpGlobalGet, globalSP, module.OpLocalSet, localSP}
	returnZero   = []byte{module.OpI32Const, 0, module.OpReturn}
	nothing      []byte
)

// dispatch lays segments out as Go does, with PC_B i for segment i.
func dispatch(segments ...[]byte) []byte { return layOut(true, true, segments...) }

func layOut(loop, unwind bool, segments ...[]byte) []byte {
	body := append([]byte(nil), prologueCode...)
	if unwind {
		body = append(body, module.OpBlock, module.TypeVoid)
	}
	if loop {
		body = append(body, module.OpLoop, module.TypeVoid)
	}
	for range segments {
		body = append(body, module.OpBlock, module.TypeVoid)
	}
	body = append(body, module.OpLocalGet, localPC, module.OpBrTable)
	body = module.AppendUnsigned(body, uint64(len(segments)-1))
	for i := range segments {
		body = module.AppendUnsigned(body, uint64(i))
	}
	for _, s := range segments {
		body = append(append(body, module.OpEnd), s...)
	}
	if loop {
		body = append(body, module.OpEnd)
	}
	body = append(body, module.OpUnreachable)
	if unwind {
		body = append(body, module.OpEnd, module.OpI32Const, 1)
	}
	return append(body, module.OpEnd)
}

// goTo jumps to a PC_B from a segment with some more after it, inside of depth blocks.
func goTo(pc, after, depth int) []byte {
	b := append(module.AppendSigned([]byte{module.OpI32Const}, int64(pc)), module.OpLocalSet, localPC, module.OpBr)
	return module.AppendUnsigned(b, uint64(after+depth))
}

// ifGoTo does so where the value on the stack is not zero.
func ifGoTo(pc, after int) []byte {
	return code([]byte{module.OpIf, module.TypeVoid}, goTo(pc, after, 1), []byte{module.OpEnd})
}

// call calls a function and can be resumed after it, at PC_B pc, from function 0.
func call(index, pc, after int) []byte {
	address := module.AppendSigned([]byte{module.OpLocalGet, localSP, module.OpI64Const}, module.FirstFunction<<16|int64(pc))
	return code(address, []byte{0x37, 3, 0, module.OpI32Const, 0, module.OpCall, byte(index),
		module.OpGlobalGet, globalSP, module.OpLocalSet, localSP, module.OpBrIf}, module.AppendUnsigned(nil, uint64(after+1)))
}
