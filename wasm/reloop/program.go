package reloop

import (
	"bytes"
	"maps"
	"slices"

	"velocidade/wasm/module"
)

// program is what a function has to know of its module.
type program struct {
	*module.Module
	functions []module.Function
	unwinds   map[int64]bool // the functions that never return but by unwinding, by their index: those of checks of the stack and for nil, and see noreturn.go
	moreStack map[int64]bool // those that checks of the stack call
	deferring int64          // runtime.deferreturn, or none
	moves     map[int]bool   // the functions that move memory for all others, by their place among the bodies
	taken     map[int]bool   // the functions that [hot] takes in
	recursive map[int]bool   // small functions that call themselves
	passing   *passing       // how functions pass SP on, or nil
}

func newProgram(m *module.Module, functions []module.Function) *program {
	p := &program{Module: m, functions: functions, deferring: none, unwinds: map[int64]bool{}, moreStack: map[int64]bool{}, moves: map[int]bool{}, taken: map[int]bool{}, recursive: map[int]bool{}}
	taken := map[string]bool{}
	for _, list := range hot {
		maps.Copy(taken, list)
	}
	for i, f := range functions {
		switch f.Name {
		case "runtime.morestack", "runtime.morestack_noctxt":
			p.moreStack[int64(m.Imported+i)] = true
			p.unwinds[int64(m.Imported+i)] = true
		case "runtime.deferreturn":
			p.deferring = int64(m.Imported + i)
		case "runtime.sigpanic":
			p.unwinds[int64(m.Imported+i)] = true
		case "runtime.memmove", "runtime.memclrNoHeapPointers":
			p.moves[i] = true
		}
		if taken[f.Name] {
			p.taken[i] = true
		}
		if callsItself(m, i) {
			p.recursive[i] = true
		}
	}
	p.findEndings()
	p.passing = newPassing(m, p.unwinds)
	return p
}

// callsItself tells whether a body, if it is small, calls the function that it is of.
func callsItself(m *module.Module, i int) bool {
	index := int64(m.Imported + i)
	// Go's linker writes indices as signed numbers.
	if len(m.Bodies[i]) > 2*longestRecursive || !bytes.Contains(m.Bodies[i], module.AppendSigned([]byte{module.OpCall}, index)) {
		return false
	}
	b := decoded{body: m.Bodies[i]}
	b.decode()
	return b.ok && slices.ContainsFunc(b.code, func(x module.Instruction) bool { return x.Is(module.OpCall, index) })
}
