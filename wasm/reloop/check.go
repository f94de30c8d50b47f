package reloop

import "fmt"

// Check tells whether every function body of a module is valid, by the algorithm of the WebAssembly specification's
// appendix (https://webassembly.github.io/spec/core/appendix/algorithm.html), for the instructions that Go uses. It reads
// a module afresh and shares no state with the rewriter, so that it can be trusted to judge its work.
func Check(input []byte) error {
	m, err := parseModule(input)
	if err != nil {
		return err
	}
	c := checker{module: m}
	for i, body := range m.bodies {
		if what := c.body(m.imported+i, body); what != "" {
			return &Error{Code: "invalid", Offset: int(c.at),
				Message: fmt.Sprintf("function %d is not valid: %s at byte %d of its code", m.imported+i, what, c.at)}
		}
	}
	return nil
}

// control is an open block, loop or if, or the body itself.
type control struct {
	op     opcode
	result byte // value type, or typeVoid
	height int  // of the operand stack where it began
	dead   bool // nothing runs up to its end, so operands of any type can be taken
}

// anyType is the type of an operand that code which never runs takes from nowhere.
const anyType = 0

type checker struct {
	*module
	code   []instruction
	locals []byte
	stack  []byte
	open   []control
	fault  string
	at     int32
}

// letters translates the letters of an effect to value types.
var letters = [256]byte{'i': typeI32, 'l': typeI64, 'f': typeF32, 'd': typeF64}

const maxLocals = 50000 // of a function, as in engines

// body checks one function and returns what is wrong, or "".
func (c *checker) body(index int, body []byte) string {
	s, _ := c.signature(int64(index))
	c.locals, c.stack, c.open, c.fault, c.at = append(c.locals[:0], s.params...), c.stack[:0], c.open[:0], "", 0
	r := reader{data: body}
	for n := r.count(); n > 0; n-- {
		count, t := int(r.u32()), r.byte()
		if t < typeF64 || t > typeI32 || count > maxLocals-len(c.locals) {
			return "a declaration of locals"
		}
		for range count {
			c.locals = append(c.locals, t)
		}
	}
	var ok bool
	if c.code, ok = decode(c.code[:0], body, r.pos); !ok || r.bad {
		return "an instruction that Go does not use"
	}
	if len(s.results) > 1 {
		return "more than one result"
	}
	result := byte(typeVoid)
	if s.results != "" {
		result = s.results[0]
	}
	c.begin(opBlock, result)
	for _, x := range c.code {
		c.at = x.start
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
	if t != typeVoid {
		c.stack = append(c.stack, t)
	}
}

func (c *checker) pop(want byte) byte {
	if want == typeVoid {
		return typeVoid
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

func (c *checker) begin(op opcode, result byte) {
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
		return typeVoid
	}
	if target := c.open[len(c.open)-1-int(imm)]; target.op != opLoop {
		return target.result
	}
	return typeVoid
}

func (c *checker) instruction(x instruction, body []byte) {
	switch x.op {
	case opUnreachable:
		c.dead()
	case opBlock, opLoop:
		c.begin(x.op, byte(x.imm))
	case opIf:
		c.pop(typeI32)
		c.begin(x.op, byte(x.imm))
	case opElse:
		top := c.close()
		if top.op != opIf {
			c.fail("an else without an if")
		}
		c.begin(opElse, top.result)
	case opEnd:
		top := c.close()
		if top.op == opIf && top.result != typeVoid {
			c.fail("an if with a result and without an else")
		}
		c.push(top.result)
	case opBr:
		c.pop(c.label(x.imm))
		c.dead()
	case opBrIf:
		c.pop(typeI32)
		t := c.label(x.imm)
		c.pop(t)
		c.push(t)
	case opBrTable:
		c.pop(typeI32)
		targets := labels(nil, body, x)
		t := c.label(int64(targets[len(targets)-1]))
		for _, target := range targets {
			if c.label(int64(target)) != t {
				c.fail("a br_table whose labels differ in type")
			}
		}
		c.pop(t)
		c.dead()
	case opReturn:
		c.pop(c.open[0].result)
		c.dead()
	case opCall, opCallIndirect:
		c.call(x)
	case opDrop:
		c.pop(anyType)
	case opSelect:
		c.pop(typeI32)
		t := c.pop(anyType)
		c.push(c.pop(t))
	default:
		c.plain(x)
	}
}

func (c *checker) call(x instruction) {
	s, ok := c.signature(x.imm)
	if x.op == opCallIndirect {
		c.pop(typeI32)
		if ok = x.imm < int64(len(c.types)); ok {
			s = c.types[x.imm]
		}
	}
	if !ok {
		c.fail("a call of what is no function")
		return
	}
	c.popAll(s.params)
	c.stack = append(c.stack, s.results...)
}

// plain checks what neither jumps nor calls.
func (c *checker) plain(x instruction) {
	variables := c.locals
	if x.op == opGlobalGet || x.op == opGlobalSet {
		variables = c.globals
	}
	if x.op >= opLocalGet && x.op <= opGlobalSet {
		if x.imm >= int64(len(variables)) {
			c.fail("a variable that is not there")
			return
		}
		t := variables[x.imm]
		if x.op == opLocalSet || x.op == opLocalTee || x.op == opGlobalSet {
			c.pop(t)
		}
		if x.op == opLocalGet || x.op == opLocalTee || x.op == opGlobalGet {
			c.push(t)
		}
		return
	}
	e := x.op.effect()
	for i := len(e.takes) - 1; i >= 0; i-- {
		c.pop(letters[e.takes[i]])
	}
	for i := range len(e.gives) {
		c.push(letters[e.gives[i]])
	}
}
