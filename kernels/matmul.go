package kernels

import "fmt"

func init() {
	Register(Kernel{
		Name:    "matmul",
		Title:   "Matrix times matrix",
		Group:   GroupNumeric,
		Summary: "Multiplies two square matrices, tile by tile.",
		Doc: `Both matrices have the entry (i−j)(i+j)/n² in row i and column j. The first line is the element in ` +
			`the middle of their product, the second the sum of all its elements; both have a closed form.

A part is a number of tiles of the product, 48 rows by 48 columns each. A tile needs 48 rows of the left matrix ` +
			`and 48 columns of the right one. It lays them out next to each other first, as matrix libraries do, ` +
			`so that the inner loop reads memory in order. Tiles stay where they were computed: only two numbers ` +
			`of each are sent.

The inner loop is one multiplication and one addition on data in cache, where a native compiler's advantage is ` +
			`largest.`,
		Source: "The matrices and the middle elements −95.583583 for n=1000 and −143.500167 for n=1500: plb by " +
			"Attractive Chaos, https://github.com/attractivechaos/plb, matmul. The sum of all elements is our own: " +
			"−Σₖ(Σᵢi² − nk²)²/n⁴",
		Size: "n",
		Params: []Param{{
			Name: "n", Kind: Int, Label: "Size", Unit: "rows", Doc: "Rows and columns of the matrices.",
			Default: "800", Min: 1, Max: 4096,
		}},
		Split: matmulSplit,
		Run:   matmulRun,
		Merge: matmulMerge,
		Want: []Want{
			{"", "-76.416979\nsum of all elements: -45404422.389"},
			{"n=1", "0.000000\nsum of all elements: 0.000"},
			{"n=300", "-28.500833\nsum of all elements: -2384991.833"},
			{"n=1000", "-95.583583\nsum of all elements: -88722194.611"},
		},
	})
}

const (
	matmulTile  = 48  // length of a tile's side
	matmulDepth = 128 // how much of the rows and columns is laid out at a time, so that both stay in a core's cache
)

// A unit is a tile of the product, counted row by row.
func matmulSplit(a Args, _, parts int) []Range {
	side := (a.Int("n") + matmulTile - 1) / matmulTile
	return Even(side*side, parts)
}

// matmulRun returns two numbers for each tile: the sum of its elements, and the middle element of the product where the
// tile holds it, else 0.
func matmulRun(a Args, _ int, _ []byte, r Range) ([]byte, error) {
	n := int(a.Int("n"))
	side := (n + matmulTile - 1) / matmulTile
	var results []float64
	for unit := int(r.Lo); unit < int(r.Hi); unit++ {
		top, left := unit/side*matmulTile, unit%side*matmulTile
		tile := multiplyTile(n, top, left)
		height, width := min(matmulTile, n-top), min(matmulTile, n-left)
		sum, middle := 0.0, 0.0
		for _, row := range tile[:height] {
			for _, x := range row[:width] {
				sum += x
			}
		}
		if i, j := n/2-top, n/2-left; i >= 0 && i < matmulTile && j >= 0 && j < matmulTile {
			middle = tile[i][j]
		}
		results = append(results, sum, middle)
	}
	return putFloats(nil, results...), nil
}

// multiplyTile returns the tile of the product that begins at row top and column left.
func multiplyTile(n, top, left int) *[matmulTile][matmulTile]float64 {
	var tile [matmulTile][matmulTile]float64
	// Two rows by three columns at a time: five loads serve six sums, which need not wait for each other. What lies beyond
	// the matrix gives sums that nobody looks at.
	var rows [matmulTile / 2][matmulDepth][2]float64
	var columns [matmulTile / 3][matmulDepth][3]float64
	scale := 1 / float64(n) / float64(n)
	entry := func(i, j int) float64 { return scale * float64((i-j)*(i+j)) } // of either matrix
	height, width := min(matmulTile, n-top), min(matmulTile, n-left)
	for first := 0; first < n; first += matmulDepth {
		depth := min(matmulDepth, n-first)
		for i := range (height + 1) / 2 {
			row := top + 2*i
			for k := range depth {
				rows[i][k] = [2]float64{entry(row, first+k), entry(row+1, first+k)}
			}
		}
		for j := range (width + 2) / 3 {
			column := left + 3*j
			for k := range depth {
				columns[j][k] = [3]float64{entry(first+k, column), entry(first+k, column+1), entry(first+k, column+2)}
			}
		}
		for i := range (height + 1) / 2 {
			for j := range (width + 2) / 3 {
				a, b, c, d, e, f := dot2x3(rows[i][:depth], columns[j][:depth])
				upper, lower := tile[2*i][3*j:3*j+3], tile[2*i+1][3*j:3*j+3]
				upper[0] += a
				upper[1] += b
				upper[2] += c
				lower[0] += d
				lower[1] += e
				lower[2] += f
			}
		}
	}
	return &tile
}

// dot2x3 returns the inner products of two rows, x and y, with three columns, a, b and c, of the same length. The conversions
// to float64 forbid fused multiply-add, which would change the last digits on the machines that have it. Inlined, it would
// share its caller's registers and run at half the speed.
//
//go:noinline
func dot2x3(rows [][2]float64, columns [][3]float64) (xa, xb, xc, ya, yb, yc float64) {
	columns = columns[:len(rows)] // so that the compiler needs no bounds checks in the loop
	for k := range rows {
		row, column := &rows[k], &columns[k]
		x, y := row[0], row[1]
		xa += float64(x * column[0])
		ya += float64(y * column[0])
		xb += float64(x * column[1])
		yb += float64(y * column[1])
		xc += float64(x * column[2])
		yc += float64(y * column[2])
	}
	return xa, xb, xc, ya, yb, yc
}

func matmulMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	tiles := matmulSplit(a, 0, 1)[0].Hi
	sum, middle, count := 0.0, 0.0, int64(0)
	for _, b := range partials {
		results, err := getFloats(b)
		if err != nil {
			return nil, err
		}
		if len(results)%2 != 0 {
			return nil, badPartial("%d numbers where two for each tile were expected", len(results))
		}
		for i := 0; i < len(results); i += 2 {
			sum += results[i]
			middle += results[i+1]
			count++
		}
	}
	if count != tiles {
		return nil, badPartial("%d tiles where %d were expected", count, tiles)
	}
	return fmt.Appendf(nil, "%.6f\nsum of all elements: %.3f", middle, sum), nil
}
