package module

import (
	"fmt"
	"slices"
)

// The sections this package reads, by their ids; all others pass through as they are.
const (
	SectionCustom    = 0
	SectionType      = 1
	SectionImport    = 2
	SectionFunction  = 3
	SectionMemory    = 5
	SectionGlobal    = 6
	SectionExport    = 7
	SectionCode      = 10
	SectionData      = 11
	SectionDataCount = 12
)

// Header is what every module of version 1 begins with.
const Header = "\x00asm\x01\x00\x00\x00"

// Error says that the input is no WebAssembly module, or one that ends too early.
type Error struct {
	Code    string // "not_wasm" or "malformed"
	Offset  int    // byte of the module where reading stopped making sense
	Message string
}

func (e *Error) Error() string { return e.Message }

func malformed(offset int, what string) error {
	return &Error{Code: "malformed", Offset: offset,
		Message: fmt.Sprintf("the module is damaged: its %s at byte %d does not follow the WebAssembly format", what, offset)}
}

// Section is one section as it was read; its body is shared with the input.
type Section struct {
	ID   byte
	Body []byte
}

// Signature is a function type: value types, one byte each, as the binary format writes them.
type Signature struct{ Params, Results string }

// Module is what the rewriter and the thread step need to know of a module. Invariant: writing it back unchanged gives a module that
// means the same; only the lengths of sections may be encoded in fewer bytes.
type Module struct {
	Sections    []Section
	Types       []Signature
	Functions   []uint32 // type of each function, imports first
	Imported    int      // how many of them are imports
	Globals     []byte   // value type of each global
	Bodies      [][]byte // code of each function that is not imported, with its declarations of locals
	Segments    []Segment
	Passive     int    // data segments that instructions put where they belong
	MemoryPages uint32 // of 64 KiB, that the memory has in the beginning
	Producer    string // version of the Go that says it wrote this, such as "go1.26.1"; "" where none does
}

// End is the address after the segment's last byte.
func (s Segment) End() uint64 { return uint64(s.Address) + uint64(len(s.Data)) }

// Segment is one active data segment: its bytes begin at an address of the linear memory.
type Segment struct {
	Address uint32
	Data    []byte
}

// Parse reads a module. The error is an [*Error].
func Parse(b []byte) (*Module, error) {
	if len(b) < len(Header) || string(b[:len(Header)]) != Header {
		return nil, &Error{Code: "not_wasm", Message: "the file is no WebAssembly module of version 1"}
	}
	m := &Module{}
	in := Reader{Data: b, Pos: len(Header)}
	for in.More() {
		start := in.Pos
		id := in.Byte()
		body := in.Bytes(in.Count())
		if in.Bad {
			return nil, malformed(start, "section")
		}
		m.Sections = append(m.Sections, Section{id, body})
		r := &Reader{Data: body}
		switch id {
		case SectionCustom:
			m.readCustom(r)
			continue
		case SectionType:
			m.readTypes(r)
		case SectionImport:
			m.readImports(r)
		case SectionFunction:
			for n := r.Count(); n > 0; n-- {
				m.Functions = append(m.Functions, r.U32())
			}
		case SectionMemory:
			m.readMemory(r)
		case SectionGlobal:
			m.readGlobals(r)
		case SectionCode:
			for n := r.Count(); n > 0; n-- {
				m.Bodies = append(m.Bodies, r.Bytes(r.Count()))
			}
		case SectionData:
			m.readSegments(r)
		default:
			continue
		}
		if r.Bad || r.More() {
			return nil, malformed(start, "section")
		}
	}
	if len(m.Functions) != m.Imported+len(m.Bodies) {
		return nil, malformed(len(b), "list of functions")
	}
	for _, t := range m.Functions {
		if int(t) >= len(m.Types) {
			return nil, malformed(len(b), "list of functions")
		}
	}
	return m, nil
}

func (m *Module) readTypes(r *Reader) {
	for n := r.Count(); n > 0 && !r.Bad; n-- {
		if r.Byte() != 0x60 {
			r.Fail()
		}
		params := r.Name()
		m.Types = append(m.Types, Signature{params, r.Name()})
	}
}

// readImports takes functions, which is all that the Go linker imports, and the memory that threads share.
func (m *Module) readImports(r *Reader) {
	for n := r.Count(); n > 0 && !r.Bad; n-- {
		r.Name()
		r.Name()
		switch kind := r.Byte(); kind {
		case 0:
		case 2:
			if limits := r.Byte(); limits > 3 {
				r.Fail()
			} else if m.MemoryPages = r.U32(); limits&1 != 0 {
				r.U32()
			}
			continue
		default:
			r.Fail()
		}
		m.Functions = append(m.Functions, r.U32())
		m.Imported++
	}
}

// readMemory finds the size of a memory that is not shared. Others are none of Go's, and no fault.
func (m *Module) readMemory(r *Reader) {
	if n, limits := r.Count(), r.Byte(); n == 1 && limits <= 1 {
		m.MemoryPages = r.U32()
	}
	r.Pos = len(r.Data)
}

func (m *Module) readGlobals(r *Reader) {
	for n := r.Count(); n > 0 && !r.Bad; n-- {
		m.Globals = append(m.Globals, r.Byte())
		r.Byte() // mutability
		switch r.Byte() {
		case OpI32Const, OpI64Const:
			r.S64()
		default:
			r.Fail()
		}
		if r.Byte() != OpEnd {
			r.Fail()
		}
	}
}

const leastSegment = 5 // bytes that an active segment takes at least

// readSegments takes active segments at constant offsets of memory 0, and counts passive ones.
func (m *Module) readSegments(r *Reader) {
	n := r.Count()
	m.Segments = slices.Grow(m.Segments, min(n, len(r.Data)/leastSegment)) // Go's modules have tens of thousands
	for ; n > 0 && !r.Bad; n-- {
		kind := r.Byte()
		if kind == 1 {
			r.Bytes(r.Count())
			m.Passive++
			continue
		}
		if kind != 0 || r.Byte() != OpI32Const {
			r.Fail()
		}
		address := uint32(r.S64())
		if r.Byte() != OpEnd {
			r.Fail()
		}
		m.Segments = append(m.Segments, Segment{address, r.Bytes(r.Count())})
	}
}

// readCustom finds the version of Go in the "producers" section. Custom sections cannot make a module invalid, so a
// damaged one is taken as absent.
func (m *Module) readCustom(r *Reader) {
	if r.Name() != "producers" {
		return
	}
	for fields := r.Count(); fields > 0 && !r.Bad; fields-- {
		field := r.Name()
		for values := r.Count(); values > 0 && !r.Bad; values-- {
			name, version := r.Name(), r.Name()
			if field == "language" && name == "Go" && !r.Bad {
				m.Producer = version
			}
		}
	}
}

// Encode writes the module with its present bodies.
func (m *Module) Encode() []byte {
	size := len(Header)
	for _, s := range m.Sections {
		size += len(s.Body) + 6
	}
	out := append(make([]byte, 0, size), Header...)
	for _, s := range m.Sections {
		out = append(out, s.ID)
		if s.ID != SectionCode {
			out = AppendUnsigned(out, uint64(len(s.Body)))
			out = append(out, s.Body...)
			continue
		}
		length := UnsignedLen(len(m.Bodies))
		for _, body := range m.Bodies {
			length += UnsignedLen(len(body)) + len(body)
		}
		out = AppendUnsigned(out, uint64(length))
		out = AppendUnsigned(out, uint64(len(m.Bodies)))
		for _, body := range m.Bodies {
			out = AppendUnsigned(out, uint64(len(body)))
			out = append(out, body...)
		}
	}
	return out
}

// UnsignedLen is how many bytes [AppendUnsigned] takes for n.
func UnsignedLen(n int) int {
	size := 1
	for n >>= 7; n > 0; n >>= 7 {
		size++
	}
	return size
}
