package reloop

// A node is written after its immediate dominator: all jumps to it then come from inside of a block that ends where it
// begins. A node outside of a loop whose dominator is inside is written after the whole loop, so that loops hold nothing
// but what runs again.
//
//	block                    d's children c and e, and x, which is outside of d's loop
//	  loop
//	    block
//	      block
//	        code of d
//	      end
//	      c …
//	    end
//	    e …
//	  end
//	end
//	x …

// place decides, in reverse postorder, where each node is written.
func (g *graph) place() {
	for _, n := range g.list {
		nd := &g.nodes[n]
		nd.inside, nd.after = nd.inside[:0], nd.after[:0]
	}
	for _, n := range g.list[1:] {
		at := g.nodes[n].idom
		l := g.nodes[at].loop
		out := int32(none) // outermost loop of the dominator that does not hold n
		for ; l != none && !g.inLoop(l, n); l = g.loops[l].parent {
			out = l
		}
		if out == none {
			at := &g.nodes[at]
			at.inside = append(at.inside, n)
		} else {
			header := &g.nodes[g.loops[out].header]
			header.after = append(header.after, n)
		}
	}
	for _, n := range g.list {
		g.straighten(n)
	}
}

// straighten makes a node end in a jump to the node written next where it can, and takes away the label of that one if
// nothing else needs it.
func (g *graph) straighten(n int32) {
	nd := &g.nodes[n]
	if nd.dispatcher || len(nd.inside) == 0 || nd.past == nd.first {
		return
	}
	next := nd.inside[0]
	last := &g.parts[nd.past-1]
	if last.kind != jump || last.depth != 0 {
		return
	}
	// if c goto next; goto far  →  if !c goto far; goto next
	if nd.past-nd.first >= 2 && last.target != next {
		b := &g.parts[nd.past-2]
		if b.kind == branch && b.depth == 0 && b.target == next {
			b.target, last.target = last.target, b.target
			b.pc, last.pc = last.pc, b.pc
			b.negated = !b.negated
		}
	}
	if last.target == next && g.forwardEdges(next) == 1 {
		g.nodes[next].fallsIn = true
	}
}

// forwardEdges counts the edges to a node other than those that close its own loop, as far as two. It may go by the
// lists of edges although straighten has swapped targets: both edges come from the same node, and only that is read.
func (g *graph) forwardEdges(n int32) int {
	count := 0
	for e := g.nodes[n].preds; e != none && count < 2; e = g.parts[e].nextPred {
		if g.nodes[g.parts[e].node].order < g.nodes[n].order {
			count++
		}
	}
	return count
}
