package kernels

import "fmt"

func init() {
	Register(Kernel{
		Name:    "matmul",
		Title:   "Matrix times matrix",
		Group:   GroupNumeric,
		Summary: "Multiplies two square matrices, tile by tile.",
		Doc: `Both matrices have the entry (i−j)(i+j)/n² in row i and column j. The first line is the element in the middle of their ` +
			`product, the second the sum of all its elements; both have a closed form.

A part is a number of tiles of the product, 64 rows by 64 columns each. A tile needs 64 rows of the left matrix and 64 ` +
			`columns of the right one. It lays them out next to each other first, as matrix libraries do, so that the inner loop reads ` +
			`memory in order. Tiles stay where they were computed: only two numbers of each are sent.

The inner loop is one multiplication and one addition on data in cache, where a native compiler's advantage is largest.`,
		Source: "The matrices and the middle elements −95.583583 for n=1000 and −143.500167 for n=1500: plb by Attractive Chaos, " +
			"https://github.com/attractivechaos/plb, matmul. The sum of all elements is our own: −Σₖ(Σᵢi² − nk²)²/n⁴",
		Params: []Param{{
			Name: "n", Kind: Int, Label: "Size", Unit: "rows", Doc: "Rows and columns of the matrices.",
			Default: "800", Min: 1, Max: 4096,
		}},
		Split: matmulSplit,
		Run:   matmulRun,
		Merge: matmulMerge,
		Want: []Want{
			{"", ""},
			{"n=1", ""},
			{"n=300", ""},
			{"n=1000", ""},
		},
	})
}

// matmulTile is the length of a tile's side: two panels of 64 rows of 1000 numbers fit a core's second-level cache.
const matmulTile = 64

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
	rows, columns := make([]float64, matmulTile*n), make([]float64, matmulTile*n)
	var results []float64
	for t := int(r.Lo); t < int(r.Hi); t++ {
		top, left := t/side*matmulTile, t%side*matmulTile
		packRows(rows, top, n)
		packColumns(columns, left, n)
		sum, middle := 0.0, 0.0
		for i := range min(matmulTile, n-top) {
			row := rows[i*n:][:n]
			// Four columns at a time: one load of the row serves four sums, which need not wait for each other.
			for j := 0; j < min(matmulTile, n-left); j += 4 {
				c := dot4(row, columns[j*n:][:n], columns[(j+1)*n:][:n], columns[(j+2)*n:][:n], columns[(j+3)*n:][:n])
				sum += c[0] + c[1] + c[2] + c[3]
				if k := n/2 - left - j; top+i == n/2 && k >= 0 && k < 4 {
					middle = c[k]
				}
			}
		}
		results = append(results, sum, middle)
	}
	return putFloats(nil, results...), nil
}

// matmulEntry is the element of either matrix in row i and column j.
func matmulEntry(scale float64, i, j int) float64 { return scale * float64(i-j) * float64(i+j) }

// packRows lays out a tile's rows of the left matrix, n numbers each.
func packRows(panel []float64, top, n int) {
	scale := 1 / float64(n) / float64(n)
	for i := range matmulTile {
		row := panel[i*n:][:n]
		for k := range row {
			row[k] = matmulEntry(scale, top+i, k)
		}
	}
}

// packColumns lays out a tile's columns of the right matrix, n numbers each, those beyond the edge as zeros.
func packColumns(panel []float64, left, n int) {
	scale := 1 / float64(n) / float64(n)
	for j := range matmulTile {
		column := panel[j*n:][:n]
		if left+j >= n {
			clear(column)
			continue
		}
		for k := range column {
			column[k] = matmulEntry(scale, k, left+j)
		}
	}
}

// dot4 returns the inner products of a row with four columns of the same length. The conversions to float64 forbid fused
// multiply-add, which would change the last digits on the machines that have it.
func dot4(row, a, b, c, d []float64) (sums [4]float64) {
	// The compiler drops the bounds checks in the loop once it sees equal lengths.
	a, b, c, d = a[:len(row)], b[:len(row)], c[:len(row)], d[:len(row)]
	var sa, sb, sc, sd float64
	for k, x := range row {
		sa += float64(x * a[k])
		sb += float64(x * b[k])
		sc += float64(x * c[k])
		sd += float64(x * d[k])
	}
	return [4]float64{sa, sb, sc, sd}
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
