package picture

import (
	"image"
	"image/color"
)

// paletted gives the picture in 256 colours at most, which is a third of the bytes and of the time to pack them. Few pictures
// here have more; those lose the last bits of theirs, which nobody sees.
func paletted(from *image.RGBA) image.Image {
	for bits := range uint(4) {
		mask := uint32(0xff>>bits<<bits) * 0x010101
		if p := reduced(from, mask); p != nil {
			return p
		}
	}
	return from
}

// reduced gives the picture with only those bits of its colours, or nil where they still are more than 256.
func reduced(from *image.RGBA, mask uint32) *image.Paletted {
	p := image.NewPaletted(from.Rect, nil)
	index := map[uint32]uint8{}
	last, at := uint32(1)<<31, uint8(0) // neighbours are mostly alike
	for i := range p.Pix {
		pix := from.Pix[4*i : 4*i+3]
		rgb := (uint32(pix[0])<<16 | uint32(pix[1])<<8 | uint32(pix[2])) & mask
		if rgb != last {
			known := false
			if at, known = index[rgb]; !known {
				if len(p.Palette) == 256 {
					return nil
				}
				at = uint8(len(p.Palette))
				index[rgb] = at
				p.Palette = append(p.Palette, color.RGBA{pix[0], pix[1], pix[2], 0xff})
			}
			last = rgb
		}
		p.Pix[i] = at
	}
	return p
}
