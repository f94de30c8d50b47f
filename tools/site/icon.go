package site

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// drawIcon draws the mark of the page, the ideal line over its axis, in a square that may be cut to a circle.
func drawIcon(size int) ([]byte, error) {
	ground, axis, line := color.RGBA{0xf5, 0xf6, 0xf6, 0xff}, color.RGBA{0x84, 0x8e, 0x94, 0xff}, color.RGBA{0xbd, 0x3f, 0x0a, 0xff}
	picture := image.NewRGBA(image.Rect(0, 0, size, size))
	unit := float64(size) / 16
	for y := range size {
		for x := range size {
			px, py := (float64(x)+0.5)/unit, (float64(y)+0.5)/unit
			c := ground
			c = over(c, axis, within(px, py, 4, 12, 12, 12, 0.55, unit))
			c = over(c, line, within(px, py, 4, 12, 12, 4, 0.75, unit))
			picture.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, picture)
	return out.Bytes(), err
}

// within tells how much of a pixel lies within a distance of the line from a to b; unit is the pixels of one measure.
func within(px, py, ax, ay, bx, by, distance, unit float64) float64 {
	dx, dy := bx-ax, by-ay
	t := min(max(((px-ax)*dx+(py-ay)*dy)/(dx*dx+dy*dy), 0), 1)
	return min(max((distance-math.Hypot(px-ax-t*dx, py-ay-t*dy))*unit+0.5, 0), 1)
}

func over(below, above color.RGBA, share float64) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-share) + float64(b)*share)) }
	return color.RGBA{mix(below.R, above.R), mix(below.G, above.G), mix(below.B, above.B), 0xff}
}
