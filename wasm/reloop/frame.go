package reloop

import (
	"cmp"
	"slices"
)

// What is known of a frame: which words of it there are, and that nothing else is done with SP but to access them, call and return.
// Then it is the code's own, as no address in it is ever computed.

// stackFrame is what is known of one.
type stackFrame struct {
	known   bool
	touched int64   // of the caller's frame, the bytes from SP on that it may change
	base    int     // the instruction at which the frame is there
	slots   []slot  // the words that can have a mirror
	of      []int32 // of each instruction that accesses such a word: its place among them, or none
	store   []int32 // of each instruction that gives the address of a store to such a word: the store, or none
	args    int64   // the offset from which on words are the caller's
}

// largestFrame bounds the frames of which anything is known, so that offsets in a few of them are offsets of accesses.
const largestFrame = 1 << 26

// prologueLength is how many instructions of a whole body load SP.
const prologueLength = 2

// slot is a word of a frame whose accesses all see exactly it.
type slot struct {
	offset, width int64 // in bytes; the offset from SP
	loads, stores int   // how many instructions do that
}

// local is the type of a word's mirror.
func (s slot) local() byte {
	if s.width == 8 {
		return typeI64
	}
	return typeI32
}

// find returns the place of a word among the slots, or none.
func (f *stackFrame) find(offset, width int64) int {
	i, ok := slices.BinarySearchFunc(f.slots, offset, func(s slot, offset int64) int { return cmp.Compare(s.offset, offset) })
	if !ok || f.slots[i].width != width {
		return none
	}
	return i
}

// reflect finds out what is known of the frame of code that takes calls' places, or that such code is put into. The latter,
// outermost, has nobody around it who would have to know.
func (p *program) reflect(code []instruction, leaf, outermost bool) (f stackFrame) {
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
		return f
	}
	size, framed := int64(0), false
	for i, x := range code {
		if inCall[i] {
			continue
		}
		switch {
		case x.op == opCall || x.op == opCallIndirect, x.op == opLoop && !framed && !leaf, x.is(opLocalSet, localSP) && i >= prologueLength:
			return f
		case x.is(opLocalGet, localSP) && follow(code[i:], opLocalGet, opI32Const, opI32Sub, opLocalTee, opGlobalSet):
			if framed {
				return f
			}
			size, framed, f.base = code[i+1].imm, true, i+5
			if size < 0 || size > largestFrame {
				return f
			}
		case x.is(opLocalGet, localSP) && follow(code[i:], opLocalGet, opI32Const, opI32Add):
			rest := code[i+3:]
			if follow(rest, opLocalTee) {
				rest = rest[1:]
			}
			if !follow(rest, opGlobalSet, opI32Const, opReturn) {
				return f
			}
		}
	}
	if !framed && outermost {
		f.base = prologueLength
	}
	for i := range f.base {
		if inCall[i] && code[i].op == opCall && !p.unwinds[code[i].imm] {
			return f
		}
	}
	f.args = size + 8
	f.of, f.store = make([]int32, len(code)), make([]int32, len(code))
	accesses := map[[2]int64]*slot{}
	for i, x := range code {
		f.of[i], f.store[i] = none, none
		if inCall[i] || producers[i] == none {
			continue
		}
		if framed && i < f.base || x.imm < f.args && x.imm+width(x.op) > size && !outermost {
			return f // it looks at its return address
		}
		if x.imm+8 > f.args {
			f.touched = max(f.touched, x.imm+8-f.args)
		}
		s := accesses[[2]int64{x.imm, width(x.op)}]
		if s == nil {
			s = &slot{offset: x.imm, width: width(x.op)}
			accesses[[2]int64{x.imm, s.width}] = s
		}
		switch {
		case !x.op.mirrors():
			s.width = 0
		case x.op <= opLastLoad:
			s.loads++
		default:
			s.stores++
		}
	}
	f.choose(accesses)
	for i, x := range code {
		if producers[i] == none || inCall[i] {
			continue
		}
		if at := f.find(x.imm, width(x.op)); at != none {
			f.of[i] = int32(at)
			if x.op > opLastLoad {
				f.store[producers[i]] = int32(i)
			}
		}
	}
	f.known = true
	return f
}

// choose takes for slots the words that no access sees in part, or with others.
func (f *stackFrame) choose(accesses map[[2]int64]*slot) {
	var all [][2]int64
	for key := range accesses {
		all = append(all, key)
	}
	slices.SortFunc(all, func(a, b [2]int64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	past := int64(-1) // of the bytes that any access before sees
	for i, key := range all {
		s, next := accesses[key], int64(frameLimit)
		if i+1 < len(all) {
			next = all[i+1][0]
		}
		if s.width != 0 && s.offset >= past && s.offset+s.width <= next {
			f.slots = append(f.slots, *s)
		}
		past = max(past, key[0]+key[1])
	}
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
			if len(heights) == 1 { // a body's own end
				return uses, i == len(code)-1
			}
			stack = stack[:heights[len(heights)-1]]
			if x.op == opEnd {
				heights = heights[:len(heights)-1]
			}
			continue
		case x.op == opBr || x.op == opBrTable || x.op == opUnreachable || x.op == opReturn:
			stack = stack[:heights[len(heights)-1]]
			continue
		case x.op == opBrIf:
			takes = 1
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

// width is how many bytes a load or store moves, or more.
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

// mirrors tells of a load or store whether a local can stand for the word in memory: an i64 of 8 bytes, or an i32 that is extended by zeros.
func (op opcode) mirrors() bool {
	switch op {
	case opI64Load, opI64Store, opI32Load, opI32Store, opI32Load8U, opI32Store8, opI32Load16U, opI32Store16,
		opI64Load8U, opI64Store8, opI64Load16U, opI64Store16, opI64Load32U, opI64Store32:
		return true
	}
	return false
}

// ofI64 tells of one of those whether the value that it gives or takes is an i64.
func (op opcode) ofI64() bool {
	return op >= opI64Load8S && op <= opI64Load32U || op == opI64Load || op == opI64Store || op >= opI64Store8
}
