package chapter

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/yuin/goldmark/util"
)

// prediction is a choice that the reader makes before anything runs. It is compared with what the measurement found:
//
//	bench: six
//	of: go/workers × 2         the lane asked about, with its worker count
//	against: go/single         what it is compared with; or "first" for the lane's own first run
//	ask: How much faster are two workers than one?
//	choices:
//	  - {say: "slower", below: 0.9}
//	  - {say: "about as fast", below: 1.25}
//	  - {say: "faster"}
//
// Each choice but the last ends below a number; the numbers ascend. About a laboratory it names, instead of lanes, the rows
// of a chart, which are compared alike, or a cell of a table, whose choices are texts:
//
//	lab: io                            lab: thread
//	chart: 1                           table: 1
//	of: five workers                   of: a goroutine
//	against: one by one                column: After the first join
//	                                   choices: [{say: "yes", is: "yes"}, …]
type prediction struct {
	ID       string
	Place    string // the id of the measurement's place on the page
	Subject  string // as JSON
	Ask      string
	Choices  []choice
	Recorded string // the answer of the recorded run, in words; "" where there is none yet
	Right    string // what the choice says that the recorded run makes right
}

type choice struct {
	ID    string
	Say   string
	Below float64 // 0 for the last
	Is    string  // a text, for a subject that is one
}

// predict writes a prediction.
func (r *pageRenderer) predict(w util.BufWriter, line int, content []byte) error {
	f := readFields(r.section.file, line, "predict.", content)
	r.predictions++
	q := prediction{ID: fmt.Sprintf("predict-%d", r.predictions), Ask: f.text("ask")}
	about, found := r.about(f, &q)
	for i, item := range f.items("choices") {
		c := choice{ID: fmt.Sprintf("%s-%d", q.ID, i+1), Say: item.text("say"), Is: item.optional("is")}
		if below := item.optional("below"); below != "" {
			var err error
			if c.Below, err = strconv.ParseFloat(below, 64); err != nil || c.Below <= 0 {
				item.fault("below", "must be a number above 0")
			}
		}
		item.finish()
		q.Choices = append(q.Choices, c)
	}
	q.check(f, about.Kind == "cell")
	f.finish()
	if err := errors.Join(*f.faults...); err != nil {
		r.faults = append(r.faults, err) // these have their lines already
		return nil
	}
	if found != nil {
		q.Recorded, q.Right = found.words, q.right(found)
	}
	text, err := json.Marshal(about)
	if err != nil {
		return err
	}
	q.Subject = string(text)
	return templates.ExecuteTemplate(w, "predict.tmpl", q)
}

// about reads what the prediction is about, and what the recorded run says to it, or nil.
func (r *pageRenderer) about(f *fields, q *prediction) (subject, *reading) {
	if f.has("lab") {
		name := f.text("lab")
		q.Place = "lab-" + name
		s := labSubject(f)
		l := r.section.Lab(name)
		if l == nil {
			f.fault("lab", fmt.Sprintf("there is no laboratory %q on this page", name))
		}
		if l == nil || l.Recorded == nil || len(*f.faults) > 0 {
			return s, nil
		}
		found, err := s.inLab(&l.Recorded.Result)
		if err != nil {
			f.fault("of", err.Error())
		}
		return s, found
	}
	name := f.text("bench")
	q.Place = "bench-" + name
	p := r.section.Preset(name)
	if p == nil {
		f.fault("bench", fmt.Sprintf("there is no preset %q on this page", name))
	}
	s := benchSubject(f, p)
	if p == nil || p.Recorded == nil || len(*f.faults) > 0 {
		return s, nil
	}
	return s, s.inReport(&p.Recorded.Report)
}

// check holds the choices against each other.
func (q *prediction) check(f *fields, texts bool) {
	last := len(q.Choices) - 1
	if last < 1 {
		f.fault("choices", "must be two at least")
		return
	}
	for i, c := range q.Choices {
		switch {
		case texts != (c.Is != ""):
			f.fault("choices", "about a cell each says what it is; about anything else none does")
		case texts:
		case i == last && c.Below != 0:
			f.fault("choices", "the last one has no end: leave out its below")
		case i < last && c.Below == 0:
			f.fault("choices", "each but the last one ends below a number")
		case i > 0 && i < last && c.Below <= q.Choices[i-1].Below:
			f.fault("choices", "their ends must ascend")
		}
	}
}

// right is what the choice says that a reading makes right.
func (q *prediction) right(found *reading) string {
	for _, c := range q.Choices {
		if c.Is != "" && c.Is == found.text || c.Is == "" && (c.Below == 0 || found.number < c.Below) {
			return c.Say
		}
	}
	return "none of these"
}
