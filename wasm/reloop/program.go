package reloop

import (
	"bytes"
	"maps"
	"slices"
)

// program is what a function has to know of its module.
type program struct {
	*module
	functions []function
	moreStack map[int64]bool // the functions that a stack check calls, by their index in the module
	unwinds   map[int64]bool // those, and the one that a check for nil calls: none of them ever returns, but by unwinding
	moves     map[int]bool   // the functions that move memory for all others, by their place among the bodies
	taken     map[int]bool   // the functions that [hot] takes in
	recursive map[int]bool   // small functions that call themselves
	passing   *passing       // how functions pass SP on, or nil
}

func newProgram(m *module, functions []function) *program {
	p := &program{module: m, functions: functions, moreStack: map[int64]bool{}, unwinds: map[int64]bool{}, moves: map[int]bool{}, taken: map[int]bool{}, recursive: map[int]bool{}}
	taken := map[string]bool{}
	for _, list := range hot {
		maps.Copy(taken, list)
	}
	for i, f := range functions {
		switch f.name {
		case "runtime.morestack", "runtime.morestack_noctxt":
			p.moreStack[int64(m.imported+i)] = true
			p.unwinds[int64(m.imported+i)] = true
		case "runtime.sigpanic":
			p.unwinds[int64(m.imported+i)] = true
		case "runtime.memmove", "runtime.memclrNoHeapPointers":
			p.moves[i] = true
		}
		if taken[f.name] {
			p.taken[i] = true
		}
		if m.callsItself(i) {
			p.recursive[i] = true
		}
	}
	p.passing = newPassing(m, p.unwinds)
	return p
}

// callsItself tells whether a body, if it is small, calls the function that it is of.
func (m *module) callsItself(i int) bool {
	index := int64(m.imported + i)
	// Go's linker writes indices as signed numbers.
	if len(m.bodies[i]) > 2*longestRecursive || !bytes.Contains(m.bodies[i], appendSigned([]byte{opCall}, index)) {
		return false
	}
	b := decoded{body: m.bodies[i]}
	b.decode()
	return b.ok && slices.ContainsFunc(b.code, func(x instruction) bool { return x.is(opCall, index) })
}

// signature returns the type of a function by its index in the module.
func (m *module) signature(index int64) (signature, bool) {
	if index < 0 || index >= int64(len(m.functions)) {
		return signature{}, false
	}
	return m.types[m.functions[index]], true
}

// stackEffect tells how many values an instruction takes from the operand stack and puts there. It knows every
// instruction but those that open, part and end blocks.
func (m *module) stackEffect(x instruction) (takes, gives int, ok bool) {
	if takes, gives, ok = valueEffect(x); ok {
		return takes, gives, ok
	}
	switch x.op {
	case opCall:
		s, ok := m.signature(x.imm)
		return len(s.params), len(s.results), ok
	case opCallIndirect:
		if x.imm >= int64(len(m.types)) {
			return 0, 0, false
		}
		s := m.types[x.imm]
		return len(s.params) + 1, len(s.results), true
	case opReturn, opUnreachable:
		return 0, 0, true // nothing runs after it
	}
	return 0, 0, false
}

// valueEffect is stackEffect for instructions that neither jump nor call.
func valueEffect(x instruction) (takes, gives int, ok bool) {
	if x.op < 256 {
		c := counts[x.op]
		return int(c.takes), int(c.gives), c.known
	}
	e := x.op.effect()
	return len(e.takes), len(e.gives), e.fixed
}

// count is how many values an instruction takes and gives.
type count struct {
	takes, gives int8
	known        bool
}

// counts are those of all instructions of one byte that neither jump nor call: every stage asks for them.
var counts = func() (table [256]count) {
	for op, e := range plainEffects {
		table[op] = count{int8(len(e.takes)), int8(len(e.gives)), e.fixed}
	}
	for op, c := range map[opcode]count{
		opDrop: {1, 0, true}, opLocalSet: {1, 0, true}, opGlobalSet: {1, 0, true}, opSelect: {3, 1, true},
		opLocalGet: {0, 1, true}, opGlobalGet: {0, 1, true}, opLocalTee: {1, 1, true},
	} {
		table[op] = c
	}
	return table
}()
