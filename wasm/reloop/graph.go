package reloop

import "velocidade/wasm/module"

// The graph has one node for each segment, a root that stands for the call of the function, and later the dispatchers
// that make its loops reducible. Nodes and parts are named by their place in the graph's slices.

// none stands for no node, no part or no number.
const none = -1

type partKind uint8

const (
	plainCode partKind = iota // instructions without a jump out of the node
	jump                      // goes to a node; at depth 0 the last part of its node
	branch                    // takes an i32 from the stack and goes to a node if it is not zero
	unwinding                 // br or br_if to the exit that returns 1
	normal                    // of a dispatcher: where to go when PC_B is 0
	entry                     // of a dispatcher: where to go at one other PC_B
)

// part is a piece of a node. All but plainCode and unwinding are edges of the graph.
type part struct {
	kind     partKind
	negated  bool          // of a branch: goes if the value is zero
	op       module.Opcode // of unwinding: opBr or opBrIf
	depth    int32         // how many blocks of the node's own code are open around it
	from, to int32         // plainCode: its instructions
	node     int32         // edge: the node it belongs to
	target   int32         // edge: the node it goes to
	pc       int32         // jump, branch: PC_B to set before, or none; entry: the PC_B it is for
	nextPred int32         // edge: next in the list of edges to the same target
}

func (p *part) isEdge() bool { return p.kind != plainCode && p.kind != unwinding }

type node struct {
	first, past int32 // parts[first:past]
	preds       int32 // first edge that comes here
	dispatcher  bool
	resumes     bool // execution may begin here, at one of its PCs
	traps       bool // control runs into unreachable at its end

	// Set by the stages after this one; see loops.go, order.go, dominators.go and place.go.
	order       int32 // place in reverse postorder; none if it cannot be reached
	loop        int32 // innermost loop that holds it, or none
	idom        int32
	depth, skip int32
	inside      []int32 // nodes placed inside its loop or block, in order
	after       []int32 // nodes placed after its loop, in order
	fallsIn     bool    // reached only from the end of the node before it: needs no label
	label       int32   // place of its label among the open ones
}

type graph struct {
	*form
	nodes []node
	parts []part
	start int32     // node of segment table[0], where calls begin
	root  int32     // node from which all others are reached
	pcs   [][]int32 // numbers of each segment
	loops []loop
	list  []int32 // nodes that can be reached, in reverse postorder
	spare spare
}

// spare are slices that are of no use between stages, and are used again from function to function.
type spare struct {
	walks             []walk
	member, low, seen []int32
	opened            []int32
	open              []bool
	labels            []label
	frames            []frame
	body              []byte
	entries           []arrival
	targets           []uint64
}

// reset makes it the empty graph of a form, with the memory of the one before.
func (g *graph) reset(f *form) {
	*g = graph{form: f, nodes: g.nodes[:0], parts: g.parts[:0], pcs: g.pcs, loops: g.loops[:0], list: g.list[:0], spare: g.spare}
	for len(g.pcs) < f.segments {
		g.pcs = append(g.pcs, nil)
	}
	for i := range g.pcs {
		g.pcs[i] = g.pcs[i][:0]
	}
	for pc, segment := range f.table {
		g.pcs[segment] = append(g.pcs[segment], int32(pc))
	}
}

func (g *graph) addNode() int32 {
	n := int32(len(g.nodes))
	fresh := node{first: int32(len(g.parts)), past: int32(len(g.parts)), preds: none, order: none, loop: none, idom: none}
	if cap(g.nodes) > len(g.nodes) {
		before := g.nodes[:n+1][n]
		fresh.inside, fresh.after = before.inside[:0], before.after[:0]
	}
	g.nodes = append(g.nodes, fresh)
	return n
}

// add appends a part to the newest node.
func (g *graph) add(p part) {
	p.node = int32(len(g.nodes) - 1)
	g.parts = append(g.parts, p)
	g.nodes[p.node].past = int32(len(g.parts))
}

// partsOf returns the parts of a node; who wants its edges passes over the rest.
func (g *graph) partsOf(n int32) []part { return g.parts[g.nodes[n].first:g.nodes[n].past] }

// link puts the edges that can be reached, of parts[from:], into the lists of their targets.
func (g *graph) link(from int32) {
	for i := from; i < int32(len(g.parts)); i++ {
		if p := &g.parts[i]; p.isEdge() && (g.nodes[p.node].order != none || g.nodes[p.node].dispatcher) {
			p.nextPred = g.nodes[p.target].preds
			g.nodes[p.target].preds = i
		}
	}
}

// onlyTraps tells whether a node does nothing but trap.
func (g *graph) onlyTraps(n int32) bool {
	nd := &g.nodes[n]
	switch {
	case nd.past == nd.first:
		return nd.traps
	case nd.past-nd.first == 1:
		p := &g.parts[nd.first]
		return p.kind == plainCode && p.to-p.from == 1 && g.code[p.from].Op == module.OpUnreachable
	}
	return false
}

// addRoot adds the node where a call of the function begins. A function that can be resumed begins with a dispatcher
// over its resume points, any other PC_B traps; all others begin with a jump to the first segment.
func (g *graph) addRoot() {
	var resumed []int32
	for n := range g.nodes {
		nd := &g.nodes[n]
		nd.resumes = nd.resumes && !g.onlyTraps(int32(n)) // an unlisted PC_B traps just as well
		if nd.resumes && int32(n) != g.start {
			resumed = append(resumed, int32(n))
		}
	}
	g.root = g.addNode()
	if len(resumed) == 0 {
		g.add(part{kind: jump, target: g.start, pc: none})
		return
	}
	g.nodes[g.root].dispatcher = true
	g.add(part{kind: normal, target: g.start})
	g.addEntries(append(resumed, g.start))
}

// addEntries gives the newest node, a dispatcher, an entry for each number but 0 of some segments.
func (g *graph) addEntries(segments []int32) {
	for _, n := range segments {
		for _, pc := range g.pcs[n] {
			if pc != 0 {
				g.add(part{kind: entry, target: n, pc: pc})
			}
		}
	}
}
