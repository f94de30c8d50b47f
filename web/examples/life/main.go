// The game of life
//
// A glider on a ring of cells, printed as it moves.
package main

import (
	"fmt"
	"strings"
)

const size = 8

type field [size][size]bool

func main() {
	var now field
	for _, cell := range [][2]int{{0, 1}, {1, 2}, {2, 0}, {2, 1}, {2, 2}} {
		now[cell[0]][cell[1]] = true
	}
	for generation := range 5 {
		fmt.Printf("generation %d\n%v\n", generation, now)
		now = now.next()
	}
}

func (f field) next() field {
	var after field
	for y := range size {
		for x := range size {
			n := f.neighbours(y, x)
			after[y][x] = n == 3 || n == 2 && f[y][x]
		}
	}
	return after
}

func (f field) neighbours(y, x int) int {
	count := 0
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			if (dy != 0 || dx != 0) && f[(y+dy+size)%size][(x+dx+size)%size] {
				count++
			}
		}
	}
	return count
}

func (f field) String() string {
	var text strings.Builder
	for _, row := range f {
		for _, alive := range row {
			if alive {
				text.WriteString("● ")
			} else {
				text.WriteString("· ")
			}
		}
		text.WriteByte('\n')
	}
	return text.String()
}
