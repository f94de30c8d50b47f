// Image scales a picture in two ways, turns it, and writes on it (golang.org/x/image).
package main

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/f64"
	"golang.org/x/image/math/fixed"

	"others/work"
)

func main() {
	r := work.NewRandom(7)
	source := image.NewRGBA(image.Rect(0, 0, 480, 320))
	for y := range 320 {
		for x := range 480 {
			source.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8(r.Below(256)), 255})
		}
	}
	parsed := work.Must(opentype.Parse(goregular.TTF))
	var lines []string
	for range 20 {
		lines = append(lines, r.Sentence())
	}
	work.Do(func() ([]byte, error) {
		out := image.NewRGBA(image.Rect(0, 0, 640, 480))
		draw.CatmullRom.Scale(out, out.Bounds(), source, source.Bounds(), draw.Src, nil)
		draw.ApproxBiLinear.Scale(out, image.Rect(0, 0, 320, 240), source, source.Bounds(), draw.Over, nil)
		sin, cos := math.Sincos(0.3)
		draw.BiLinear.Transform(out, f64.Aff3{cos / 2, -sin / 2, 320, sin / 2, cos / 2, 100}, source, source.Bounds(), draw.Over, nil)
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 17, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return nil, err
		}
		pen := font.Drawer{Dst: out, Src: image.White, Face: face}
		for i, line := range lines {
			pen.Dot = fixed.P(8, 22*(i+1))
			pen.DrawString(line)
		}
		return out.Pix, face.Close()
	})
}
