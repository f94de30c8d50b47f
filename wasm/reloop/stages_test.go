package reloop

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/module"
)

// randomBody makes a function of segments that jump anywhere, fall through, return or call.
func randomBody(random *rand.Rand, segments int) []byte {
	list := make([][]byte, segments)
	for s := range list {
		after := segments - 1 - s
		var b []byte
		for range random.IntN(3) {
			b = code(b, []byte{module.OpLocalGet, localSP}, ifGoTo(random.IntN(segments), after))
		}
		switch random.IntN(5) {
		case 0:
			b = code(b, returnZero)
		case 1:
			b = code(b, goTo(random.IntN(segments), after, 0))
		case 2:
			if after > 0 {
				b = code(b, call(0, s+1, after))
			}
		}
		list[s] = b
	}
	return dispatch(list...)
}

func TestEachStageHoldsWhatItPromisesOnRandomGraphs(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var f form
	var g graph
	for round := range 600 {
		body := randomBody(random, 1+random.IntN(24))
		input := goModule("go1.26", handMade{name: "main.f", body: body})
		m, err := module.Parse(input)
		require.NoError(t, err)
		require.NoError(t, module.Check(input))
		p := newProgram(m, []module.Function{{Name: "main.f"}})
		require.Empty(t, matchForm(&f, body))
		require.Empty(t, g.buildGraph(&f, p, 0, true))
		require.Empty(t, g.findLoops())
		g.findOrder()
		require.True(t, g.findDominators(), "the graph is reducible")
		checkDispatchers(t, &g)
		checkLoops(t, &g)
		checkDominators(t, &g)
		out, stats, err := Rewrite(input, Options{})
		require.NoError(t, err)
		require.Equal(t, 1, stats.Rewritten)
		require.NoError(t, module.Check(out), "round %d", round)
	}
}

// eachEdge calls f for every edge that can be reached.
func eachEdge(g *graph, f func(p *part)) {
	for _, n := range g.list {
		for i := g.nodes[n].first; i < g.nodes[n].past; i++ {
			if g.parts[i].isEdge() {
				f(&g.parts[i])
			}
		}
	}
}

// checkDispatchers: an edge into a dispatcher comes from one, or sets PC_B to a number that it knows.
func checkDispatchers(t *testing.T, g *graph) {
	eachEdge(g, func(p *part) {
		if !g.nodes[p.target].dispatcher || g.nodes[p.node].dispatcher {
			return
		}
		known := p.pc == 0
		for _, e := range g.partsOf(p.target)[1:] {
			known = known || e.pc == p.pc
		}
		assert.True(t, known, "PC_B %d", p.pc)
	})
}

// checkLoops: an edge into a loop from outside goes to its header.
func checkLoops(t *testing.T, g *graph) {
	eachEdge(g, func(p *part) {
		for l := g.nodes[p.target].loop; l != none; l = g.loops[l].parent {
			if g.loops[l].header != p.target {
				assert.True(t, g.inLoop(l, p.node))
			}
		}
	})
}

// checkDominators: without its immediate dominator a node cannot be reached, and no later node is like that.
func checkDominators(t *testing.T, g *graph) {
	without := func(gone int32) map[int32]bool {
		seen := map[int32]bool{gone: true}
		work := []int32{g.root}
		for len(work) > 0 {
			n := work[len(work)-1]
			work = work[:len(work)-1]
			if seen[n] {
				continue
			}
			seen[n] = true
			for _, p := range g.partsOf(n) {
				if p.isEdge() {
					work = append(work, p.target)
				}
			}
		}
		return seen
	}
	for _, d := range g.list {
		reached := without(d)
		for _, n := range g.list {
			if n == d || n == g.root {
				continue
			}
			above := g.nodes[n].idom
			for above != d && above != g.root {
				above = g.nodes[above].idom
			}
			assert.Equal(t, !reached[n], above == d)
		}
	}
}

func TestFunctionsOfAnySizeAreTakenWithoutRecursion(t *testing.T) {
	const n = 40000
	cases := []struct {
		name   string
		make   func(i int) []byte // segment i of n
		loops  int
		reason Reason
	}{
		{"a chain", func(int) []byte { return nil }, 0, ""},
		{"every segment may end it", func(i int) []byte { return code([]byte{module.OpLocalGet, 1}, ifGoTo(n-1, n-1-i)) }, 0, ""},
		{"a loop a segment", func(i int) []byte { return code([]byte{module.OpLocalGet, 1}, ifGoTo(i, n-1-i)) }, n - 1, ""},
		{"one loop that can be resumed anywhere", func(i int) []byte {
			if i == n-2 {
				return goTo(0, 1, 0)
			}
			return call(0, i+1, n-1-i)
		}, 1, ""},
		{"loops in loops, as many as segments", func(i int) []byte {
			if i < n/2 {
				return nil
			}
			return code([]byte{module.OpLocalGet, 1}, ifGoTo(n-1-i, n-1-i))
		}, 0, TangledLoops},
	}
	for _, c := range cases {
		segments := make([][]byte, n)
		for i := range n - 1 {
			segments[i] = c.make(i)
		}
		segments[n-1] = returnZero
		out, stats, err := Rewrite(goModule("go1.26", handMade{name: "main.f", body: dispatch(segments...)}), Options{})
		require.NoError(t, err)
		want := map[Reason]int{}
		if c.reason != "" {
			want[c.reason] = 1
		}
		assert.Equal(t, want, stats.Left, c.name)
		assert.Equal(t, c.loops, stats.Loops, c.name)
		assert.NoError(t, module.Check(out), c.name)
	}
}

func TestADispatcherHasTablesOnlyWhereItsNumbersLieClose(t *testing.T) {
	cases := []struct {
		calls []int // segments that call, of 600
		size  int   // bytes of the body at most
	}{
		{[]int{1, 2, 3, 4}, 160},
		{[]int{1, 2, 3, 500, 501, 599}, 260},
		{[]int{1, 100, 200, 300, 400, 500}, 260},
	}
	for _, c := range cases {
		segments := make([][]byte, 600)
		for _, s := range c.calls {
			segments[s-1] = call(0, s, len(segments)-s)
		}
		segments[599] = returnZero
		out, stats, err := Rewrite(goModule("go1.26", handMade{name: "main.f", body: dispatch(segments...)}), Options{})
		require.NoError(t, err)
		assert.NoError(t, module.Check(out))
		assert.LessOrEqual(t, stats.BytesAfter, c.size, fmt.Sprint(c.calls))
	}
}

func TestMemoryIsZeroBetweenSegments(t *testing.T) {
	m, ok := module.NewMemory([]module.Segment{{Address: 20, Data: []byte{5, 6}}, {Address: 10, Data: []byte{1, 2, 3}}, {Address: 13, Data: []byte{4}}})
	require.True(t, ok)
	p := make([]byte, 14)
	m.Read(9, p)
	assert.Equal(t, []byte{0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 5, 6, 0}, p)
	m.Read(12, p[:2])
	assert.Equal(t, []byte{3, 4}, p[:2])
	_, ok = module.NewMemory([]module.Segment{{Address: 10, Data: []byte{1, 2, 3}}, {Address: 12, Data: []byte{4}}})
	assert.False(t, ok, "segments that overlap")
}

func TestNumbersAreReadAsTheyAreWritten(t *testing.T) {
	for _, v := range []int64{0, 1, 63, 64, 127, 128, 1 << 31, 1<<62 + 5, -1, -64, -65, -1 << 31, -1 << 63} {
		r := module.Reader{Data: module.AppendSigned(nil, v)}
		assert.Equal(t, v, r.S64())
		assert.False(t, r.Bad || r.More())
		if u := uint32(v); int64(u) == v {
			r = module.Reader{Data: module.AppendUnsigned(nil, uint64(u))}
			assert.Equal(t, u, r.U32())
			assert.Equal(t, len(r.Data), module.UnsignedLen(int(u)))
		}
	}
	for _, bad := range [][]byte{nil, {0x80}, {0xff, 0xff, 0xff, 0xff, 0x7f}, {0x80, 0x80, 0x80, 0x80, 0x80, 0}} {
		r := module.Reader{Data: bad}
		r.U32()
		assert.True(t, r.Bad, "%x", bad)
	}
}
