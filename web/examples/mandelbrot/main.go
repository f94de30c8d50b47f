// Mandelbrot's set
//
// Rows of a picture, each an input. The rows in the middle take
// longest, so even shares are not even work.
package main

import (
	"strings"

	"velocidade/wasm/measure"
)

const (
	width, height = 64, 24
	limit         = 20_000
)

func main() {
	rows := make([]int, height)
	for i := range rows {
		rows[i] = i
	}
	measure.Each("Mandelbrot's set", rows, draw)
}

// draw gives one row as text: what never leaves the circle is
// marked.
func draw(row int) string {
	var line strings.Builder
	for column := range width {
		c := complex(float64(column)/width*3-2.1, float64(row)/height*2.4-1.2)
		if escapes(c) {
			line.WriteByte('.')
		} else {
			line.WriteByte('#')
		}
	}
	return line.String()
}

func escapes(c complex128) bool {
	z := complex(0, 0)
	for range limit {
		z = z*z + c
		if real(z)*real(z)+imag(z)*imag(z) > 4 {
			return true
		}
	}
	return false
}
