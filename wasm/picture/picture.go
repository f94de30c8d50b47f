// Package picture draws a run as the picture that stands for it elsewhere: in the preview of a short link, where the service draws
// it, and on the clipboard, where the page does, by the module wasm/painter. The same Report gives the same bytes in both.
package picture

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"

	"velocidade/wasm/bench"
	"velocidade/wasm/format"
)

// The page's light colours; web/src/styles/tokens.css is the original.
var (
	ground = ink(0xf5f6f6, 1)
	black  = ink(0x14191c, 1)
	quiet  = ink(0x545e64, 1)
	rule   = ink(0xd7dbdd, 1)
)

// The picture's size in pixels, which is that of link previews.
const Width, Height = 1200, 630

// Its measures: a column for names, one for the plot, one for figures.
const (
	margin      = 64.0
	plotLeft    = 320.0
	plotRight   = 816.0
	figuresAt   = 840.0
	rowsBottom  = 542.0
	mostRows    = 6
	mostSamples = 60
)

// Draw gives a run as a PNG: its verdict, and each lane's samples with the median and its interval.
func Draw(rep *bench.Report) ([]byte, error) {
	c, err := newCanvas(Width, Height, ground)
	if err != nil {
		return nil, err
	}
	p := &painter{canvas: c, rep: rep}
	p.heading()
	p.rows()
	p.footer()
	if p.err != nil {
		return nil, p.err
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, paletted(c.image)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// painter draws one picture, and keeps the first error.
type painter struct {
	*canvas
	rep *bench.Report
	y   float64 // where the next part begins
	err error
}

// set sets a text, shortened to a width.
func (p *painter) set(s string, x, y, width float64, look style) {
	if p.err != nil {
		return
	}
	if s, p.err = p.fit(s, look, width, false); p.err == nil {
		_, p.err = p.text(s, x, y, look)
	}
}

// heading sets what was run, and the verdict in the largest type that it fits in.
func (p *painter) heading() {
	title := TitleOf(p.rep)
	p.set(title, margin, 78, 700, style{bold: true, size: 24, ink: black})
	p.set("Velocidade", Width-margin, 78, 300, style{bold: true, size: 24, ink: ink(0xbd3f0a, 1), anchor: 1})
	p.set(strings.ReplaceAll(p.rep.Args.String(), ",", ", "), margin, 108, 860, style{size: 19, ink: quiet})
	const width = Width - 2*margin
	for _, size := range []float64{40, 36, 32, 28} {
		look := style{bold: true, size: size, ink: black}
		lines, err := p.lines(p.verdict(), look, width, 3)
		if err != nil {
			p.err = err
			return
		}
		if size > 28 && (len(lines) > 3 || strings.HasSuffix(lines[len(lines)-1], "…")) {
			continue
		}
		p.y = 128
		for _, line := range lines {
			p.y += size * 1.28
			p.set(line, margin, p.y, width, look)
		}
		p.y += 36
		return
	}
}

// verdict is the report's, without the figures in brackets, which stand beside the plot.
func (p *painter) verdict() string {
	text := p.rep.Verdict
	for {
		before, rest, found := strings.Cut(text, "(")
		_, after, closed := strings.Cut(rest, ")")
		if !found || !closed {
			break
		}
		text = strings.TrimRight(before, " ") + after
	}
	return text
}

// rows draws a strip for each lane at each worker count.
func (p *painter) rows() {
	lanes, left := chosen(p.rep)
	if len(lanes) == 0 {
		return
	}
	top, domain := p.y, domainOf(lanes)
	pitch := min((rowsBottom-top)/float64(len(lanes)), 74)
	for i, l := range lanes {
		p.row(l, top+float64(i)*pitch, pitch*0.66, domain)
	}
	axis := top + pitch*float64(len(lanes)-1) + pitch*0.66 + 8
	p.rect(plotLeft, axis, plotRight-plotLeft, 1, rule)
	p.set("0", plotLeft, axis+20, 60, style{size: 15, ink: quiet, anchor: 0.5})
	p.set(format.Time(domain), plotRight, axis+20, 120, style{size: 15, ink: quiet, anchor: 1})
	if left > 0 {
		p.set(fmt.Sprintf("and %s more", format.Whole(left)+" "+format.Plural(left, "lane")), margin, axis+20, 240, style{size: 15, ink: quiet})
	}
}

func (p *painter) row(l *bench.LaneResult, top, height, domain float64) {
	look := format.LookOf(l.Lane)
	x := func(ms float64) float64 { return plotLeft + min(ms, domain)/domain*(plotRight-plotLeft) }
	middle := top + height/2
	p.mark(look.Mark, margin+7, middle, 7, ink(look.RGB, 1))
	p.set(format.EntryName(LaneText(l), l.Workers), margin+28, middle+7, plotLeft-margin-44, style{size: 20, ink: black})
	p.rect(plotLeft, top, plotRight-plotLeft, height, ink(0xd7dbdd, 0.28))
	if l.MedianMs != nil {
		p.rect(plotLeft, top, x(*l.MedianMs)-plotLeft, height, ink(look.RGB, 0.10))
	}
	if l.IntervalMs != nil {
		lo, hi := x(l.IntervalMs[0]), x(l.IntervalMs[1])
		p.rect(lo, top, max(hi-lo, 1), height, ink(look.RGB, 0.24))
	}
	samples := l.SamplesMs[:min(len(l.SamplesMs), mostSamples)]
	r := max(2.2, min(3.6, height/float64(2*len(samples)+2)))
	for i, ms := range samples {
		at := top + r + 3 + (height-2*r-6)*float64(i)/float64(max(len(samples)-1, 1))
		p.mark(look.Mark, x(ms), at, r, ink(look.RGB, 0.75))
	}
	if l.MedianMs == nil {
		p.set("failed", figuresAt, middle+7, 220, style{size: 20, ink: quiet})
		return
	}
	p.rect(x(*l.MedianMs)-1.25, top-4, 2.5, height+8, ink(look.RGB, 1))
	p.set(MedianText(l), figuresAt, middle+7, 110, style{bold: true, size: 20, ink: black})
	if l.Speedup != nil {
		p.set(SpeedupText(l), figuresAt+112, middle+7, Width-margin-figuresAt-112, style{size: 17, ink: quiet})
	}
}

func (p *painter) footer() {
	p.rect(margin, 584, Width-2*margin, 1, rule)
	p.set(FactsOf(p.rep), margin, 608, Width-2*margin, style{size: 16, ink: quiet})
}

// chosen are the lanes that the picture has room for: the baseline and those that say most, in their order.
func chosen(rep *bench.Report) ([]*bench.LaneResult, int) {
	all := make([]*bench.LaneResult, len(rep.Lanes))
	for i := range rep.Lanes {
		all[i] = &rep.Lanes[i]
	}
	left := len(all) - mostRows
	for len(all) > mostRows {
		// The one in the middle of its lane's sweep says least: its neighbours say it too.
		drop := len(all) - 2
		for i := len(all) - 2; i > 0; i-- {
			if all[i].Lane == all[i-1].Lane && all[i].Lane == all[i+1].Lane {
				drop = i
				break
			}
		}
		all = append(all[:drop], all[drop+1:]...)
	}
	return all, max(left, 0)
}

// domainOf is the right end of the axis in milliseconds: the longest sample, with some room.
func domainOf(lanes []*bench.LaneResult) float64 {
	most := 0.0
	for _, l := range lanes {
		for _, ms := range l.SamplesMs {
			most = max(most, ms)
		}
		if l.MedianMs != nil {
			most = max(most, *l.MedianMs)
		}
	}
	if most == 0 {
		return 100
	}
	return most * 1.06
}
