package reloop

import (
	"slices"

	"velocidade/wasm/module"
)

// A call costs Go's WebAssembly more than it costs native code: SP goes through its global there and back, and what the
// caller has just stored is loaded again at once. So where it pays, the callee's code takes the call's place.
//
// The frame of the callee lies where it would have lain, with the return address above it, before whatever somebody may look at it
// (mirror.go). A callee that is put aside leaves through the caller's exit, and is taken up again as the function that it also still is,
// from its return addresses, which name that one.
//
//	SP := SP − 8; [SP] := return address     SP := SP − 8; [SP] := return address
//	call f; SP := global                     block
//	br_if $unwind                     →        code of f, entered at 0; return 0 becomes br out of the block,
//	                                           return 1 becomes br $unwind
//	                                         end
//
// A callee that calls nothing can neither be put aside nor seen in a trace of the stack. It needs no return address.

// variant is a function's code as it takes a call's place: without its prologue, and entered at PC_B 0 only.
type variant struct {
	body     []byte
	code     []module.Instruction
	locals   []byte // types of its locals
	unwinds  bool   // the code ends where the stack is to be unwound
	leaf     bool   // it calls nothing and has no frame
	straight bool   // it returns at its end only
	frame    stackFrame
}

// The instructions of a call, and the place of the call itself among them.
const (
	callLength = 13
	callAt     = 9
	backAt     = 6 // the address to return to
)

// maxInside bounds how deeply calls in code that stands for a call are replaced in their turn.
const maxInside = 4

// callee returns the code that takes the place of the call with which code begins, or nil. Around are the functions
// whose code that call is in: none is put into itself, but once.
func (e *expander) callee(code []module.Instruction, around []int) *variant {
	if len(code) < callLength || !isCall(code) || len(around) > maxInside {
		return nil
	}
	index := int(code[callAt].Imm) - e.program.Imported
	if index < 0 || index >= len(e.inlined) || slices.Contains(around, index) && (len(around) > 1 || !e.program.recursive[index]) {
		return nil
	}
	if v := e.inlined[index]; v != nil && e.worthwhile(around[0], index, v) {
		return v
	}
	return nil
}

// isCall tells whether code begins with a call as Go makes it, after which the stack may be unwound.
func isCall(code []module.Instruction) bool {
	return follow(code, module.OpLocalGet, module.OpI32Const, module.OpI32Sub, module.OpLocalTee, module.OpGlobalSet, module.OpLocalGet, module.OpI64Const, module.OpI64Store,
		module.OpI32Const, module.OpCall, module.OpGlobalGet, module.OpLocalSet, module.OpBrIf) &&
		code[0].Imm == localSP && code[1].Imm == 8 && code[3].Imm == localSP && code[4].Imm == globalSP && code[5].Imm == localSP &&
		code[7].Imm == 0 && code[8].Imm == 0 && code[10].Imm == globalSP && code[11].Imm == localSP
}

// inline writes v, which takes the place of the call at i, inside of depth blocks.
func (e *expander) inline(s scene, v *variant, i int, depth uint64) {
	call := s.code[i : i+callLength]
	in := scene{body: v.body, code: v.code, called: v, outer: &s, resumed: none, unwind: uint64(call[callLength-1].Imm), back: call[backAt].Imm}
	in.around = append(slices.Clone(s.around), int(call[callAt].Imm)-e.program.Imported)
	in.locals = []int32{localPC, localSP}
	for _, t := range v.locals[2:] {
		in.locals = append(in.locals, e.temporary(t))
	}
	var own []int // the mirrors of the scene that the callee knows nothing of, where it may look
	if v.frame.known && !(v.leaf && s.mirrors == nil) {
		e.mirror(&in, &v.frame, v.leaf)
		if s.mirrors != nil {
			own = s.mirrors.besides(in.mirrors)
		}
		for _, k := range own {
			if s.mirrors.dirty[k] {
				e.flushOne(s.mirrors, k, 0)
			}
			s.mirrors.lent[k] = true
		}
	} else {
		e.flush(s, i)
	}
	switch {
	case v.leaf:
		e.out = append(e.out, module.OpLocalGet, localSP, module.OpI32Const, 8, module.OpI32Sub, module.OpLocalSet, localSP)
	case v.frame.known: // the address to return to is stored before calls
		e.out = append(e.out, s.body[call[0].Start:call[backAt-1].Start]...)
	default:
		e.out = append(e.out, s.body[call[0].Start:call[callAt-1].Start]...)
	}
	if !v.straight {
		e.out = append(e.out, module.OpBlock, module.TypeVoid)
		in.unwind++
		in.leave++
	}
	if in.leave += depth + s.leave; s.called == nil {
		in.leave = 0
	}
	e.write(in)
	if v.unwinds {
		e.out = module.AppendUnsigned(append(e.out, module.OpBr), in.unwind)
	}
	if !v.straight {
		e.out = append(e.out, module.OpEnd)
	}
	for _, local := range in.locals[2:] {
		e.giveBack(local)
	}
	if in.mirrors == nil {
		e.refreshAll(s, i)
		return
	}
	e.giveBackMirrors(in.mirrors)
	for _, k := range own { // the results, if they lie where anything is mirrored
		e.refreshOne(s.mirrors, k, 0)
		s.mirrors.lent[k] = false
	}
}

// leave writes a return of 0, from inside of depth blocks. What is to be SP is on the operand stack.
func (e *expander) leave(s scene, depth uint64) {
	if s.called.leaf {
		e.out = append(e.out, module.OpLocalSet, localSP)
	} else {
		e.out = append(e.out, module.OpLocalTee, localSP, module.OpGlobalSet, globalSP)
	}
	if !s.called.straight {
		e.out = module.AppendUnsigned(append(e.out, module.OpBr), depth)
	}
}

// newVariant makes what takes the place of calls of a function from its body, which is entered at PC_B 0 only. It returns
// nil where the body does anything with SP but what Go's compiler does, or with the goroutine in question.
func (p *program) newVariant(body []byte) *variant {
	r := module.Reader{Data: body}
	v := &variant{body: body, locals: localTypes([]byte{module.TypeI32}, &r), leaf: true}
	code, ok := module.Decode(nil, body, r.Pos)
	if !ok || r.Bad || len(code) < 4 || !code[0].Is(module.OpGlobalGet, globalSP) || !code[1].Is(module.OpLocalSet, localSP) {
		return nil
	}
	code = code[2 : len(code)-1] // without the end
	if n := len(code); code[n-1].Is(module.OpI32Const, 1) {
		v.unwinds, code = true, code[:n-1]
	}
	returns := 0
	for i, x := range code {
		after := code[i+1:]
		switch {
		case x.Op == module.OpCall || x.Op == module.OpCallIndirect:
			v.leaf = false
		case x.Op >= module.OpLocalGet && x.Op <= module.OpLocalTee && x.Imm >= int64(len(v.locals)):
			return nil
		case x.Op == module.OpBrTable || x.Op == module.OpMemoryGrow || x.Op == module.OpI32Const && i == len(code)-1:
			return nil
		case x.Is(module.OpLocalTee, localSP):
			v.leaf = false // it has a frame, and might look at its return address
			if !follow(after, module.OpGlobalSet) || after[0].Imm != globalSP {
				return nil
			}
		case x.Is(module.OpLocalSet, localSP):
			if i == 0 || !code[i-1].Is(module.OpGlobalGet, globalSP) {
				return nil
			}
		case x.Is(module.OpGlobalGet, globalSP):
			if !follow(after, module.OpLocalSet) || after[0].Imm != localSP {
				return nil
			}
		case x.Is(module.OpGlobalSet, globalSP):
			if i == 0 || !code[i-1].Is(module.OpLocalTee, localSP) && !(code[i-1].Op == module.OpI32Add && follow(after, module.OpI32Const, module.OpReturn)) {
				return nil
			}
		case x.Is(module.OpGlobalSet, globalG):
			return nil
		case x.Op == module.OpReturn:
			if returns++; i < 2 || !code[i-1].Is(module.OpI32Const, 0) || !code[i-2].Is(module.OpGlobalSet, globalSP) {
				return nil
			}
		}
	}
	n := len(code)
	calls := slices.ContainsFunc(code, func(x module.Instruction) bool { return x.Op == module.OpCall || x.Op == module.OpCallIndirect })
	if returns == 1 && !v.unwinds && !calls && n >= 2 && code[n-1].Op == module.OpUnreachable && code[n-2].Op == module.OpReturn && p.leavesOne(code[:n-2]) {
		v.straight, code = true, code[:n-1]
	}
	v.code = code
	v.frame = p.reflect(code, v.leaf, false)
	return v
}

// leavesOne tells whether code leaves one value on the operand stack. Go's never leaves more for a return to take away.
func (p *program) leavesOne(code []module.Instruction) bool {
	height, depth := 0, 0
	for _, x := range code {
		switch {
		case x.Op.OpensBlock():
			if x.Imm != module.TypeVoid {
				return false
			}
			if x.Op == module.OpIf && depth == 0 {
				height--
			}
			depth++
		case x.Op == module.OpEnd:
			depth--
		case depth == 0:
			takes, gives, ok := p.StackEffect(x)
			if !ok {
				return false
			}
			height += gives - takes
		}
	}
	return height == 1
}

// hot is a function in which most programs spend much time, and those whose code it takes in: what the allocation of a
// small object with pointers goes through, while the collector marks as well, and what a type assertion to an interface does, for
// which Go keeps no cache on WebAssembly. What is called then is called rarely. (The same for all other allocations makes modules
// 0.7 % larger.)
var hot = map[string]map[string]bool{
	"runtime.newobject": {
		"runtime.mallocgc": true, "runtime.mallocgcSmallScanNoHeader": true, "runtime.(*mspan).writeHeapBitsSmall": true,
		"runtime.memclrNoHeapPointers": true, "runtime.gcmarknewobject": true, "internal/runtime/atomic.Or8": true,
		"runtime.deductAssistCredit": true,
	},
	"runtime.getitab": {"runtime.(*itabTableType).find": true, "internal/runtime/atomic.Loadp": true},
	"runtime.tryDeferToSpanScan": {
		"internal/runtime/atomic.Load8": true, "internal/runtime/atomic.Or8": true, "runtime.(*spanInlineMarkBits).tryAcquire": true,
	},
}

// longestLeaf is how many bytes of code a function may have that calls nothing and takes the place of all calls of it: about
// as many as the calls take. The runtime's barriers, locks and atomic operations are of that kind.
const longestLeaf = 20

// inlining is where calls are replaced: where it pays or, for tests, wherever it can be done.
type inlining int

const (
	wherePaying inlining = iota
	everywhere
)

const longestAnywhere = 300 // bytes of a function that takes the place of calls everywhere

// longestRecursive is how many bytes a function may have that calls itself and takes itself in, once. Half of the calls that walk a
// tree are of its leaves, and need nothing of what calls cost then.
const longestRecursive = 400

// longestCandidate is how many bytes a function may have before it is rewritten whose code may take the place of calls. Of
// those of Go's releases that do, the longest has half as many.
const longestCandidate = 100

// candidate tells, before a function is rewritten, whether its code may take the place of calls.
func (p *program) candidate(index int, how inlining) bool {
	return how == everywhere || len(p.Bodies[index]) <= longestCandidate || p.taken[index] || p.recursive[index]
}

// wanted tells the same of one that has become this body.
func (p *program) wanted(index int, body []byte, how inlining) bool {
	if how == everywhere {
		return len(body) <= longestAnywhere
	}
	return p.taken[index] || p.recursive[index] && len(body) <= longestRecursive || len(body) <= 3*longestLeaf // with its declarations and its way back
}

// worthwhile tells whether a function's code is to take the place of calls of it in what becomes of another.
func (e *expander) worthwhile(root, index int, v *variant) bool {
	if v.leaf && v.straight && int(v.code[len(v.code)-1].End()-v.code[0].Start) <= longestLeaf {
		return true
	}
	if root == index {
		return v.frame.known
	}
	functions := e.program.functions
	return e.inlining == everywhere || hot[functions[root].Name][functions[index].Name]
}
