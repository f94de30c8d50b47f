package reloop

import "encoding/binary"

// handMade is a function of a hand-made module, by the name that its table of functions gives it.
type handMade struct {
	name        string
	body        []byte // from the declarations of locals on
	deferReturn uint32
}

// goModule makes the smallest module that passes for one of Go's.
func goModule(version string, functions ...handMade) []byte {
	m := module{sections: []section{
		{sectionType, []byte{1, 0x60, 1, typeI32, 1, typeI32}},
		{sectionFunction, append([]byte{byte(len(functions))}, make([]byte, len(functions))...)},
		{5, []byte{1, 0, 1}}, // a memory of one page
		{sectionGlobal, []byte{2, typeI32, 1, opI32Const, 0, opEnd, typeI64, 1, opI64Const, 0, opEnd}},
		{sectionCode, nil},
		{sectionData, dataSection(pcTable(functions))},
		{sectionCustom, producers(version)},
	}}
	for _, f := range functions {
		m.bodies = append(m.bodies, f.body)
	}
	return m.encode()
}

// pcTable makes a table of functions as far as functionTable reads it.
func pcTable(functions []handMade) []byte {
	put := binary.LittleEndian
	var names, entries, records []byte
	for i, f := range functions {
		entries = put.AppendUint32(entries, uint32(firstFunction+i))
		entries = put.AppendUint32(entries, uint32(len(functions)*funcEntrySize+len(records)))
		for _, word := range []uint32{uint32(firstFunction + i), uint32(len(names)), 0, f.deferReturn} {
			records = put.AppendUint32(records, word)
		}
		names = append(append(names, f.name...), 0)
	}
	table := append([]byte(nil), pcMagic...)
	for _, word := range []int{len(functions), 0, 0, pcHeaderSize, 0, 0, 0, pcHeaderSize + len(names)} {
		table = put.AppendUint64(table, uint64(word))
	}
	return append(append(append(table, names...), entries...), records...)
}

func dataSection(data []byte) []byte {
	s := appendSigned([]byte{1, 0, opI32Const}, 4096)
	s = appendUnsigned(append(s, opEnd), uint64(len(data)))
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
	prologueCode = []byte{1, 1, typeI32, opGlobalGet, globalSP, opLocalSet, localSP}
	returnZero   = []byte{opI32Const, 0, opReturn}
	nothing      []byte
)

// dispatch lays segments out as Go does, with PC_B i for segment i.
func dispatch(segments ...[]byte) []byte { return layOut(true, true, segments...) }

func layOut(loop, unwind bool, segments ...[]byte) []byte {
	body := append([]byte(nil), prologueCode...)
	if unwind {
		body = append(body, opBlock, typeVoid)
	}
	if loop {
		body = append(body, opLoop, typeVoid)
	}
	for range segments {
		body = append(body, opBlock, typeVoid)
	}
	body = append(body, opLocalGet, localPC, opBrTable)
	body = appendUnsigned(body, uint64(len(segments)-1))
	for i := range segments {
		body = appendUnsigned(body, uint64(i))
	}
	for _, s := range segments {
		body = append(append(body, opEnd), s...)
	}
	if loop {
		body = append(body, opEnd)
	}
	body = append(body, opUnreachable)
	if unwind {
		body = append(body, opEnd, opI32Const, 1)
	}
	return append(body, opEnd)
}

// goTo jumps to a PC_B from a segment with some more after it, inside of depth blocks.
func goTo(pc, after, depth int) []byte {
	b := append(appendSigned([]byte{opI32Const}, int64(pc)), opLocalSet, localPC, opBr)
	return appendUnsigned(b, uint64(after+depth))
}

// ifGoTo does so where the value on the stack is not zero.
func ifGoTo(pc, after int) []byte {
	return code([]byte{opIf, typeVoid}, goTo(pc, after, 1), []byte{opEnd})
}

// call calls a function and can be resumed after it, at PC_B pc, from function 0.
func call(index, pc, after int) []byte {
	address := appendSigned([]byte{opLocalGet, localSP, opI64Const}, firstFunction<<16|int64(pc))
	return code(address, []byte{0x37, 3, 0, opI32Const, 0, opCall, byte(index),
		opGlobalGet, globalSP, opLocalSet, localSP, opBrIf}, appendUnsigned(nil, uint64(after+1)))
}
