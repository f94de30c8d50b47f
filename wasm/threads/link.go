package threads

import (
	"encoding/binary"
	"fmt"
	"slices"

	"velocidade/wasm/module"
	"velocidade/wasm/reloop"
)

// Pages of 64 KiB that a program's memory may have at most: stacks must not lie where the marks of a preemption are, which
// are just below 3 GiB.
const MostPages = 0xbff00000 >> 16

// Memory is the size of a program's memory in pages of 64 KiB. An Initial of 0 is as many as the program needs to begin.
type Memory struct{ Initial, Maximum uint32 }

// Link makes a module that Go's linker wrote, with the runtime of [Overlay], one for several threads. Each thread is an
// instance of it; all import one shared memory as gojs.mem. The export initmem, which one of them calls before anything
// else, puts the data there.
func Link(input []byte, memory Memory) ([]byte, error) {
	atomic, err := makeAtomic(input)
	if err != nil {
		return nil, err
	}
	rewritten, stats, err := reloop.Rewrite(atomic, reloop.Options{})
	if err != nil {
		return nil, err
	}
	if stats.Note != "" {
		return nil, fmt.Errorf("the module cannot be rewritten: %s", stats.Note)
	}
	return share(rewritten, memory)
}

// makeAtomic puts atomic instructions in the place of the functions that stand for them.
func makeAtomic(input []byte) ([]byte, error) {
	m, err := module.Parse(input)
	if err != nil {
		return nil, err
	}
	data, ok := module.NewMemory(m.Segments)
	if !ok {
		return nil, fmt.Errorf("the module's data segments overlap")
	}
	functions, ok := module.Functions(m, data)
	if !ok {
		return nil, fmt.Errorf("the module has no table of its functions")
	}
	index := map[string]int{}
	for i, f := range functions {
		index[f.Name] = i
	}
	sigpanic, ok := index["runtime.sigpanic"]
	if !ok {
		return nil, fmt.Errorf("the module has no function runtime.sigpanic")
	}
	for _, needed := range []string{"runtime.wasmFutexWait", "runtime.wasmFutexWake"} {
		if _, ok := index[needed]; !ok {
			return nil, fmt.Errorf("the module was not built for threads: it has no function %s", needed)
		}
	}
	for i, f := range functions {
		if make, ok := bodies[f.Name]; ok {
			if s, _ := m.Signature(int64(m.Imported + i)); s.Params != string([]byte{module.TypeI32}) || s.Results != string([]byte{module.TypeI32}) {
				return nil, fmt.Errorf("the function %s is not of Go's form", f.Name)
			}
			m.Bodies[i] = make(uint64(m.Imported+sigpanic), int64(module.FirstFunction+i)<<16|1)
		}
	}
	return m.Encode(), nil
}

// share has a module import a shared memory, and put its data there when initmem is called.
func share(input []byte, memory Memory) ([]byte, error) {
	m, err := module.Parse(input)
	if err != nil {
		return nil, err
	}
	if memory.Initial == 0 {
		memory.Initial = m.MemoryPages
	}
	if memory.Maximum > MostPages || memory.Initial > memory.Maximum {
		return nil, fmt.Errorf("a memory of %d pages that grows to %d: there may be %d", memory.Initial, memory.Maximum, MostPages)
	}
	if memory.Initial < m.MemoryPages {
		return nil, fmt.Errorf("a memory of %d pages: the program needs %d", memory.Initial, m.MemoryPages)
	}
	if m.Passive > 0 {
		return nil, fmt.Errorf("the module's data is passive already")
	}
	nothing := slices.Index(m.Types, module.Signature{})
	if nothing < 0 {
		return nil, fmt.Errorf("the module has no function without parameters and results")
	}
	var data, fill []byte
	fill = append(fill, 0) // no locals
	data = module.AppendUnsigned(data, uint64(len(m.Segments)))
	for i, s := range m.Segments {
		data = append(module.AppendUnsigned(append(data, 1), uint64(len(s.Data))), s.Data...)
		fill = module.AppendSigned(append(fill, module.OpI32Const), int64(int32(s.Address)))
		fill = module.AppendSigned(append(fill, module.OpI32Const, 0, module.OpI32Const), int64(len(s.Data)))
		fill = append(module.AppendUnsigned(append(fill, module.OpPrefix, module.OpMemoryInit&0xff), uint64(i)), 0)
		fill = module.AppendUnsigned(append(fill, module.OpPrefix, module.OpDataDrop&0xff), uint64(i))
	}
	fill = append(fill, module.OpEnd)
	m.Bodies = append(m.Bodies, fill)
	entry := m.Imported + len(m.Bodies) - 1

	var sections []module.Section
	for _, s := range m.Sections {
		switch s.ID {
		case module.SectionImport:
			s.Body = appended(s.Body, append(append([]byte("\x04gojs\x03mem\x02\x03"), module.AppendUnsigned(nil, uint64(memory.Initial))...), module.AppendUnsigned(nil, uint64(memory.Maximum))...))
		case module.SectionFunction:
			s.Body = appended(s.Body, module.AppendUnsigned(nil, uint64(nothing)))
		case module.SectionMemory, module.SectionDataCount:
			continue
		case module.SectionExport:
			s.Body = appended(s.Body, module.AppendUnsigned([]byte("\x07initmem\x00"), uint64(entry)))
		case module.SectionCode:
			sections = append(sections, module.Section{ID: module.SectionDataCount, Body: module.AppendUnsigned(nil, uint64(len(m.Segments)))})
		case module.SectionData:
			s.Body = data
		}
		sections = append(sections, s)
	}
	// What the host has to know to make that memory.
	size := binary.LittleEndian.AppendUint32([]byte("\x12velocidade.threads"), memory.Initial)
	m.Sections = append(sections, module.Section{ID: module.SectionCustom, Body: binary.LittleEndian.AppendUint32(size, memory.Maximum)})
	return m.Encode(), nil
}

// appended is a vector with one more element.
func appended(vector, element []byte) []byte {
	r := module.Reader{Data: vector}
	n := r.Count()
	out := module.AppendUnsigned(nil, uint64(n)+1)
	return append(append(out, vector[r.Pos:]...), element...)
}
