package reloop

import "velocidade/wasm/module"

// Go computes in 64 bits on WebAssembly: an address is an i64 that is wrapped to an i32 where it is used, and a uint32 an
// i64 whose upper half is whatever the last operation left there. Engines keep the 64 bits, and a move for each wrap.
// Where only the lower half of a value is ever looked at, this stage computes only that.
//
// The lower half of a sum, difference, product, of and, or, xor, and of a shift to the left depends on nothing but the
// lower halves of the operands. So what a value's only consumer wants decides what its producer has to give, from the
// last instruction of a body to the first; a local is narrow, and becomes an i32, if no one who reads it wants more.
// That is all arithmetic modulo 2³²: nothing here rests on what Go means by its values.
//
//	local.get 3                         local.get 3       narrow by now
//	local.get 9; i64.const 3; i64.shl   local.get 9; i32.const 3; i32.shl
//	i64.add; i32.wrap_i64               i32.add
//	f64.load                            f64.load
//
// Locals are looked at web by web (webs.go).
//
// Invariants: the body is valid and stays so; every access keeps its address and its width.

// narrower holds what it knows of one body. A value is named by the instruction that leaves it on the operand stack.
type narrower struct {
	program *program
	passes  bool // whether SP is passed on, for which a body may have to be given up: it is then nil
	whole   bool // whether all else is left as it is
	code    []module.Instruction
	user    []int32    // of each value: the instruction that takes it, or none
	inputs  [][2]int32 // of each instruction: the values that it takes first and second, or none
	narrow  []bool     // of each value of type i64: whether only its lower half is wanted
	left    []int32    // the narrow values, from the last to the first
	wide    []bool     // of each web of a local: whether all of its values have to stay as they are
	dirty   []bool     // of each web of a local: whether a value of it may have an upper half
	locals  []byte     // type of each local
	renamed []int32    // of each local: the one that holds its narrow webs
	webs    webs
	reads   []int32 // of each web: how many instructions read it
	stack   []int32
	open    []openBlock
	labels  []uint32
	out     []byte
}

// openBlock is a block that simulation of the operand stack is in.
type openBlock struct {
	height int
	typed  bool
}

// narrowBody returns a body that computes halves where halves are enough, which is the narrower's until the next, or the
// same body.
func (w *narrower) narrowBody(p *program, b decoded) []byte {
	body := b.body
	w.program, w.code, w.locals = p, b.code, append(w.locals[:0], b.locals...)
	switch {
	case b.ok && !w.whole && w.connect(body) && w.webs.find(w.code, body, w.locals):
	case !w.passes:
		return body
	case !b.ok || !w.passOnly(body):
		return nil
	default:
		return w.out
	}
	w.wide = resize(w.wide, len(w.webs.up))
	w.soil()
	w.countReads()
	w.dropUnread()
	w.settle()
	w.rename()
	touches := &touched
	if w.passes {
		touches = &touchedPassing
	}
	if !w.writeAll(body, touches) {
		return nil
	}
	return w.out
}

// passOnly writes a body in which nothing changes but how SP is passed on.
func (w *narrower) passOnly(body []byte) bool {
	w.narrow, w.webs.of = resize(w.narrow, len(w.code)), resize(w.webs.of, len(w.code))
	for i := range w.webs.of {
		w.webs.of[i] = none
	}
	return w.writeAll(body, &passingOn)
}

// connect finds who takes each value, by running the operand stack through the body. It reports false where values
// travel along a branch, which Go's code never does.
func (w *narrower) connect(body []byte) bool {
	w.user, w.inputs = resize(w.user, len(w.code)), resize(w.inputs, len(w.code))
	w.stack, w.open = w.stack[:0], append(w.open[:0], openBlock{0, true})
	for i, x := range w.code {
		w.user[i], w.inputs[i] = none, [2]int32{none, none}
		if len(w.open) == 0 {
			return false
		}
		if x.Op < 256 && module.Counts[x.Op].Known && (x.Op < module.OpLocalGet || x.Op > module.OpLocalTee || x.Imm < int64(len(w.locals))) { // nearly all
			c := &module.Counts[x.Op]
			w.take(i, int(c.Takes))
			if c.Gives > 0 {
				w.stack = append(w.stack, int32(i))
			}
			continue
		}
		switch {
		case x.Op == module.OpBr || x.Op == module.OpBrIf || x.Op == module.OpBrTable:
			if !w.leaves(x, body) {
				return false
			}
			if x.Op != module.OpBr {
				w.take(i, 1)
			}
			if x.Op != module.OpBrIf {
				w.dead()
			}
		case x.Op == module.OpReturn || x.Op == module.OpUnreachable:
			if x.Op == module.OpReturn {
				w.take(i, 1)
			}
			w.dead()
		case x.Op.OpensBlock():
			if x.Op == module.OpIf {
				w.take(i, 1)
			}
			w.open = append(w.open, openBlock{len(w.stack), x.Imm != module.TypeVoid})
		case x.Op == module.OpElse || x.Op == module.OpEnd:
			b := w.open[len(w.open)-1]
			if b.typed {
				w.take(i, 1)
			}
			w.dead()
			if x.Op == module.OpEnd {
				w.open = w.open[:len(w.open)-1]
				if b.typed {
					w.stack = append(w.stack, int32(i))
				}
			}
		case x.Op >= module.OpLocalGet && x.Op <= module.OpLocalTee && x.Imm >= int64(len(w.locals)):
			return false
		default:
			takes, gives, ok := w.program.StackEffect(x)
			if !ok {
				return false
			}
			w.take(i, takes)
			if gives > 0 {
				w.stack = append(w.stack, int32(i))
			}
		}
	}
	return len(w.open) == 0
}

// leaves tells whether a branch goes to labels that take no value.
func (w *narrower) leaves(x module.Instruction, body []byte) bool {
	empty := func(label int64) bool {
		at := int64(len(w.open)) - 1 - label
		return at > 0 && !w.open[at].typed
	}
	if x.Op != module.OpBrTable {
		return empty(x.Imm)
	}
	w.labels = module.Labels(w.labels[:0], body, x)
	for _, label := range w.labels {
		if !empty(int64(label)) {
			return false
		}
	}
	return true
}

// take gives the top n values to instruction i. Where none is left, in code that never runs, it gives nothing.
func (w *narrower) take(i, n int) {
	for n--; n >= 0; n-- {
		if len(w.stack) == w.open[len(w.open)-1].height {
			return
		}
		v := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		w.user[v] = int32(i)
		if n < 2 {
			w.inputs[i][n] = v
		}
	}
}

func (w *narrower) dead() { w.stack = w.stack[:w.open[len(w.open)-1].height] }

// soil finds the webs whose values may have upper halves: all are taken to have none until one is assigned that may, and
// then those that are assigned from it are looked at again. What a local holds at the beginning, 0, has none.
func (w *narrower) soil() {
	const most = 4 // rounds; values without upper halves do not go far
	w.dirty = resize(w.dirty, len(w.webs.up))
	w.left = w.left[:0]
	for i, web := range w.webs.of {
		if web != none && w.code[i].Op != module.OpLocalGet {
			w.left = append(w.left, int32(i))
		}
	}
	for round, changed := 0, true; changed; round++ {
		changed = false
		kept := w.left[:0]
		for _, i := range w.left {
			switch web := w.webs.of[i]; {
			case w.dirty[web]:
			case round == most || !w.clean(w.inputs[i][0]):
				w.dirty[web], changed = true, true
			default:
				kept = append(kept, i)
			}
		}
		w.left = kept
	}
}

// settle finds the narrow values and locals: all are taken to be narrow until someone wants more of one, and then those
// that it is computed from are looked at again.
func (w *narrower) settle() {
	const most = 12 // rounds; a chain of locals longer than that is not worth the time
	w.narrow = resize(w.narrow, len(w.code))
	w.left = w.left[:0]
	changed := false
	for i := len(w.code) - 1; i >= 0; i-- {
		op := w.code[i].Op
		if user := w.user[i]; user != none && op != module.OpEnd && w.mayWantHalf(user) && w.wantsHalf(user) {
			w.narrow[i] = true
			w.left = append(w.left, int32(i))
		} else if op == module.OpLocalGet || op == module.OpLocalTee {
			changed = w.widen(i) || changed
		}
	}
	// What is not narrow is not going to be: only the others can change.
	for round := 1; changed; round++ {
		if round == most {
			for web := range w.wide {
				w.wide[web] = true
			}
		}
		changed = false
		kept := w.left[:0]
		for _, i := range w.left {
			if w.narrow[i] = w.wantsHalf(w.user[i]); w.narrow[i] {
				kept = append(kept, i)
			} else {
				changed = w.widen(int(i)) || changed
			}
		}
		w.left = kept
	}
}

// widen has the web that instruction i reads stay as it is, and tells whether that is new.
func (w *narrower) widen(i int) bool {
	if x := w.code[i]; x.Op != module.OpLocalGet && x.Op != module.OpLocalTee || w.wideLocal(i) {
		return false
	}
	w.wide[w.webs.of[i]] = true
	return true
}

// wideLocal tells whether instruction i accesses a local that stays as it is there.
func (w *narrower) wideLocal(i int) bool {
	web := w.webs.of[i]
	return web == none || w.wide[web]
}

// rename finds a local for the narrow webs of each: itself, or another where some of its webs are wide.
func (w *narrower) rename() {
	const narrow, wide = 1, 2
	kinds := resize(w.renamed, len(w.locals))
	for i, x := range w.code {
		switch {
		case w.webs.of[i] == none || x.Op == module.OpNop:
		case w.wideLocal(i):
			kinds[x.Imm] |= wide
		default:
			kinds[x.Imm] |= narrow
		}
	}
	w.renamed = kinds
	for l, kind := range kinds {
		w.renamed[l] = int32(l)
		switch kind {
		case narrow:
			w.locals[l] = module.TypeI32
		case narrow | wide:
			w.renamed[l] = int32(len(w.locals))
			w.locals = append(w.locals, module.TypeI32)
		}
	}
}

// mayWantHalf tells of most instructions at once that they cannot do with lower halves.
func (w *narrower) mayWantHalf(i int32) bool {
	op := w.code[i].Op
	return op < 256 && halving[op]
}

// wantsHalf tells whether instruction i, one that may, can do with the lower halves of the values that it takes.
func (w *narrower) wantsHalf(i int32) bool {
	switch w.code[i].Op {
	case module.OpI32WrapI64, module.OpDrop, module.OpI64Store8, module.OpI64Store16, module.OpI64Store32:
		return true
	case module.OpI64Extend8, module.OpI64Extend16, module.OpI64Extend32:
		return true
	case module.OpLocalSet:
		return !w.wideLocal(int(i))
	case module.OpLocalTee:
		return !w.wideLocal(int(i)) && w.narrow[i]
	case module.OpI64Add, module.OpI64Sub, module.OpI64Mul, module.OpI64Or, module.OpI64Xor, module.OpSelect:
		return w.narrow[i]
	case module.OpI64And:
		return w.narrow[i] || w.masks(i)
	case module.OpI64Shl:
		return w.narrow[i] && w.shifts(i)
	case module.OpI64ShrU:
		return w.narrow[i] && w.shifts(i) && w.halved(i)
	case module.OpI64Eqz, module.OpI64Eq, module.OpI64Ne, module.OpI64LtS, module.OpI64LtU, module.OpI64GtS, module.OpI64GtU, module.OpI64LeS, module.OpI64LeU, module.OpI64GeS, module.OpI64GeU,
		module.OpI64DivS, module.OpI64DivU, module.OpI64RemS, module.OpI64RemU:
		return w.halved(i)
	}
	return false
}

// halving are those of which wantsHalf may be true.
var halving = func() (table [256]bool) {
	for op := range table {
		table[op] = changing[op] || halves[op] != 0
	}
	for _, op := range []module.Opcode{module.OpDrop, module.OpLocalSet, module.OpLocalTee, module.OpSelect} {
		table[op] = true
	}
	return table
}()

// givesI64 tells whether an instruction, as it stands in the result, gives an i64.
func (w *narrower) givesI64(i int) bool {
	x := w.code[i]
	switch x.Op {
	case module.OpLocalGet, module.OpLocalTee:
		return w.webs.of[i] != none && w.wideLocal(i)
	case module.OpGlobalGet:
		return x.Imm < int64(len(w.program.Globals)) && w.program.Globals[x.Imm] == module.TypeI64
	case module.OpCall:
		s, _ := w.program.Signature(x.Imm)
		return s.Results == string([]byte{module.TypeI64})
	case module.OpCallIndirect:
		return w.program.Types[x.Imm].Results == string([]byte{module.TypeI64})
	}
	return x.Op.Effect().Gives == "l"
}

// masks tells whether an i64.and has a constant without an upper half, so that the upper half of the result is 0.
func (w *narrower) masks(i int32) bool {
	for _, v := range w.inputs[i] {
		if v != none && w.code[v].Op == module.OpI64Const && uint64(w.code[v].Imm) < 1<<32 {
			return true
		}
	}
	return false
}

// shifts tells whether a shift is by a constant of less than 32.
func (w *narrower) shifts(i int32) bool {
	by := w.inputs[i][1]
	return by != none && w.code[by].Op == module.OpI64Const && uint64(w.code[by].Imm) < 32
}

// clean tells whether the upper half of a value is 0, by the instruction that gives it and by what it takes: as the program was
// written, so that it does not matter what of it is narrow by now.
func (w *narrower) clean(v int32) bool {
	if v == none {
		return false
	}
	switch x := &w.code[v]; x.Op {
	case module.OpI64ExtendU, module.OpI64Load8U, module.OpI64Load16U, module.OpI64Load32U:
		return true
	case module.OpI64Const:
		return uint64(x.Imm) < 1<<32
	case module.OpI64And:
		return w.masks(v)
	case module.OpLocalTee:
		// Of what it takes, no more than one further look, so that a chain of them costs no more.
		if from := w.inputs[v][0]; from != none && w.code[from].Op != module.OpLocalTee && w.clean(from) {
			return true
		}
		fallthrough
	case module.OpLocalGet:
		web := w.webs.of[v]
		return web != none && !w.dirty[web]
	}
	return false
}

// halved tells whether a comparison, division or shift to the right is one of halves: where the operands have no upper halves,
// so that the lower ones decide. To take half of a local that stays as it is costs an instruction, which only a division is
// worth.
func (w *narrower) halved(i int32) bool {
	first, second := w.inputs[i][0], w.inputs[i][1]
	op := w.code[i].Op
	if op == module.OpI64Eqz || op == module.OpI64ShrU {
		return w.clean(first) && !w.staysWide(first)
	}
	if !w.clean(first) || !w.clean(second) {
		return false
	}
	return op >= module.OpI64DivS && op <= module.OpI64RemU || !w.staysWide(first) && !w.staysWide(second)
}

func (w *narrower) staysWide(v int32) bool {
	return w.code[v].Op == module.OpLocalGet && w.wideLocal(int(v))
}
