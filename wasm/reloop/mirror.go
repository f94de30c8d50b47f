package reloop

// Code that takes a call's place finds its arguments in memory, loads each of them again and again, and keeps what calls might
// change in its frame, where it loads it from after each path that might have called. Where its frame is its own, as no address
// in it is ever computed, locals mirror what lies there: stores go to both, for who looks at the stack; loads are of the local.
// After a call, which few paths have, the locals are loaded anew.

// mirrored is what is known of the frame of a variant.
type mirrored struct {
	known   bool
	touched int64   // of the caller's frame, the bytes from SP on that it may change
	base    int     // the instruction at which its frame is there
	slots   []int64 // the words that have a mirror, by their offsets from SP
	of      []int32 // of each instruction that accesses such a word: its place among them, or none
	args    int64   // the offset from which on words are the caller's
}

// reflect finds out what is known of a variant's frame.
func (p *program) reflect(v *variant) (m mirrored) {
	code := v.code
	inCall := make([]bool, len(code))
	for i := range code {
		if code[i].op == opLocalGet && isCall(code[i:]) {
			for j := range callLength {
				inCall[i+j] = true
			}
		}
	}
	producers, ok := p.frameUses(code)
	if !ok {
		return m
	}
	frame, framed := int64(0), false
	for i, x := range code {
		if inCall[i] {
			continue
		}
		switch {
		case x.op == opCall || x.op == opCallIndirect, x.op == opLoop && !framed && !v.leaf:
			return m
		case x.is(opLocalGet, localSP) && follow(code[i:], opLocalGet, opI32Const, opI32Sub, opLocalTee, opGlobalSet):
			if framed {
				return m
			}
			frame, framed, m.base = code[i+1].imm, true, i+5
		case x.is(opLocalGet, localSP) && follow(code[i:], opLocalGet, opI32Const, opI32Add):
			rest := code[i+3:]
			if follow(rest, opLocalTee) {
				rest = rest[1:]
			}
			if !follow(rest, opGlobalSet, opI32Const, opReturn) {
				return m
			}
		}
	}
	m.args = frame + 8
	type use struct{ loads, stores, others int }
	uses := map[int64]*use{}
	touch := func(word int64) *use {
		if uses[word] == nil {
			uses[word] = &use{}
		}
		return uses[word]
	}
	for i, x := range code {
		if inCall[i] || producers[i] == none {
			continue
		}
		if framed && i < m.base {
			return m
		}
		if x.imm+8 > m.args {
			m.touched = max(m.touched, x.imm+8-m.args)
		}
		switch {
		case x.imm%8 == 0 && x.op == opI64Load:
			touch(x.imm).loads++
		case x.imm%8 == 0 && x.op == opI64Store:
			touch(x.imm).stores++
		default:
			touch(x.imm&^7).others++
			touch((x.imm+width(x.op)-1)&^7).others++
		}
	}
	m.known = true
	if v.leaf {
		return m
	}
	m.of = make([]int32, len(code))
	place := map[int64]int32{}
	for i, x := range code {
		m.of[i] = none
		if inCall[i] || producers[i] == none {
			continue
		}
		u := uses[x.imm&^7]
		if u.others > 0 || u.loads == 0 || u.stores == 0 && (u.loads < 2 || x.imm < m.args) {
			continue
		}
		at, ok := place[x.imm]
		if !ok {
			at = int32(len(m.slots))
			place[x.imm] = at
			m.slots = append(m.slots, x.imm)
		}
		m.of[i] = at
	}
	return m
}

// frameUses gives for each load or store at an offset from SP the instruction that gives SP. It reports false where SP is used
// for anything but that, where it is compared, or changed.
func (p *program) frameUses(code []instruction) ([]int32, bool) {
	uses := make([]int32, len(code))
	var stack []int32
	heights := []int{0}
	for i, x := range code {
		uses[i] = none
		takes, gives := 0, 0
		switch {
		case x.op == opBlock || x.op == opLoop || x.op == opIf:
			if x.imm != typeVoid {
				return nil, false
			}
			if x.op == opIf {
				takes = 1
			}
		case x.op == opElse || x.op == opEnd:
			if len(heights) == 1 {
				return nil, false
			}
			stack = stack[:heights[len(heights)-1]]
			if x.op == opEnd {
				heights = heights[:len(heights)-1]
			}
			continue
		case x.op == opBr || x.op == opUnreachable || x.op == opReturn:
			stack = stack[:heights[len(heights)-1]]
			continue
		case x.op == opBrIf:
			takes = 1
		case x.op == opBrTable:
			return nil, false
		default:
			var ok bool
			if takes, gives, ok = p.stackEffect(x); !ok {
				return nil, false
			}
		}
		for n := takes - 1; n >= 0; n-- {
			if len(stack) == heights[len(heights)-1] {
				break
			}
			from := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !code[from].is(opLocalGet, localSP) {
				continue
			}
			switch {
			case x.op.accesses() && n == 0:
				if x.op <= opLastLoad && int(from) != i-1 {
					return nil, false
				}
				uses[i] = from
			case x.op == opI32LeU || x.op == opI32LtU:
			case (x.op == opI32Add || x.op == opI32Sub) && n == 0 && int(from) == i-2 && code[i-1].op == opI32Const &&
				i+1 < len(code) && (code[i+1].is(opLocalTee, localSP) || code[i+1].is(opGlobalSet, globalSP)):
			default:
				return nil, false
			}
		}
		if x.op.opensBlock() {
			heights = append(heights, len(stack))
		}
		if gives == 1 {
			stack = append(stack, int32(i))
		}
	}
	return uses, true
}

// width is how many bytes a load or store moves.
func width(op opcode) int64 {
	switch op {
	case opI32Load8S, opI32Load8U, opI64Load8S, opI64Load8U, opI32Store8, opI64Store8:
		return 1
	case opI32Load16S, opI32Load16U, opI64Load16S, opI64Load16U, opI32Store16, opI64Store16:
		return 2
	case opI32Load, opI64Load32S, opI64Load32U, opI32Store, opI64Store32:
		return 4
	}
	return 8
}
