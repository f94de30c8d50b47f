package kernels

import (
	"fmt"
	"strings"
)

func init() {
	Register(Kernel{
		Name:    "binarytrees",
		Title:   "Build and walk binary trees",
		Group:   GroupMemory,
		Summary: "Allocates very many small binary trees, walks each one once and drops it.",
		Doc: `Perfect binary trees of depths 4, 6, 8 and so on are built node by node, walked to count their ` +
			`nodes, and left to the garbage collector. The deeper the trees, the fewer there are, so every depth ` +
			`costs the same. Two large trees come first and last.

A part is a number of bundles of trees; a bundle holds about as many nodes as one tree of the chosen depth. ` +
			`Nothing is shared: every worker has its own heap and its own collector. In the sequential original ` +
			`the long-lived tree stays in memory throughout; here it lives only in the part that builds it.

Allocation and collection are the work. Watch how a collector of one's own for each worker pays.`,
		Source: "Method and the lines for depth 10: Computer Language Benchmarks Game, binary-trees, " +
			"https://benchmarksgame-team.pages.debian.net/benchmarksgame/. The counts are arithmetic: a tree of " +
			"depth d has 2^(d+1) − 1 nodes",
		Size: "depth",
		Params: []Param{{
			Name: "depth", Kind: Int, Label: "Depth",
			Doc:     "Depth of the long-lived tree; the others are at most as deep. Each one more doubles the work.",
			Default: "14", Min: 6, Max: 20,
		}},
		Split: func(a Args, _, parts int) []Range { return Even(2+treeBundles*treeLevels(a), parts) },
		Run:   treesRun,
		Merge: treesMerge,
		Want: []Want{
			{"", "stretch tree of depth 15\t check: 65535\n" +
				"16384\t trees of depth 4\t check: 507904\n4096\t trees of depth 6\t check: 520192\n" +
				"1024\t trees of depth 8\t check: 523264\n256\t trees of depth 10\t check: 524032\n" +
				"64\t trees of depth 12\t check: 524224\n" +
				"16\t trees of depth 14\t check: 524272\nlong lived tree of depth 14\t check: 32767"},
			{"depth=10", "stretch tree of depth 11\t check: 4095\n" +
				"1024\t trees of depth 4\t check: 31744\n256\t trees of depth 6\t check: 32512\n" +
				"64\t trees of depth 8\t check: 32704\n16\t trees of depth 10\t check: 32752\n" +
				"long lived tree of depth 10\t check: 2047"},
		},
	})
}

const (
	treeLeast = 4
	// treeBundles is into how many bundles the trees of one depth go: at the deepest, one or two trees each.
	treeBundles = 16
)

// treeLevels is how many depths there are from treeLeast up to the given one, in steps of two.
func treeLevels(a Args) int64 { return (a.Int("depth")-treeLeast)/2 + 1 }

type tree struct{ left, right *tree }

// newTree builds a perfect tree of 2^(depth+1) − 1 nodes.
func newTree(depth int64) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{newTree(depth - 1), newTree(depth - 1)}
}

// nodes counts the nodes by visiting them all.
func (t *tree) nodes() int64 {
	if t.left == nil {
		return 1
	}
	return 1 + t.left.nodes() + t.right.nodes()
}

// treesRun returns a word for each line of the result, the nodes counted for it. Unit 0 is the stretch tree, unit 1 the
// long-lived one, and then each depth has its bundles.
func treesRun(a Args, _ int, _ []byte, r Range) ([]byte, error) {
	deepest, levels := a.Int("depth"), treeLevels(a)
	check := make([]int64, levels+2)
	for unit := r.Lo; unit < r.Hi; unit++ {
		switch unit {
		case 0:
			check[0] += newTree(deepest + 1).nodes()
		case 1:
			check[levels+1] += newTree(deepest).nodes()
		default:
			level := (unit - 2) / treeBundles
			depth := treeLeast + 2*level
			for range int64(1) << (deepest - depth) {
				check[level+1] += newTree(depth).nodes()
			}
		}
	}
	return putInts(nil, check...), nil
}

func treesMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	deepest, levels := a.Int("depth"), treeLevels(a)
	check, err := sumInts(partials, int(levels)+2)
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "stretch tree of depth %d\t check: %d\n", deepest+1, check[0])
	for level := range levels {
		depth := treeLeast + 2*level
		fmt.Fprintf(&text, "%d\t trees of depth %d\t check: %d\n", treeBundles<<(deepest-depth), depth, check[level+1])
	}
	fmt.Fprintf(&text, "long lived tree of depth %d\t check: %d", deepest, check[levels+1])
	return []byte(text.String()), nil
}
