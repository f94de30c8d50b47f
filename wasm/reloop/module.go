package reloop

import (
	"fmt"
	"slices"
)

// The sections this package reads, by their ids; all others pass through as they are.
const (
	sectionCustom    = 0
	sectionType      = 1
	sectionImport    = 2
	sectionFunction  = 3
	sectionGlobal    = 6
	sectionCode      = 10
	sectionData      = 11
	sectionDataCount = 12
)

const header = "\x00asm\x01\x00\x00\x00"

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

// section is one section as it was read; its body is shared with the input.
type section struct {
	id   byte
	body []byte
}

// signature is a function type: value types, one byte each, as the binary format writes them.
type signature struct{ params, results string }

// module is what the rewriter needs to know of a module. Invariant: writing it back unchanged gives a module that
// means the same; only the lengths of sections may be encoded in fewer bytes.
type module struct {
	sections  []section
	types     []signature
	functions []uint32 // type of each function, imports first
	imported  int      // how many of them are imports
	globals   []byte   // value type of each global
	bodies    [][]byte // code of each function that is not imported, with its declarations of locals
	segments  []segment
	producer  string // version of the Go that says it wrote this, such as "go1.26.1"; "" where none does
}

// segment is one active data segment: its bytes begin at an address of the linear memory.
type segment struct {
	address uint32
	data    []byte
}

func parseModule(b []byte) (*module, error) {
	if len(b) < len(header) || string(b[:len(header)]) != header {
		return nil, &Error{Code: "not_wasm", Message: "the file is no WebAssembly module of version 1"}
	}
	m := &module{}
	in := reader{data: b, pos: len(header)}
	for in.more() {
		start := in.pos
		id := in.byte()
		body := in.bytes(in.count())
		if in.bad {
			return nil, malformed(start, "section")
		}
		m.sections = append(m.sections, section{id, body})
		r := &reader{data: body}
		switch id {
		case sectionCustom:
			m.readCustom(r)
			continue
		case sectionType:
			m.readTypes(r)
		case sectionImport:
			m.readImports(r)
		case sectionFunction:
			for n := r.count(); n > 0; n-- {
				m.functions = append(m.functions, r.u32())
			}
		case sectionGlobal:
			m.readGlobals(r)
		case sectionCode:
			for n := r.count(); n > 0; n-- {
				m.bodies = append(m.bodies, r.bytes(r.count()))
			}
		case sectionData:
			m.readSegments(r)
		default:
			continue
		}
		if r.bad || r.more() {
			return nil, malformed(start, "section")
		}
	}
	if len(m.functions) != m.imported+len(m.bodies) {
		return nil, malformed(len(b), "list of functions")
	}
	for _, t := range m.functions {
		if int(t) >= len(m.types) {
			return nil, malformed(len(b), "list of functions")
		}
	}
	return m, nil
}

func (m *module) readTypes(r *reader) {
	for n := r.count(); n > 0 && !r.bad; n-- {
		if r.byte() != 0x60 {
			r.fail()
		}
		params := r.name()
		m.types = append(m.types, signature{params, r.name()})
	}
}

// readImports takes functions only: the Go linker imports nothing else.
func (m *module) readImports(r *reader) {
	for n := r.count(); n > 0 && !r.bad; n-- {
		r.name()
		r.name()
		if r.byte() != 0 {
			r.fail()
		}
		m.functions = append(m.functions, r.u32())
		m.imported++
	}
}

func (m *module) readGlobals(r *reader) {
	for n := r.count(); n > 0 && !r.bad; n-- {
		m.globals = append(m.globals, r.byte())
		r.byte() // mutability
		switch r.byte() {
		case opI32Const, opI64Const:
			r.s64()
		default:
			r.fail()
		}
		if r.byte() != opEnd {
			r.fail()
		}
	}
}

const leastSegment = 5 // bytes that an active segment takes at least

// readSegments takes active segments at constant offsets of memory 0.
func (m *module) readSegments(r *reader) {
	n := r.count()
	m.segments = slices.Grow(m.segments, min(n, len(r.data)/leastSegment)) // Go's modules have tens of thousands
	for ; n > 0 && !r.bad; n-- {
		if r.byte() != 0 || r.byte() != opI32Const {
			r.fail()
		}
		address := uint32(r.s64())
		if r.byte() != opEnd {
			r.fail()
		}
		m.segments = append(m.segments, segment{address, r.bytes(r.count())})
	}
}

// readCustom finds the version of Go in the "producers" section. Custom sections cannot make a module invalid, so a
// damaged one is taken as absent.
func (m *module) readCustom(r *reader) {
	if r.name() != "producers" {
		return
	}
	for fields := r.count(); fields > 0 && !r.bad; fields-- {
		field := r.name()
		for values := r.count(); values > 0 && !r.bad; values-- {
			name, version := r.name(), r.name()
			if field == "language" && name == "Go" && !r.bad {
				m.producer = version
			}
		}
	}
}

// encode writes the module with its present bodies.
func (m *module) encode() []byte {
	size := len(header)
	for _, s := range m.sections {
		size += len(s.body) + 6
	}
	out := append(make([]byte, 0, size), header...)
	for _, s := range m.sections {
		out = append(out, s.id)
		if s.id != sectionCode {
			out = appendUnsigned(out, uint64(len(s.body)))
			out = append(out, s.body...)
			continue
		}
		length := unsignedLen(len(m.bodies))
		for _, body := range m.bodies {
			length += unsignedLen(len(body)) + len(body)
		}
		out = appendUnsigned(out, uint64(length))
		out = appendUnsigned(out, uint64(len(m.bodies)))
		for _, body := range m.bodies {
			out = appendUnsigned(out, uint64(len(body)))
			out = append(out, body...)
		}
	}
	return out
}

// unsignedLen is how many bytes [appendUnsigned] takes for n.
func unsignedLen(n int) int {
	size := 1
	for n >>= 7; n > 0; n >>= 7 {
		size++
	}
	return size
}
