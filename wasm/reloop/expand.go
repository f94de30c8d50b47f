package reloop

import (
	"slices"

	"velocidade/wasm/module"
)

// expander writes a rewritten body anew, with other functions' code in place of calls (inline.go) and loads and stores in
// place of short moves of memory (bulk.go).
type expander struct {
	program  *program
	inlined  []*variant // of each function: its code for other functions, or nil
	inlining inlining
	rare     bool // whether calls in what takes calls' places are
	code     []module.Instruction
	locals   []byte
	out      []byte
	free     map[byte][]int32 // locals of each type that the functions around the present one leave alone
}

// expand returns a body that does what the one that has been decoded, of function index, does.
func (e *expander) expand(b decoded, index int) decoded {
	e.code, e.locals = b.code, append(e.locals[:0], b.locals...)
	if !e.finds(index) {
		return b
	}
	e.out, e.free = e.out[:0], map[byte][]int32{}
	isHot := hot[e.program.functions[index].Name] != nil
	e.rare = isHot || e.inlining == everywhere && index%2 == 0 // tests see both
	root := scene{body: b.body, code: e.code, around: []int{index}, resumed: none}
	if isHot || e.inlining == everywhere || e.program.recursive[index] {
		e.mirrorWhole(&root)
	}
	e.write(root)
	b.body = append(appendLocals(make([]byte, 0, len(b.body)+len(e.out)), e.locals[1:]), e.out...)
	b.decode()
	return b
}

// finds tells whether there is anything to replace.
func (e *expander) finds(index int) bool {
	moves := e.program.moves[index]
	for i, x := range e.code {
		if moves && (x.Op == module.OpMemoryCopy || x.Op == module.OpMemoryFill) {
			return true
		}
		if x.Op == module.OpCall && i >= callAt && e.callee(e.code[i-callAt:], []int{index}) != nil {
			return true
		}
	}
	return false
}

// scene is code that is being written: a whole body, or what stands for a call.
type scene struct {
	body    []byte
	code    []module.Instruction
	around  []int   // the function that it is from, after those whose code it is in
	locals  []int32 // of each of its locals: the one that holds it now; nil where all stay
	called  *variant
	outer   *scene   // the one with the call that it stands for
	mirrors *mirrors // of the words of its frame; nil where it is not known
	back    int64    // the address to return to from it
	resumed int      // of a whole body, the instruction that comes next where it is taken up again, or none
	leave   uint64   // label of the outermost of the blocks that stand for calls, at the beginning of the code, if there is one
	unwind  uint64   // label of the caller's exit that returns 1, at the beginning of the code
}

// function returns the one that the scene's code is of, by its place among the bodies.
func (s *scene) function() int { return s.around[len(s.around)-1] }

// mirrorWhole finds mirrors for the frame of a whole body, if it is known, and where they are to be loaded if it is taken up again.
func (e *expander) mirrorWhole(s *scene) {
	f := e.program.reflect(s.code, false, true)
	if s.resumed = resumedAt(s.code); f.known && (s.resumed != none || !slices.ContainsFunc(s.code, readsPC)) {
		e.mirror(s, &f, false)
	}
}

// accessMirror writes what takes the place of instruction i, and of those after it, where that is an access to a word with a mirror. It
// reports false where the instruction itself is to be written.
func (e *expander) accessMirror(s scene, i *int) bool {
	x, m := s.code[*i], s.mirrors
	if *i == m.base {
		e.refresh(m, m.args, 0)
	}
	if *i == s.resumed {
		e.refresh(m, 0, 0)
	}
	switch {
	case x.Is(module.OpLocalGet, localSP) && *i+1 < len(s.code) && s.code[*i+1].Op <= module.OpLastLoad && m.accessed(*i+1) != none:
		*i++
		e.load(s, *i)
		return true
	case m.unaddressed(*i):
		return true
	case x.Op >= module.OpFirstStore && m.accessed(*i) != none:
		return e.store(s, *i)
	case x.Op == module.OpLoop:
		s.soil()
	}
	return false
}

// resumedAt returns the instruction that comes first in a body that is taken up again, where it does not come first otherwise; or none.
func resumedAt(code []module.Instruction) int {
	for i := prologueLength; i+1 < len(code); i++ {
		switch {
		case code[i].Op == module.OpBlock:
		case readsPC(code[i]) && code[i+1].Op == module.OpIf:
			return i + 2
		default:
			return none
		}
	}
	return none
}

func readsPC(x module.Instruction) bool { return x.Is(module.OpLocalGet, localPC) }

func (e *expander) write(s scene) {
	depth := uint64(0)
	called := none // where a call is over, after which mirrors are to be loaded
	for i := 0; i < len(s.code); i++ {
		x := s.code[i]
		if i == called {
			if e.rare && s.called != nil {
				e.goOn(s, i, depth)
				i, called = skipDead(s.code, i)-1, none
				continue
			}
			e.refreshAll(s, i)
		}
		if s.mirrors != nil && e.accessMirror(s, &i) {
			continue
		}
		if x.Is(module.OpLocalGet, localSP) && isCall(s.code[i:]) {
			if v := e.callee(s.code[i:], s.around); v != nil {
				e.inline(s, v, i, depth)
				i += callLength - 1
				continue
			}
			e.flush(s, i)
			if !e.program.unwinds[s.code[i+callAt].Imm] {
				called = i + callLength
			}
		}
		switch {
		case (x.Op == module.OpMemoryCopy || x.Op == module.OpMemoryFill) && e.program.moves[s.function()]:
			e.bulk(s, i)
			continue
		case s.called != nil && x.Is(module.OpGlobalSet, globalSP) && follow(s.code[i:], module.OpGlobalSet, module.OpI32Const, module.OpReturn):
			e.leave(s, depth)
			i += 2
			continue
		case s.called != nil && s.called.leaf && x.Is(module.OpLocalTee, localSP):
			e.out = append(e.out, module.OpLocalSet, localSP)
			i++ // global.set
			continue
		case x.Op.OpensBlock():
			depth++
		case x.Op == module.OpEnd:
			depth--
		case x.Op >= module.OpLocalGet && x.Op <= module.OpLocalTee:
			e.local(byte(x.Op), s.name(x.Imm))
			continue
		}
		e.out = append(e.out, s.body[x.Start:x.End()]...)
	}
}

// skipDead returns the instruction that ends the block that instruction i is in.
func skipDead(code []module.Instruction, i int) int {
	for depth := 0; i < len(code); i++ {
		switch {
		case code[i].Op.OpensBlock():
			depth++
		case depth == 0 && (code[i].Op == module.OpEnd || code[i].Op == module.OpElse):
			return i
		case code[i].Op == module.OpEnd:
			depth--
		}
	}
	return i
}

// name returns the local that holds one of the scene's.
func (s *scene) name(local int64) int32 {
	if s.locals == nil {
		return int32(local)
	}
	return s.locals[local]
}

func (e *expander) local(op byte, local int32) {
	e.out = module.AppendUnsigned(append(e.out, op), uint64(local))
}

// temporary returns a local of that type that nothing else uses until it is given back.
func (e *expander) temporary(t byte) int32 {
	if list := e.free[t]; len(list) > 0 {
		e.free[t] = list[:len(list)-1]
		return list[len(list)-1]
	}
	e.locals = append(e.locals, t)
	return int32(len(e.locals) - 1)
}

func (e *expander) giveBack(local int32) {
	t := e.locals[local]
	e.free[t] = append(e.free[t], local)
}
