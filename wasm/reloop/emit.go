package reloop

import "velocidade/wasm/module"

// emitter writes the nodes of a placed graph as blocks and loops.
// Invariant: at every instruction, open lists the labels in scope, outermost first; a node's label is among them wherever
// an edge to it is written.
type emitter struct {
	*graph
	out    []byte
	open   []label
	broken bool // an edge's label was not in scope; the body is useless
}

// label is a block that ends, or a loop that begins, where a node's code does.
type label struct {
	node int32
	loop bool
}

// frame is a node whose code is written, and how much of what follows it is.
type frame struct{ node, step int32 }

// emit returns the new body, which is the graph's until the next, or false if the graph was not as the stages before have to leave it.
func (g *graph) emit() ([]byte, bool) {
	w := emitter{graph: g, out: append(g.spare.body[:0], g.body[:g.prologue]...), open: g.spare.labels[:0]}
	if g.unwind {
		w.begin(none, false)
	}
	w.tree()
	g.spare.labels = w.open
	w.out = append(w.out, module.OpUnreachable)
	if g.unwind {
		w.out = append(w.out, module.OpEnd, module.OpI32Const, 1)
	}
	w.out = append(w.out, module.OpEnd)
	g.spare.body = w.out
	return w.out, !w.broken
}

func (w *emitter) begin(node int32, loop bool) {
	op := byte(module.OpBlock)
	if loop {
		op = module.OpLoop
	}
	w.out = append(w.out, op, module.TypeVoid)
	if node != none {
		w.nodes[node].label = int32(len(w.open))
	}
	w.open = append(w.open, label{node, loop})
}

func (w *emitter) end() {
	w.out = append(w.out, module.OpEnd)
	w.open = w.open[:len(w.open)-1]
}

func (w *emitter) heads(n int32) bool {
	l := w.nodes[n].loop
	return l != none && w.loops[l].header == n
}

// tree writes the dominator tree from the root down; see place.go for the picture.
func (w *emitter) tree() {
	stack := append(w.spare.frames[:0], frame{w.root, 0})
	w.node(w.root)
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		nd := &w.nodes[top.node]
		inside, step := int32(len(nd.inside)), top.step
		top.step++
		child := int32(none)
		switch {
		case step < inside:
			child = nd.inside[step]
			if !w.nodes[child].fallsIn {
				w.end()
			}
		case step == inside:
			if w.heads(top.node) {
				w.end()
			}
		case step-inside-1 < int32(len(nd.after)):
			child = nd.after[step-inside-1]
			w.end()
		default:
			stack = stack[:len(stack)-1]
		}
		if child != none {
			stack = append(stack, frame{child, 0})
			w.node(child)
		}
	}
	w.spare.frames = stack
}

// node opens the blocks that end where the nodes placed after this one begin, and writes its code.
func (w *emitter) node(n int32) {
	nd := &w.nodes[n]
	for i := len(nd.after) - 1; i >= 0; i-- {
		w.begin(nd.after[i], false)
	}
	if w.heads(n) {
		w.begin(n, true)
	}
	for i := len(nd.inside) - 1; i >= 0; i-- {
		if !w.nodes[nd.inside[i]].fallsIn {
			w.begin(nd.inside[i], false)
		}
	}
	if nd.dispatcher {
		w.dispatch(n)
		return
	}
	for i := nd.first; i < nd.past; i++ {
		p := &w.parts[i]
		switch p.kind {
		case plainCode:
			to := p.to
			// Two negations in a row are none.
			if next := i + 1; next < nd.past && w.parts[next].negated && to > p.from && w.code[to-1].Op == module.OpI32Eqz {
				w.parts[next].negated = false
				to--
			}
			w.out = w.peephole(w.out, w.code[p.from:to])
			// Nor does a comparison of whole numbers need one.
			if next := i + 1; next < nd.past && w.parts[next].negated && to > p.from {
				if opposite := opposites[w.code[to-1].Op]; opposite != 0 {
					w.out[len(w.out)-1] = opposite
					w.parts[next].negated = false
				}
			}
		case jump:
			if p.depth == 0 && w.follows(n, p.target) {
				w.setPC(p.pc)
			} else {
				w.setPC(p.pc)
				w.branch(module.OpBr, p.target, p.depth)
			}
		case branch:
			w.condition(p)
		case unwinding:
			w.out = append(w.out, byte(p.op))
			w.out = module.AppendUnsigned(w.out, uint64(int32(len(w.open)-1)+p.depth))
		}
	}
	if nd.traps {
		w.out = append(w.out, module.OpUnreachable)
	}
}

// follows tells whether control gets to a target by running on from the end of a node.
func (w *emitter) follows(n, target int32) bool {
	if inside := w.nodes[n].inside; len(inside) > 0 && w.nodes[inside[0]].fallsIn {
		return inside[0] == target
	}
	for i := len(w.open) - 1; i >= 0; i-- {
		switch l := w.open[i]; {
		case !l.loop:
			return l.node == target
		case l.node == target:
			return false // back to its beginning
		}
	}
	return false
}

func (w *emitter) setPC(pc int32) {
	if pc != none {
		w.out = append(w.out, module.OpI32Const)
		w.out = module.AppendSigned(w.out, int64(pc))
		w.out = append(w.out, module.OpLocalSet, localPC)
	}
}

// branch writes a br or br_if to a node, from inside of depth blocks.
func (w *emitter) branch(op byte, target, depth int32) {
	w.out = append(w.out, op)
	w.out = module.AppendUnsigned(w.out, w.labelOf(target, depth))
}

func (w *emitter) labelOf(target, depth int32) uint64 {
	at := w.nodes[target].label
	if int(at) >= len(w.open) || w.open[at].node != target {
		w.broken = true
		return 0
	}
	return uint64(int32(len(w.open)) - 1 - at + depth)
}

func (w *emitter) condition(p *part) {
	if p.negated {
		w.out = append(w.out, module.OpI32Eqz)
	}
	if p.pc == none {
		w.branch(module.OpBrIf, p.target, p.depth)
		return
	}
	w.out = append(w.out, module.OpIf, module.TypeVoid)
	w.setPC(p.pc)
	w.branch(module.OpBr, p.target, p.depth+1)
	w.out = append(w.out, module.OpEnd)
}
