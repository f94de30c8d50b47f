package reloop

// WebAssembly's loops have one entry, their beginning. So must ours: a graph all of whose loops do is called reducible.
// Go's compiler makes few that don't, but a loop around a call can also be entered by resuming there, from the root.
// Such a loop is given a dispatcher for its header:
//
//	root ─────────────┐ PC_B = 5          root ──────┐
//	 │                │                    │         │ PC_B = 5
//	 ▼                ▼                    ▼         ▼
//	head ──▶ call ──▶ (5) back            ┌dispatcher┐◀──────── PC_B := 0
//	 ▲                 │         becomes  │0         │5              │
//	 └─────────────────┘                  ▼          ▼               │
//	                                     head ─▶ call ─▶ (5) back ───┘
//
// The dispatcher reads PC_B: 0 goes to the node that was the natural header, other numbers to the segments that have
// them. Edges that used to go from outside into the middle set PC_B and go to the dispatcher, as do those to the header.
//
// Invariant after this stage: the graph is reducible, and every edge into a dispatcher either comes from a dispatcher,
// with PC_B as that one found it, or sets PC_B to a number that it knows.

// loop is a strongly connected part of the graph, less the headers of the loops around it.
type loop struct {
	header, parent int32 // a node; a loop or none
	depth          int32 // how many loops are around it
}

// minWork is how many visits of a node or edge a function may always take to find its loops; large ones may take
// workFactor times their size. Real nests of loops are never as deep.
const (
	minWork    = 1 << 20
	workFactor = 64
)

// region is a set of nodes in which to look for loops, and the loop around it.
type region struct {
	nodes  []int32
	parent int32
}

// findLoops finds the nest of loops, from outside in: the strongly connected components of a region are its loops; each
// without its header is again a region.
func (g *graph) findLoops() Reason {
	if !g.cyclic() {
		return ""
	}
	f := finder{graph: g, member: g.spare.member[:0], index: g.spare.seen[:0], low: g.spare.low[:0], open: g.spare.open[:0], budget: max(minWork, workFactor*(len(g.nodes)+len(g.parts)))}
	f.grow()
	defer func() { g.spare.member, g.spare.seen, g.spare.low, g.spare.open = f.member, f.index, f.low, f.open }()
	regions := []region{{append([]int32(nil), g.list...), none}}
	for len(regions) > 0 {
		r := regions[len(regions)-1]
		regions = regions[:len(regions)-1]
		for _, component := range f.components(r.nodes) {
			header, reason := f.makeHeader(component)
			if reason != "" {
				return reason
			}
			l := int32(len(g.loops))
			g.loops = append(g.loops, loop{header: header, parent: r.parent})
			if r.parent != none {
				g.loops[l].depth = g.loops[r.parent].depth + 1
			}
			g.nodes[header].loop = l
			rest := component[:0]
			for _, n := range component {
				g.nodes[n].loop = l
				if n != header && n != f.natural {
					rest = append(rest, n)
				}
			}
			if len(rest) > 0 {
				regions = append(regions, region{rest, l})
			}
		}
		if f.budget < 0 {
			return TangledLoops
		}
	}
	return ""
}

// cyclic tells whether there is a loop at all: one has an edge that does not lead forwards.
func (g *graph) cyclic() bool {
	for _, n := range g.list {
		for _, p := range g.partsOf(n) {
			if p.isEdge() && g.nodes[p.target].order <= g.nodes[n].order {
				return true
			}
		}
	}
	return false
}

type finder struct {
	*graph
	budget  int
	natural int32 // node to which the newest loop's header leads at PC_B 0, or the header itself

	round      int32   // number of the present region or component
	member     []int32 // round in which a node was last a member of it
	index, low []int32 // Tarjan's numbers; 0 is unseen
	open       []bool  // on Tarjan's stack
}

func (f *finder) grow() {
	for len(f.member) < len(f.nodes) {
		f.member = append(f.member, 0)
		f.index = append(f.index, 0)
		f.low = append(f.low, 0)
		f.open = append(f.open, false)
	}
}

// enclose makes some nodes the members of a new round.
func (f *finder) enclose(nodes []int32) {
	f.round++
	for _, n := range nodes {
		f.member[n] = f.round
	}
	f.budget -= len(nodes)
}

func (f *finder) within(n int32) bool { return f.member[n] == f.round }

// components returns the strongly connected components of a region that hold a cycle, by Tarjan's algorithm (Depth-first
// search and linear graph algorithms, 1972), with a stack of its own since functions can be deep.
func (f *finder) components(nodes []int32) (found [][]int32) {
	f.enclose(nodes)
	for _, n := range nodes {
		f.index[n] = 0
	}
	count := int32(0)
	path, opened := f.spare.walks[:0], f.spare.opened[:0]
	visit := func(n int32) {
		count++
		f.index[n], f.low[n], f.open[n] = count, count, true
		opened = append(opened, n)
		path = append(path, walk{n, f.nodes[n].first})
	}
	for _, start := range nodes {
		if f.index[start] != 0 {
			continue
		}
		visit(start)
		for len(path) > 0 {
			top := &path[len(path)-1]
			n := top.node
			if p := top.next(f.graph); p != nil {
				f.budget--
				switch t := p.target; {
				case !f.within(t):
				case f.index[t] == 0:
					visit(t)
				case f.open[t]:
					f.low[n] = min(f.low[n], f.index[t])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				up := path[len(path)-1].node
				f.low[up] = min(f.low[up], f.low[n])
			}
			if f.low[n] != f.index[n] {
				continue
			}
			i := len(opened) - 1
			for opened[i] != n {
				i--
			}
			for _, m := range opened[i:] {
				f.open[m] = false
			}
			if len(opened)-i > 1 || f.reachesItself(n) {
				found = append(found, append([]int32(nil), opened[i:]...))
			}
			opened = opened[:i]
		}
	}
	f.spare.walks, f.spare.opened = path, opened
	return found
}

func (f *finder) reachesItself(n int32) bool {
	for _, p := range f.partsOf(n) {
		if p.isEdge() && p.target == n {
			return true
		}
	}
	return false
}

// makeHeader returns the only entry of a component, or gives it a dispatcher for one. It leaves in natural the node
// that heads the loop at PC_B 0.
func (f *finder) makeHeader(component []int32) (int32, Reason) {
	f.enclose(component)
	var entries []int32
	f.natural = none
	falls := false // whether control gets to natural other than by a resume
	for _, n := range component {
		entered, naturally := false, n == f.start
		for e := f.nodes[n].preds; e != none; e = f.parts[e].nextPred {
			f.budget--
			if p := &f.parts[e]; !f.within(p.node) {
				entered = true
				naturally = naturally || !f.nodes[p.node].dispatcher
			}
		}
		if !entered {
			continue
		}
		entries = append(entries, n)
		switch first := f.natural == none || f.nodes[n].order < f.nodes[f.natural].order; {
		case f.natural == f.start: // a call begins with PC_B 0
		case n == f.start || naturally && !falls || naturally == falls && first:
			f.natural, falls = n, naturally
		}
	}
	if len(entries) == 1 {
		return f.natural, ""
	}
	return f.addDispatcher(entries)
}

// addDispatcher makes a dispatcher before the entries of the present component.
func (f *finder) addDispatcher(entries []int32) (int32, Reason) {
	if len(entries) == 0 {
		return none, UnknownForm // unreachable, and so never in the list
	}
	from := int32(len(f.parts))
	d := f.addNode()
	f.nodes[d].dispatcher = true
	for _, n := range entries {
		if f.nodes[n].dispatcher {
			return none, TangledLoops // dispatchers are made from outside in, and entered from their header only
		}
		pc := int32(0)
		if n != f.natural {
			if len(f.pcs[n]) == 0 || f.pcs[n][len(f.pcs[n])-1] == 0 {
				return none, UnknownForm
			}
			pc = f.pcs[n][len(f.pcs[n])-1]
		}
		f.redirect(n, d, pc)
	}
	f.add(part{kind: normal, target: f.natural})
	f.addEntries(entries)
	f.link(from)
	f.grow()
	return d, ""
}

// redirect sends the edges that enter the component at n to the dispatcher d, with PC_B set; those to the natural header
// from inside as well, since they close the loop.
func (f *finder) redirect(n, d, pc int32) {
	kept := int32(none)
	for e := f.nodes[n].preds; e != none; {
		p := &f.parts[e]
		next := p.nextPred
		if n != f.natural && f.within(p.node) {
			p.nextPred, kept = kept, e
		} else {
			p.target = d
			if !f.nodes[p.node].dispatcher {
				p.pc = pc
			}
			p.nextPred, f.nodes[d].preds = f.nodes[d].preds, e
		}
		e = next
	}
	f.nodes[n].preds = kept
}
