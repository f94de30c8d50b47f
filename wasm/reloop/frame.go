package reloop

import (
	"cmp"
	"slices"

	"velocidade/wasm/module"
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
		return module.TypeI64
	}
	return module.TypeI32
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
func (p *program) reflect(code []module.Instruction, leaf, outermost bool) (f stackFrame) {
	inCall := make([]bool, len(code))
	for i := range code {
		if code[i].Op == module.OpLocalGet && isCall(code[i:]) {
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
		case x.Op == module.OpCall || x.Op == module.OpCallIndirect, x.Op == module.OpLoop && !framed && !leaf, x.Is(module.OpLocalSet, localSP) && i >= prologueLength:
			return f
		case x.Is(module.OpLocalGet, localSP) && follow(code[i:], module.OpLocalGet, module.OpI32Const, module.OpI32Sub, module.OpLocalTee, module.OpGlobalSet):
			if framed {
				return f
			}
			size, framed, f.base = code[i+1].Imm, true, i+5
			if size < 0 || size > largestFrame {
				return f
			}
		case x.Is(module.OpLocalGet, localSP) && follow(code[i:], module.OpLocalGet, module.OpI32Const, module.OpI32Add):
			rest := code[i+3:]
			if follow(rest, module.OpLocalTee) {
				rest = rest[1:]
			}
			if !follow(rest, module.OpGlobalSet, module.OpI32Const, module.OpReturn) {
				return f
			}
		}
	}
	if !framed && outermost {
		f.base = prologueLength
	}
	for i := range f.base {
		if inCall[i] && code[i].Op == module.OpCall && !p.unwinds[code[i].Imm] {
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
		if framed && i < f.base || x.Imm < f.args && x.Imm+width(x.Op) > size && !outermost {
			return f // it looks at its return address
		}
		if x.Imm+8 > f.args {
			f.touched = max(f.touched, x.Imm+8-f.args)
		}
		s := accesses[[2]int64{x.Imm, width(x.Op)}]
		if s == nil {
			s = &slot{offset: x.Imm, width: width(x.Op)}
			accesses[[2]int64{x.Imm, s.width}] = s
		}
		switch {
		case !hasMirror(x.Op):
			s.width = 0
		case x.Op <= module.OpLastLoad:
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
		if at := f.find(x.Imm, width(x.Op)); at != none {
			f.of[i] = int32(at)
			if x.Op > module.OpLastLoad {
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
func (p *program) frameUses(code []module.Instruction) ([]int32, bool) {
	uses := make([]int32, len(code))
	var stack []int32
	heights := []int{0}
	for i, x := range code {
		uses[i] = none
		takes, gives := 0, 0
		switch {
		case x.Op == module.OpBlock || x.Op == module.OpLoop || x.Op == module.OpIf:
			if x.Imm != module.TypeVoid {
				return nil, false
			}
			if x.Op == module.OpIf {
				takes = 1
			}
		case x.Op == module.OpElse || x.Op == module.OpEnd:
			if len(heights) == 1 { // a body's own end
				return uses, i == len(code)-1
			}
			stack = stack[:heights[len(heights)-1]]
			if x.Op == module.OpEnd {
				heights = heights[:len(heights)-1]
			}
			continue
		case x.Op == module.OpBr || x.Op == module.OpBrTable || x.Op == module.OpUnreachable || x.Op == module.OpReturn:
			stack = stack[:heights[len(heights)-1]]
			continue
		case x.Op == module.OpBrIf:
			takes = 1
		default:
			var ok bool
			if takes, gives, ok = p.StackEffect(x); !ok {
				return nil, false
			}
		}
		for n := takes - 1; n >= 0; n-- {
			if len(stack) == heights[len(heights)-1] {
				break
			}
			from := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !code[from].Is(module.OpLocalGet, localSP) {
				continue
			}
			switch {
			case x.Op.Accesses() && n == 0:
				if x.Op <= module.OpLastLoad && int(from) != i-1 {
					return nil, false
				}
				uses[i] = from
			case x.Op == module.OpI32LeU || x.Op == module.OpI32LtU:
			case (x.Op == module.OpI32Add || x.Op == module.OpI32Sub) && n == 0 && int(from) == i-2 && code[i-1].Op == module.OpI32Const &&
				i+1 < len(code) && (code[i+1].Is(module.OpLocalTee, localSP) || code[i+1].Is(module.OpGlobalSet, globalSP)):
			default:
				return nil, false
			}
		}
		if x.Op.OpensBlock() {
			heights = append(heights, len(stack))
		}
		if gives == 1 {
			stack = append(stack, int32(i))
		}
	}
	return uses, true
}

// width is how many bytes a load or store moves, or more.
func width(op module.Opcode) int64 {
	switch op {
	case module.OpI32Load8S, module.OpI32Load8U, module.OpI64Load8S, module.OpI64Load8U, module.OpI32Store8, module.OpI64Store8:
		return 1
	case module.OpI32Load16S, module.OpI32Load16U, module.OpI64Load16S, module.OpI64Load16U, module.OpI32Store16, module.OpI64Store16:
		return 2
	case module.OpI32Load, module.OpI64Load32S, module.OpI64Load32U, module.OpI32Store, module.OpI64Store32:
		return 4
	}
	return 8
}

// hasMirror tells of a load or store whether a local can stand for the word in memory: an i64 of 8 bytes, or an i32 that is extended by zeros.
func hasMirror(op module.Opcode) bool {
	switch op {
	case module.OpI64Load, module.OpI64Store, module.OpI32Load, module.OpI32Store, module.OpI32Load8U, module.OpI32Store8, module.OpI32Load16U, module.OpI32Store16,
		module.OpI64Load8U, module.OpI64Store8, module.OpI64Load16U, module.OpI64Store16, module.OpI64Load32U, module.OpI64Store32:
		return true
	}
	return false
}

// ofI64 tells of one of those whether the value that it gives or takes is an i64.
func ofI64(op module.Opcode) bool {
	return op >= module.OpI64Load8S && op <= module.OpI64Load32U || op == module.OpI64Load || op == module.OpI64Store || op >= module.OpI64Store8
}
