package module

// Signature returns the type of a function by its index in the module.
func (m *Module) Signature(index int64) (Signature, bool) {
	if index < 0 || index >= int64(len(m.Functions)) {
		return Signature{}, false
	}
	return m.Types[m.Functions[index]], true
}

// StackEffect tells how many values an instruction takes from the operand stack and puts there. It knows every
// instruction but those that open, part and end blocks.
func (m *Module) StackEffect(x Instruction) (takes, gives int, ok bool) {
	if takes, gives, ok = ValueEffect(x); ok {
		return takes, gives, ok
	}
	switch x.Op {
	case OpCall:
		s, ok := m.Signature(x.Imm)
		return len(s.Params), len(s.Results), ok
	case OpCallIndirect:
		if x.Imm >= int64(len(m.Types)) {
			return 0, 0, false
		}
		s := m.Types[x.Imm]
		return len(s.Params) + 1, len(s.Results), true
	case OpReturn, OpUnreachable:
		return 0, 0, true // nothing runs after it
	}
	return 0, 0, false
}

// ValueEffect is StackEffect for instructions that neither jump nor call.
func ValueEffect(x Instruction) (takes, gives int, ok bool) {
	if x.Op < 256 {
		c := Counts[x.Op]
		return int(c.Takes), int(c.Gives), c.Known
	}
	e := x.Op.Effect()
	return len(e.takes), len(e.Gives), e.fixed
}

// count is how many values an instruction takes and gives.
type count struct {
	Takes, Gives int8
	Known        bool
}

// Counts are those of all instructions of one byte that neither jump nor call: every stage asks for them.
var Counts = func() (table [256]count) {
	for op, e := range plainEffects {
		table[op] = count{int8(len(e.takes)), int8(len(e.Gives)), e.fixed}
	}
	for op, c := range map[Opcode]count{
		OpDrop: {1, 0, true}, OpLocalSet: {1, 0, true}, OpGlobalSet: {1, 0, true}, OpSelect: {3, 1, true},
		OpLocalGet: {0, 1, true}, OpGlobalGet: {0, 1, true}, OpLocalTee: {1, 1, true},
	} {
		table[op] = c
	}
	return table
}()
