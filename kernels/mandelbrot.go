package kernels

import (
	"fmt"
)

func init() {
	Register(Kernel{
		Name:    "mandelbrot",
		Title:   "The Mandelbrot set",
		Group:   GroupNumeric,
		Summary: "Iterates z² + c for every pixel and draws which points stay bounded.",
		Doc: `The picture shows the part of the complex plane from −1.5 − i to 0.5 + i. A pixel is black when its ` +
			`point's orbit under z → z² + c stays within distance 2 of the origin for all the iterations. The ` +
			`result is the checksum of the picture as a bitmap of one bit a pixel.

A part is a band of rows; no pixel needs another one. Rows through the middle of the set cost several times those ` +
			`at its edge, so many small bands balance better than a few large ones.

Floating-point arithmetic in registers is what WebAssembly does best: expect nearly native speed, and nearly full ` +
			`speed-up.`,
		Source: "The method and the bitmap: Computer Language Benchmarks Game, mandelbrot, " +
			"https://benchmarksgame-team.pages.debian.net/benchmarksgame/. The MD5 sums at sizes 8 and 504: " +
			"https://github.com/hanabi1224/Programming-Language-Benchmarks, bench/algorithm/mandelbrot. That of " +
			"the default size is our own",
		Size: "iterations",
		Params: []Param{
			{Name: "width", Kind: Int, Label: "Width", Unit: "pixels",
				Doc: "Pixels in a row.", Default: "1000", Min: 1, Max: 8192},
			{Name: "height", Kind: Int, Label: "Height", Unit: "pixels",
				Doc: "Rows.", Default: "1000", Min: 1, Max: 8192},
			{Name: "iterations", Kind: Int, Label: "Iterations", Doc: "Steps after which a point counts as bounded.",
				Default: "200", Min: 1, Max: 10_000},
		},
		Split: func(a Args, _, parts int) []Range { return Even(a.Int("height"), parts) },
		Run:   mandelbrotRun,
		Merge: mandelbrotMerge,
		Want: []Want{
			{"", "P4\n1000 1000\nb4b701e09d678facb66119f3a24153df"},
			{"width=8,height=8,iterations=50", "P4\n8 8\n345a5154c0ca99c0bb0a2c25713771b5"},
			{"width=504,height=504,iterations=50", "P4\n504 504\n15c00e9a39837854b019d7d1c4c04d30"},
		},
	})
}

// mandelbrotRun returns the rows' bitmap: one bit a pixel, the leftmost in the highest bit, rows padded to whole bytes.
func mandelbrotRun(a Args, _ int, _ []byte, r Range) ([]byte, error) {
	width, height, iterations := a.Int("width"), a.Int("height"), a.Int("iterations")
	stride := (width + 7) / 8
	bitmap := make([]byte, (r.Hi-r.Lo)*stride)
	for y := r.Lo; y < r.Hi; y++ {
		row := bitmap[(y-r.Lo)*stride:][:stride]
		ci := 2*float64(y)/float64(height) - 1
		for x := range width {
			cr := 2*float64(x)/float64(width) - 1.5
			if bounded(cr, ci, iterations) {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	return bitmap, nil
}

// bounded tells whether the orbit of c = cr + i·ci stays within distance 2 of the origin for so many iterations.
// The conversions to float64 forbid fused multiply-add, which would move pixels on the machines that have it.
func bounded(cr, ci float64, iterations int64) bool {
	var zr, zi, zr2, zi2 float64
	for range iterations {
		zi = float64(2*zr*zi) + ci
		zr = zr2 - zi2 + cr
		zr2 = float64(zr * zr)
		zi2 = float64(zi * zi)
		if zr2+zi2 > 4 {
			return false
		}
	}
	return true
}

func mandelbrotMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	width, height := a.Int("width"), a.Int("height")
	size := int64(0)
	for _, rows := range partials {
		size += int64(len(rows))
	}
	if want := (width + 7) / 8 * height; size != want {
		return nil, badPartial("%d bytes of picture where %d were expected", size, want)
	}
	return fmt.Appendf(nil, "P4\n%d %d\n%x", width, height, md5Sum(partials...)), nil
}
