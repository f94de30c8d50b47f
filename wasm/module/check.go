package module

import "fmt"

// Check tells whether every function body of a module is valid, by the algorithm of the WebAssembly specification's
// appendix (https://webassembly.github.io/spec/core/appendix/algorithm.html), for the instructions that Go uses. It reads
// a module afresh and shares no state with what writes modules, so that it can be trusted to judge its work.
func Check(input []byte) error {
	m, err := Parse(input)
	if err != nil {
		return err
	}
	c := checker{Module: m}
	for i, body := range m.Bodies {
		if what := c.body(m.Imported+i, body); what != "" {
			return &Error{Code: "invalid", Offset: int(c.at),
				Message: fmt.Sprintf("function %d is not valid: %s at byte %d of its code", m.Imported+i, what, c.at)}
		}
	}
	return nil
}

// Faults is [Check] for all functions: it tells of each that is not valid, by its index, what is wrong with it.
func Faults(input []byte) (map[int]string, error) {
	m, err := Parse(input)
	if err != nil {
		return nil, err
	}
	c := checker{Module: m}
	faults := map[int]string{}
	for i, body := range m.Bodies {
		if what := c.body(m.Imported+i, body); what != "" {
			faults[m.Imported+i] = what
		}
	}
	return faults, nil
}

// control is an open block, loop or if, or the body itself.
type control struct {
	op     Opcode
	result byte // value type, or TypeVoid
	height int  // of the operand stack where it began
	dead   bool // nothing runs up to its end, so operands of any type can be taken
}

// anyType is the type of an operand that code which never runs takes from nowhere.
const anyType = 0

type checker struct {
	*Module
	code   []Instruction
	locals []byte
	stack  []byte
	open   []control
	fault  string
	at     int32
}

// letters translates the letters of an effect to value types.
var letters = [256]byte{'i': TypeI32, 'l': TypeI64, 'f': TypeF32, 'd': TypeF64, 'v': TypeV128}

// MaxLocals is how many locals a function may have, as in engines.
const MaxLocals = 50000

// body checks one function and returns what is wrong, or "".
func (c *checker) body(index int, body []byte) string {
	s, _ := c.Signature(int64(index))
	c.locals, c.stack, c.open, c.fault, c.at = append(c.locals[:0], s.Params...), c.stack[:0], c.open[:0], "", 0
	r := Reader{Data: body}
	for n := r.Count(); n > 0; n-- {
		count, t := int(r.U32()), r.Byte()
		if t < TypeV128 || t > TypeI32 || count > MaxLocals-len(c.locals) {
			return "a declaration of locals"
		}
		for range count {
			c.locals = append(c.locals, t)
		}
	}
	var ok bool
	if c.code, ok = Decode(c.code[:0], body, r.Pos); !ok || r.Bad {
		return "an instruction that Go does not use"
	}
	if len(s.Results) > 1 {
		return "more than one result"
	}
	result := byte(TypeVoid)
	if s.Results != "" {
		result = s.Results[0]
	}
	c.begin(OpBlock, result)
	for _, x := range c.code {
		c.at = x.Start
		if len(c.open) == 0 {
			return "an instruction after the end"
		}
		if c.instruction(x, body); c.fault != "" {
			return c.fault
		}
	}
	if len(c.open) != 0 {
		return "no end"
	}
	return ""
}

func (c *checker) fail(what string) {
	if c.fault == "" {
		c.fault = what
	}
}

func (c *checker) push(t byte) {
	if t != TypeVoid {
		c.stack = append(c.stack, t)
	}
}

func (c *checker) pop(want byte) byte {
	if want == TypeVoid {
		return TypeVoid
	}
	top := &c.open[len(c.open)-1]
	if len(c.stack) == top.height {
		if !top.dead {
			c.fail("an operand is missing")
		}
		return want
	}
	t := c.stack[len(c.stack)-1]
	c.stack = c.stack[:len(c.stack)-1]
	if t != want && t != anyType && want != anyType {
		c.fail("an operand has the wrong type")
	}
	return t
}

func (c *checker) popAll(types string) {
	for i := len(types) - 1; i >= 0; i-- {
		c.pop(types[i])
	}
}

func (c *checker) begin(op Opcode, result byte) {
	c.open = append(c.open, control{op: op, result: result, height: len(c.stack)})
}

// close takes a block's result and makes sure that nothing else is left of it.
func (c *checker) close() control {
	top := c.open[len(c.open)-1]
	c.pop(top.result)
	if len(c.stack) != top.height {
		c.fail("values are left at the end of a block")
	}
	c.open = c.open[:len(c.open)-1]
	return top
}

func (c *checker) dead() {
	top := &c.open[len(c.open)-1]
	c.stack, top.dead = c.stack[:top.height], true
}

// label returns the type that a branch to a label carries; one to a loop carries none.
func (c *checker) label(imm int64) byte {
	if imm >= int64(len(c.open)) {
		c.fail("a branch out of the function")
		return TypeVoid
	}
	if target := c.open[len(c.open)-1-int(imm)]; target.op != OpLoop {
		return target.result
	}
	return TypeVoid
}

func (c *checker) instruction(x Instruction, body []byte) {
	switch x.Op {
	case OpUnreachable:
		c.dead()
	case OpBlock, OpLoop:
		c.begin(x.Op, byte(x.Imm))
	case OpIf:
		c.pop(TypeI32)
		c.begin(x.Op, byte(x.Imm))
	case OpElse:
		top := c.close()
		if top.op != OpIf {
			c.fail("an else without an if")
		}
		c.begin(OpElse, top.result)
	case OpEnd:
		top := c.close()
		if top.op == OpIf && top.result != TypeVoid {
			c.fail("an if with a result and without an else")
		}
		c.push(top.result)
	case OpBr:
		c.pop(c.label(x.Imm))
		c.dead()
	case OpBrIf:
		c.pop(TypeI32)
		t := c.label(x.Imm)
		c.pop(t)
		c.push(t)
	case OpBrTable:
		c.pop(TypeI32)
		targets := Labels(nil, body, x)
		t := c.label(int64(targets[len(targets)-1]))
		for _, target := range targets {
			if c.label(int64(target)) != t {
				c.fail("a br_table whose labels differ in type")
			}
		}
		c.pop(t)
		c.dead()
	case OpReturn:
		c.pop(c.open[0].result)
		c.dead()
	case OpCall, OpCallIndirect:
		c.call(x)
	case OpDrop:
		c.pop(anyType)
	case OpSelect:
		c.pop(TypeI32)
		t := c.pop(anyType)
		c.push(c.pop(t))
	default:
		c.plain(x)
	}
}

func (c *checker) call(x Instruction) {
	s, ok := c.Signature(x.Imm)
	if x.Op == OpCallIndirect {
		c.pop(TypeI32)
		if ok = x.Imm < int64(len(c.Types)); ok {
			s = c.Types[x.Imm]
		}
	}
	if !ok {
		c.fail("a call of what is no function")
		return
	}
	c.popAll(s.Params)
	c.stack = append(c.stack, s.Results...)
}

// plain checks what neither jumps nor calls.
func (c *checker) plain(x Instruction) {
	variables := c.locals
	if x.Op == OpGlobalGet || x.Op == OpGlobalSet {
		variables = c.Globals
	}
	if x.Op >= OpLocalGet && x.Op <= OpGlobalSet {
		if x.Imm >= int64(len(variables)) {
			c.fail("a variable that is not there")
			return
		}
		t := variables[x.Imm]
		if x.Op == OpLocalSet || x.Op == OpLocalTee || x.Op == OpGlobalSet {
			c.pop(t)
		}
		if x.Op == OpLocalGet || x.Op == OpLocalTee || x.Op == OpGlobalGet {
			c.push(t)
		}
		return
	}
	e := x.Op.Effect()
	for i := len(e.takes) - 1; i >= 0; i-- {
		c.pop(letters[e.takes[i]])
	}
	for i := range len(e.Gives) {
		c.push(letters[e.Gives[i]])
	}
}
