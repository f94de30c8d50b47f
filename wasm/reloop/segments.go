package reloop

import (
	"slices"

	"velocidade/wasm/module"
)

// buildGraph cuts the segments of a function into the nodes of a graph.
// Invariants: the operand stack is empty, but for a branch's condition, wherever an edge leaves at depth 0; a node ends
// with a jump, or never reaches its end; nothing after a jump at depth 0 is kept, since it cannot run.
func (g *graph) buildGraph(f *form, p *program, index int, resumed bool) Reason {
	g.reset(f)
	b := builder{graph: g, program: p, pcF: module.FirstFunction + int64(index), at: f.first}
	for s := range f.segments {
		g.addNode()
		b.segment = s
		if reason := b.cut(); reason != "" {
			return reason
		}
	}
	if b.at < f.past {
		return UnknownForm
	}
	g.start = int32(f.segment(0))
	goesOn := int64(p.functions[index].DeferReturn)
	if (goesOn != 0 || b.defers != nil) && !slices.Contains(b.defers, f.segment(goesOn)) {
		return UnknownRecovery
	}
	b.resume(goesOn)
	for _, pc := range b.resumes {
		if pc >= int64(len(f.table)) {
			return UnknownResume
		}
		g.nodes[f.segment(pc)].resumes = resumed
	}
	for n := range f.segments { // a jump to a trap is a trap
		nd := &g.nodes[n]
		if nd.past == nd.first {
			continue
		}
		if last := &g.parts[nd.past-1]; last.kind == jump && last.depth == 0 && g.onlyTraps(last.target) {
			*last = part{kind: plainCode} // of no length
			nd.traps = true
		}
	}
	g.addRoot()
	g.findOrder()
	g.link(0)
	return ""
}

// builder cuts one segment after another out of a function's instructions.
type builder struct {
	*graph
	program *program
	pcF     int64
	at      int // next instruction
	segment int
	resumes []int64
	defers  []int // segments that call runtime.deferreturn

	// Of the present segment:
	from   int // where its plain code begins, or none
	depth  int // blocks open
	height int // of the operand stack outside of blocks
	result int // how many values the outermost open block leaves there
}

func (b *builder) resume(pc int64) {
	if pc != 0 {
		b.resumes = append(b.resumes, pc)
	}
}

// dispatchLabel is the label of $dispatch for a branch at a depth of the present segment: the blocks of the segments
// after this one lie between.
func (b *builder) dispatchLabel(depth int) int64 { return int64(depth + b.segments - 1 - b.segment) }

func (b *builder) unwindLabel(depth int) int64 {
	if b.loop {
		depth++
	}
	return b.dispatchLabel(depth)
}

// jumpAt tells whether the instructions at i set PC_B and go to $dispatch, from a depth.
func (b *builder) jumpAt(i, depth int) bool {
	return b.loop && i+2 < b.past && b.code[i].Op == module.OpI32Const && b.code[i+1].Is(module.OpLocalSet, localPC) &&
		b.code[i+2].Is(module.OpBr, b.dispatchLabel(depth))
}

// edge ends the plain code before instruction b.at and adds an edge to the segment that a jump there names.
func (b *builder) edge(kind partKind, pc int64) {
	b.flush(b.at)
	b.add(part{kind: kind, depth: int32(b.depth), target: int32(b.form.segment(pc)), pc: none})
}

// flush adds the plain code before an instruction.
func (b *builder) flush(past int) {
	if b.from != none && past > b.from {
		b.add(part{kind: plainCode, from: int32(b.from), to: int32(past)})
	}
	b.from = none
}

// cut makes the parts of one segment.
func (b *builder) cut() Reason {
	b.from, b.depth, b.height = none, 0, 0
	last := b.segment == b.segments-1
	for b.at < b.past {
		x := b.code[b.at]
		if x.Op == module.OpEnd && b.depth == 0 {
			if last {
				return UnknownForm
			}
			b.flush(b.at)
			b.at++
			b.add(part{kind: jump, target: int32(b.segment + 1), pc: none})
			return ""
		}
		if x.Op < 256 && (ordinary[x.Op] || x.Op == module.OpLocalGet && x.Imm != localPC) {
			if b.from == none {
				b.from = b.at
			}
			if b.depth == 0 {
				if b.height += int(module.Counts[x.Op].Gives - module.Counts[x.Op].Takes); b.height < 0 {
					return UnknownForm
				}
			}
			b.at++
			continue
		}
		ends, reason := b.instruction(x)
		if reason != "" {
			return reason
		}
		if ends {
			return b.skipDead()
		}
	}
	if !last || b.depth != 0 {
		return UnknownForm
	}
	b.flush(b.past)
	b.nodes[b.segment].traps = true
	return ""
}

// skipDead passes over what follows an instruction after which nothing runs, up to the end of the segment.
func (b *builder) skipDead() Reason {
	depth := 0
	for ; b.at < b.past; b.at++ {
		switch x := b.code[b.at]; {
		case x.Op.OpensBlock():
			depth++
		case x.Op == module.OpEnd && depth > 0:
			depth--
		case x.Op == module.OpEnd:
			if b.segment == b.segments-1 {
				return UnknownForm
			}
			b.at++
			return ""
		}
	}
	if b.segment != b.segments-1 || depth != 0 {
		return UnknownForm
	}
	return ""
}

// instruction takes the instruction at b.at, or the jump that begins there, and tells whether nothing runs after it.
func (b *builder) instruction(x module.Instruction) (ends bool, _ Reason) {
	switch {
	case x.Op == module.OpI32Const && b.jumpAt(b.at, b.depth):
		if b.depth == 0 && b.height != 0 {
			return false, ValuesAcross
		}
		b.edge(jump, x.Imm)
		b.at += 3
		return b.depth == 0, ""
	case x.Is(module.OpIf, module.TypeVoid) && b.jumpAt(b.at+1, b.depth+1) && b.at+4 < b.past && b.code[b.at+4].Op == module.OpEnd:
		if b.depth == 0 && b.height != 1 {
			return false, ValuesAcross
		}
		b.edge(branch, b.code[b.at+1].Imm)
		b.at += 5
		if b.depth == 0 {
			b.height--
		}
		return false, ""
	case x.Op == module.OpBr || x.Op == module.OpBrIf:
		if x.Imm >= int64(b.depth) {
			if !b.unwind || x.Imm != b.unwindLabel(b.depth) {
				return false, UnknownBranch
			}
			b.flush(b.at)
			b.add(part{kind: unwinding, op: x.Op, depth: int32(b.depth)})
			ends := b.depth == 0 && (x.Op == module.OpBr || b.ends())
			b.at++
			if b.depth == 0 && x.Op == module.OpBrIf {
				b.height--
			}
			return ends, ""
		}
	case x.Op == module.OpBrTable:
		return false, UnknownBranch
	case x.Is(module.OpLocalGet, localPC):
		// An indirect call parks its target there: local.set 0; i32.const 0; local.get 0.
		if b.at < b.first+2 || !b.code[b.at-1].Is(module.OpI32Const, 0) || !b.code[b.at-2].Is(module.OpLocalSet, localPC) {
			return false, ReadsPC
		}
	case x.Op == module.OpI64Const && x.Imm>>16 == b.pcF:
		b.returnAddress(x.Imm & 0xffff)
	case x.Is(module.OpCall, b.program.deferring):
		b.defers = append(b.defers, b.segment)
	}
	if b.from == none {
		b.from = b.at
	}
	if reason := b.balance(x); reason != "" {
		return false, reason
	}
	ends = b.depth == 0 && (x.Op == module.OpReturn || x.Op == module.OpUnreachable || b.alwaysPanics())
	b.at++
	if ends {
		b.flush(b.at)
	}
	return ends, ""
}

// ordinary tells of the instructions that are nothing but code wherever they stand.
var ordinary = func() (table [256]bool) {
	for op, c := range module.Counts {
		table[op] = c.Known && op != module.OpLocalGet && op != module.OpI32Const && op != module.OpI64Const
	}
	return table
}()

// returnAddress takes an address that a call leaves on Go's stack, where the function can be resumed. The exception is
// the call of what never returns: it only ever panics, and who recovers goes on at DeferReturn.
func (b *builder) returnAddress(pc int64) {
	if rest := b.code[b.at:b.past]; b.depth == 0 {
		if !follow(rest, module.OpI64Const, module.OpI64Store, module.OpI32Const, module.OpCall) || !b.program.neverReturns(rest[3]) {
			b.resume(pc)
		}
		return
	}
	for _, x := range b.code[b.at:b.past] {
		if x.Op == module.OpCall && !b.program.neverReturns(x) {
			b.resume(pc)
		}
		if x.Op == module.OpCall || x.Op == module.OpEnd {
			return
		}
	}
}

// ends tells whether the branch at b.at, to where the function unwinds, follows a call that never returns.
func (b *builder) ends() bool {
	code := b.code[:b.at]
	n := len(code)
	ends := n >= 3 && code[n-1].Is(module.OpLocalSet, localSP) && code[n-2].Is(module.OpGlobalGet, globalSP) && b.program.neverReturns(code[n-3])
	if ends {
		b.nodes[b.segment].traps = true
	}
	return ends
}

// alwaysPanics tells whether the end at b.at is that of a check for nil of what is always nil, with which Go's runtime ends
// what must not go on.
func (b *builder) alwaysPanics() bool {
	from := b.at - callLength - 3
	if from < b.first || b.code[b.at].Op != module.OpEnd {
		return false
	}
	code := b.code[from:b.at]
	panics := code[0].Is(module.OpI64Const, 0) && follow(code, module.OpI64Const, module.OpI64Eqz, module.OpIf) && code[2].Imm == module.TypeVoid &&
		isCall(code[3:]) && b.program.neverReturns(code[3+callAt])
	if panics {
		b.nodes[b.segment].traps = true
	}
	return panics
}

// balance follows the depth of blocks and, outside of them, the height of the operand stack.
func (b *builder) balance(x module.Instruction) Reason {
	switch {
	case x.Op.OpensBlock():
		if b.depth == 0 {
			if x.Op == module.OpIf {
				b.height--
			}
			b.result = 0
			if x.Imm != module.TypeVoid {
				b.result = 1
			}
		}
		b.depth++
	case x.Op == module.OpEnd:
		b.depth--
		if b.depth == 0 {
			b.height += b.result
		}
	case b.depth == 0:
		takes, gives, ok := b.program.StackEffect(x)
		if !ok {
			return UnknownCode
		}
		b.height += gives - takes
	}
	if b.height < 0 {
		return UnknownForm
	}
	return ""
}
