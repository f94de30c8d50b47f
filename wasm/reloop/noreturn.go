package reloop

import (
	"strings"

	"velocidade/wasm/module"
)

// Go writes nothing behind a call that never returns, such as that of runtime.goPanicIndex. As far as an engine can tell,
// control runs on into whatever comes next: a check of bounds seems to lead into the middle of some loop, and the
// function seems to be resumed there. So the functions that never return are found, and nothing goes on behind calls of them.
//
// Their names only say where to look. A function never returns if none of its returns can be reached, from its beginning or
// from where it can be resumed, given that no other of these returns: whichever was to return first could not.

// endings are how the names of functions begin that may be such, without their packages.
var endings = []string{"panic", "goPanic", "gopanic", "throw", "fatal", "Panic", "unreachableMethod"}

// maxEndingRounds is how often what called one that does return after all is looked at again, before none is taken to be such.
const maxEndingRounds = 12

// findEndings adds the functions that never return to program.unwinds.
func (p *program) findEndings() {
	var left []int
	for i, f := range p.functions {
		name := f.Name[strings.LastIndexByte(f.Name, '.')+1:]
		for _, ending := range endings {
			if strings.HasPrefix(name, ending) {
				if s, _ := p.Signature(int64(p.Imported + i)); s == goSignature && !p.unwinds[int64(p.Imported+i)] {
					p.unwinds[int64(p.Imported+i)] = true
					left = append(left, i)
				}
				break
			}
		}
	}
	var g graph
	var f form
	for round, changed := 0, true; changed; round++ {
		changed = false
		kept := left[:0]
		for _, i := range left {
			if round < maxEndingRounds && matchForm(&f, p.Bodies[i]) == "" && g.buildGraph(&f, p, i, true) == "" && !g.returns() {
				kept = append(kept, i)
				continue
			}
			delete(p.unwinds, int64(p.Imported+i))
			changed = true
		}
		left = kept
	}
}

// returns tells whether a function that is cut into nodes may return other than to unwind.
func (g *graph) returns() bool {
	for _, n := range g.list {
		for _, part := range g.partsOf(n) {
			if part.kind != plainCode {
				continue
			}
			for i := part.from; i < part.to; i++ {
				if g.code[i].Op == module.OpReturn && (i == 0 || !g.code[i-1].Is(module.OpI32Const, 1)) {
					return true
				}
			}
		}
	}
	return false
}

// neverReturns tells whether an instruction calls a function that neither returns nor has anybody go on behind the call, as
// who has the stack grow does.
func (p *program) neverReturns(x module.Instruction) bool {
	return x.Op == module.OpCall && p.unwinds[x.Imm] && !p.moreStack[x.Imm]
}
