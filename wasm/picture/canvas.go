package picture

import (
	_ "embed"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// The page's own face, as its npm package has it for browsers; its licence stands beside the files.
var (
	//go:embed fonts/b612-latin-400-normal.woff
	regularWOFF []byte
	//go:embed fonts/b612-latin-700-normal.woff
	boldWOFF []byte
)

// canvas is a picture being drawn. Distances are pixels from the top left corner.
type canvas struct {
	image *image.RGBA
	fonts *fonts
}

// fonts makes faces of any size. A face is not safe for several goroutines, so each canvas has its own.
type fonts struct {
	sources [2]*opentype.Font
	faces   map[faceKey]font.Face
}

type faceKey struct {
	bold bool
	size float64
}

var parsedFonts = sync.OnceValues(func() (sources [2]*opentype.Font, err error) {
	for i, woff := range [][]byte{regularWOFF, boldWOFF} {
		data, err := sfnt(woff)
		if err != nil {
			return sources, err
		}
		if sources[i], err = opentype.Parse(data); err != nil {
			return sources, err
		}
	}
	return sources, nil
})

func newCanvas(width, height int, ground color.Color) (*canvas, error) {
	sources, err := parsedFonts()
	if err != nil {
		return nil, err
	}
	c := &canvas{image.NewRGBA(image.Rect(0, 0, width, height)), &fonts{sources, map[faceKey]font.Face{}}}
	draw.Draw(c.image, c.image.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	return c, nil
}

func (c *canvas) face(bold bool, size float64) (font.Face, error) {
	key := faceKey{bold, size}
	if face := c.fonts.faces[key]; face != nil {
		return face, nil
	}
	source := c.fonts.sources[0]
	if bold {
		source = c.fonts.sources[1]
	}
	face, err := opentype.NewFace(source, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("picture: a face of %g pixels: %w", size, err)
	}
	c.fonts.faces[key] = face
	return face, nil
}

// style is how a text is set; anchor tells which part of it stands at x: 0 its left end, 0.5 its middle, 1 its right end.
type style struct {
	bold   bool
	size   float64
	ink    color.Color
	anchor float64
}

// text sets a line with its baseline at y, and gives its width.
func (c *canvas) text(s string, x, y float64, look style) (float64, error) {
	face, err := c.face(look.bold, look.size)
	if err != nil {
		return 0, err
	}
	s = settable(s)
	width := float64(font.MeasureString(face, s)) / 64
	d := font.Drawer{Dst: c.image, Src: image.NewUniform(look.ink), Face: face,
		Dot: fixed.Point26_6{X: fixed.Int26_6(math.Round((x - look.anchor*width) * 64)), Y: fixed.Int26_6(math.Round(y * 64))}}
	d.DrawString(s)
	return width, nil
}

func (c *canvas) width(s string, look style) (float64, error) {
	face, err := c.face(look.bold, look.size)
	if err != nil {
		return 0, err
	}
	return float64(font.MeasureString(face, settable(s))) / 64, nil
}

// settable replaces what the face has no sign for, though it could be set: spaces of other widths, and what only joins.
func settable(s string) string {
	return strings.NewReplacer("\u202f", "\u00a0", "\u2009", " ", "\u2060", "", "\u2011", "-", "−", "-", "≥", ">=", "≤", "<=").Replace(s)
}

// lines breaks a text between words so that no line is wider than that; past the last line it ends with an ellipsis.
func (c *canvas) lines(s string, look style, width float64, most int) ([]string, error) {
	var lines []string
	line := ""
	for _, word := range strings.Fields(strings.ReplaceAll(s, "\u202f", "\u00a0")) {
		longer := strings.TrimSpace(line + " " + word)
		w, err := c.width(longer, look)
		if err != nil {
			return nil, err
		}
		if w <= width || line == "" {
			line = longer
			continue
		}
		lines, line = append(lines, line), word
	}
	lines = append(lines, line)
	cut := len(lines) > most
	lines = lines[:min(len(lines), most)]
	for i, line := range lines {
		fitted, err := c.fit(line, look, width, cut && i == most-1)
		if err != nil {
			return nil, err
		}
		lines[i] = fitted
	}
	return lines, nil
}

// fit shortens a text until it fits, and says so by an ellipsis.
func (c *canvas) fit(s string, look style, width float64, cut bool) (string, error) {
	runes := []rune(s)
	for {
		shown := string(runes)
		if cut {
			shown = strings.TrimRight(shown, " ,;(") + "…"
		}
		w, err := c.width(shown, look)
		if err != nil || w <= width || len(runes) == 0 {
			return shown, err
		}
		cut, runes = true, runes[:len(runes)-1-len(runes)/64]
	}
}

// rect fills a rectangle; edges between pixels are drawn as such.
func (c *canvas) rect(x, y, width, height float64, ink color.Color) {
	c.fill([][2]float64{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, ink)
}

// fill fills a polygon.
func (c *canvas) fill(points [][2]float64, ink color.Color) {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range points {
		left, top, right, bottom = min(left, p[0]), min(top, p[1]), max(right, p[0]), max(bottom, p[1])
	}
	box := image.Rect(int(math.Floor(left)), int(math.Floor(top)), int(math.Ceil(right)), int(math.Ceil(bottom))).Intersect(c.image.Bounds())
	if box.Empty() {
		return
	}
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, p := range points {
		px, py := float32(p[0]-float64(box.Min.X)), float32(p[1]-float64(box.Min.Y))
		if i == 0 {
			z.MoveTo(px, py)
		} else {
			z.LineTo(px, py)
		}
	}
	z.ClosePath()
	z.Draw(c.image, box, image.NewUniform(ink), image.Point{})
}

// mark draws one of the shapes that tell lanes apart besides their colour; web/src/lanes.ts has the same.
func (c *canvas) mark(shape string, x, y, r float64, ink color.Color) {
	switch shape {
	case "square":
		c.rect(x-r*0.9, y-r*0.9, r*1.8, r*1.8, ink)
	case "diamond":
		c.fill([][2]float64{{x, y - r*1.25}, {x + r*1.25, y}, {x, y + r*1.25}, {x - r*1.25, y}}, ink)
	case "triangle":
		c.fill([][2]float64{{x, y - r*1.2}, {x + r*1.1, y + r*0.8}, {x - r*1.1, y + r*0.8}}, ink)
	default:
		points := make([][2]float64, 24)
		for i := range points {
			sin, cos := math.Sincos(float64(i) * 2 * math.Pi / float64(len(points)))
			points[i] = [2]float64{x + r*cos, y + r*sin}
		}
		c.fill(points, ink)
	}
}

// ink is a colour as the style sheets write it, with a share of opacity.
func ink(rgb uint32, opacity float64) color.NRGBA {
	return color.NRGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), uint8(math.Round(255 * opacity))}
}
