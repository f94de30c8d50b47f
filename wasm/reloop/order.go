package reloop

import "slices"

// walk is a depth-first walk's place in a node.
type walk struct{ node, part int32 }

// next returns the next edge of the place, moving it on, or nil at the end of the node.
func (w *walk) next(g *graph) *part {
	for past := g.nodes[w.node].past; w.part < past; {
		p := &g.parts[w.part]
		w.part++
		if p.isEdge() {
			return p
		}
	}
	return nil
}

// findOrder lists the nodes that can be reached from the root in reverse postorder: a node comes after all from which
// it can be reached without going round a loop.
func (g *graph) findOrder() {
	for i := range g.nodes {
		g.nodes[i].order = none
	}
	const seen = 0
	g.list = g.list[:0]
	stack := append(g.spare.walks[:0], walk{g.root, g.nodes[g.root].first})
	g.nodes[g.root].order = seen
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		p := top.next(g)
		if p == nil {
			g.list = append(g.list, top.node)
			stack = stack[:len(stack)-1]
			continue
		}
		if t := &g.nodes[p.target]; t.order == none {
			t.order = seen
			stack = append(stack, walk{p.target, t.first})
		}
	}
	g.spare.walks = stack
	slices.Reverse(g.list)
	for i, n := range g.list {
		g.nodes[n].order = int32(i)
	}
}
