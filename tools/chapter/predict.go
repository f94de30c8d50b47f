package chapter

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/util"

	"velocidade/wasm/bench"
)

// prediction is a choice that the reader makes before anything runs. It is compared with a ratio of the measurement:
//
//	bench: six
//	of: go/workers × 2         the lane asked about, with its worker count
//	against: go/single         what it is compared with; or "first" for the lane's own first run
//	ask: How much faster are two workers than one?
//	choices:
//	  - {say: "Slower", below: 0.9}
//	  - {say: "About as fast", below: 1.25}
//	  - {say: "Faster"}
//
// Each choice but the last ends below a ratio; the ratios ascend.
type prediction struct {
	ID          string
	Bench       string
	Of, Against entry
	First       bool // the ratio is the lane's first run to its median
	Ask         string
	Choices     []choice
	Recorded    string // the answer of the recorded run, in words; "" where there is none yet
	Right       string // what the choice says that the recorded run makes right
}

type choice struct {
	ID    string
	Say   string
	Below float64 // 0 for the last
}

// entry is a lane at a worker count.
type entry struct {
	Lane    string
	Workers int
}

func (e entry) Name() string { return entryName(e.Lane, e.Workers) }

// predict writes a prediction.
func (r *pageRenderer) predict(w util.BufWriter, line int, content []byte) error {
	f := readFields(r.section.file, line, "predict.", content)
	q := prediction{Bench: f.text("bench"), Ask: f.text("ask")}
	q.ID = "predict-" + q.Bench
	p := r.section.Preset(q.Bench)
	if p == nil {
		f.fault("bench", fmt.Sprintf("there is no preset %q on this page", q.Bench))
	}
	q.Of = readEntry(f, "of", p)
	if q.First = f.optional("against") == "first"; !q.First {
		q.Against = readEntry(f, "against", p)
	}
	for i, item := range f.items("choices") {
		c := choice{ID: fmt.Sprintf("%s-%d", q.ID, i+1), Say: item.text("say")}
		if below := item.optional("below"); below != "" {
			var err error
			if c.Below, err = strconv.ParseFloat(below, 64); err != nil || c.Below <= 0 {
				item.fault("below", "must be a ratio above 0")
			}
		}
		item.finish()
		q.Choices = append(q.Choices, c)
	}
	q.check(f)
	f.finish()
	if err := errors.Join(*f.faults...); err != nil {
		r.faults = append(r.faults, err) // these have their lines already
		return nil
	}
	q.answer(p)
	return templates.ExecuteTemplate(w, "predict.tmpl", q)
}

// check holds the choices against each other.
func (q *prediction) check(f *fields) {
	last := len(q.Choices) - 1
	if last < 1 {
		f.fault("choices", "must be two at least")
		return
	}
	for i, c := range q.Choices {
		switch {
		case i == last && c.Below != 0:
			f.fault("choices", "the last one has no end: leave out its below")
		case i < last && c.Below == 0:
			f.fault("choices", "each but the last one ends below a ratio")
		case i > 0 && i < last && c.Below <= q.Choices[i-1].Below:
			f.fault("choices", "their ends must ascend")
		}
	}
}

// readEntry reads "go/workers × 2" or "go/single", one that the preset measures.
func readEntry(f *fields, name string, p *Preset) entry {
	text := f.text(name)
	lane, count, found := strings.Cut(text, "×")
	e := entry{strings.TrimSpace(lane), 1}
	if found {
		e.Workers, _ = strconv.Atoi(strings.TrimSpace(count))
	}
	if p == nil || text == "" {
		return e
	}
	resolved, err := bench.Resolve(p.Spec, bench.Host{Cores: 1}, bench.Lanes())
	if err != nil {
		return e // said where the preset stands
	}
	var names []string
	for _, known := range resolved.Entries {
		if known == bench.Entry(e) {
			return e
		}
		names = append(names, entryName(known.Lane, known.Workers))
	}
	f.fault(name, fmt.Sprintf("the preset does not measure %q; it measures %s", text, strings.Join(names, ", ")))
	return e
}

// answer reads the recorded run as an answer.
func (q *prediction) answer(p *Preset) {
	if p.Recorded == nil {
		return
	}
	of := p.Recorded.Report.Lane(q.Of.Lane, q.Of.Workers)
	if of == nil || q.First && len(of.WarmupMs) == 0 {
		return
	}
	ratio := 0.0
	if q.First {
		ratio = of.WarmupMs[0] / *of.MedianMs
		q.Recorded = fmt.Sprintf("On the recorded machine the first run of %s took %s, a later one %s: %s as long.",
			q.Of.Name(), timeText(of.WarmupMs[0]), timeText(*of.MedianMs), ratioText(ratio))
	} else {
		against := p.Recorded.Report.Lane(q.Against.Lane, q.Against.Workers)
		if against == nil {
			return
		}
		ratio = *against.MedianMs / *of.MedianMs
		q.Recorded = fmt.Sprintf("On the recorded machine %s took %s and %s %s: %s as fast.",
			q.Of.Name(), timeText(*of.MedianMs), q.Against.Name(), timeText(*against.MedianMs), ratioText(ratio))
	}
	for _, c := range q.Choices {
		if c.Below == 0 || ratio < c.Below {
			q.Right = c.Say
			return
		}
	}
}
