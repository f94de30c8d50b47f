package reloop

// findDominators finds the immediate dominator of every node: the last node through which all paths from the root to it
// go. The graph is reducible, so edges that lead back, to the header of a loop, do not matter, and one pass in reverse
// postorder is enough: a node's dominator is the nearest common ancestor, in the tree made so far, of its predecessors.
//
// It reports false on an edge that leads back anywhere else, which findLoops leaves none of.
func (g *graph) findDominators() bool {
	root := &g.nodes[g.root]
	root.idom, root.skip, root.depth = g.root, g.root, 0
	for _, n := range g.list[1:] {
		nd := &g.nodes[n]
		dominator := int32(none)
		for e := nd.preds; e != none; e = g.parts[e].nextPred {
			from := g.parts[e].node
			if g.nodes[from].order >= nd.order {
				if nd.loop == none || g.loops[nd.loop].header != n || !g.inLoop(nd.loop, from) {
					return false
				}
				continue
			}
			if dominator == none {
				dominator = from
			} else {
				dominator = g.commonAncestor(dominator, from)
			}
		}
		if dominator == none {
			return false
		}
		g.hang(n, dominator)
	}
	return true
}

// hang puts a node under its dominator. Beside the parent each node keeps one ancestor further up, at distances that let
// any ancestor be found in a logarithmic number of steps (Myers, An applicative random-access stack, 1983).
func (g *graph) hang(n, dominator int32) {
	nd, up := &g.nodes[n], &g.nodes[dominator]
	nd.idom, nd.depth, nd.skip = dominator, up.depth+1, dominator
	far := &g.nodes[up.skip]
	if up.depth-far.depth == far.depth-g.nodes[far.skip].depth {
		nd.skip = far.skip
	}
}

func (g *graph) commonAncestor(a, b int32) int32 {
	if g.nodes[a].depth < g.nodes[b].depth {
		a, b = b, a
	}
	for depth := g.nodes[b].depth; g.nodes[a].depth > depth; {
		if g.nodes[g.nodes[a].skip].depth >= depth {
			a = g.nodes[a].skip
		} else {
			a = g.nodes[a].idom
		}
	}
	for a != b {
		// Nodes at the same depth skip to the same depth.
		if g.nodes[a].skip != g.nodes[b].skip {
			a, b = g.nodes[a].skip, g.nodes[b].skip
		} else {
			a, b = g.nodes[a].idom, g.nodes[b].idom
		}
	}
	return a
}

// inLoop tells whether a loop holds a node, in itself or in a loop inside it.
func (g *graph) inLoop(l, n int32) bool {
	in := g.nodes[n].loop
	for in != none && g.loops[in].depth > g.loops[l].depth {
		in = g.loops[in].parent
	}
	return in == l
}
