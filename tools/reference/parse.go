package reference

import (
	"fmt"
	"strings"
	"unicode"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// CodeBadReference is the code of an error about JSON that is no reference file.
const CodeBadReference = "bad-reference"

// What a file may hold at most. The page's reader has the same limits.
const (
	MaxBytes   = 2 << 20 // read in one go on the page, where no task may take long
	maxReports = 40
	maxPrinted = 100
	maxTimes   = 1000
	maxText    = 500
	maxMs      = 1e12
)

// file is File with its reports as they stand.
type file struct {
	Schema     string     `json:"schema"`
	Machine    Machine    `json:"machine"`
	RecordedAt int64      `json:"recordedAt"`
	Commands   []string   `json:"commands"`
	Missing    []Missing  `json:"missing"`
	Reports    []json.Raw `json:"reports"`
	Printed    []Printed  `json:"printed"`
}

// Parse reads a File from JSON, from whatever source, and refuses what Record does not write: unknown, missing and repeated
// fields, texts and lists beyond all need, and reports that are none. Every error is a [*kernels.Error], whose field
// says where: "reports[2].lanes[0].samplesMs[4]".
func Parse(data []byte) (*File, error) {
	if len(data) > MaxBytes {
		return nil, &kernels.Error{Code: kernels.CodeOutOfRange, Field: "file", Value: fmt.Sprintf("%d bytes", len(data)), Limit: fmt.Sprintf("%d bytes", MaxBytes),
			Message: fmt.Sprintf("a reference file has at most %d bytes; these are %d", MaxBytes, len(data))}
	}
	var raw file
	if err := json.UnmarshalExact(data, &raw, nil); err != nil {
		return nil, &kernels.Error{Code: CodeBadReference, Field: "file", Message: "this is no reference file: " + strings.TrimPrefix(err.Error(), "json: ")}
	}
	f := &File{Schema: raw.Schema, Machine: raw.Machine, RecordedAt: raw.RecordedAt, Commands: raw.Commands, Missing: raw.Missing, Printed: raw.Printed}
	if err := f.check(len(raw.Reports)); err != nil {
		return nil, err
	}
	for i, text := range raw.Reports {
		report, err := bench.ParseReport(text)
		if err != nil {
			return nil, within(fmt.Sprintf("reports[%d]", i), err)
		}
		f.Reports = append(f.Reports, report)
	}
	return f, nil
}

// within puts the place of a report before the field that was wrong in it.
func within(place string, err error) error {
	fault, ok := err.(*kernels.Error)
	if !ok {
		return err
	}
	moved := *fault
	moved.Field = strings.TrimSuffix(place+"."+fault.Field, ".")
	moved.Message = place + ": " + fault.Message
	return &moved
}

// check checks what the types leave open.
func (f *File) check(reports int) error {
	c := &checker{}
	c.is(f.Schema == Schema, "schema", f.Schema, Schema)
	c.text(f.Machine.Name, "machine.name")
	c.is(f.Machine.Name != "", "machine.name", "", "a name")
	c.text(f.Machine.CPU, "machine.cpu")
	c.text(f.Machine.System, "machine.system")
	c.number(float64(f.Machine.Cores), 1, 1<<20, "machine.cores")
	c.number(float64(f.Machine.MemoryMB), 0, 1<<40, "machine.memoryMB")
	c.number(float64(f.RecordedAt), 0, kernels.MaxInt, "recordedAt")
	c.count(len(f.Commands), 1, maxReports, "commands")
	for i, command := range f.Commands {
		c.text(command, fmt.Sprintf("commands[%d]", i))
	}
	c.count(len(f.Missing), 0, maxReports, "missing")
	for i, m := range f.Missing {
		c.text(m.Runtime, fmt.Sprintf("missing[%d].runtime", i))
		c.text(m.Message, fmt.Sprintf("missing[%d].message", i))
	}
	c.count(reports, 1, maxReports, "reports")
	c.count(len(f.Printed), 0, maxPrinted, "printed")
	for i, p := range f.Printed {
		c.printed(p, fmt.Sprintf("printed[%d].", i))
	}
	return c.err
}

// checker keeps the first thing that is wrong.
type checker struct{ err error }

func (c *checker) is(right bool, field, value, limit string) {
	if c.err == nil && !right {
		if runes := []rune(value); len(runes) > 60 {
			value = string(runes[:60]) + "…"
		}
		c.err = &kernels.Error{Code: kernels.CodeOutOfRange, Field: field, Value: value, Limit: limit,
			Message: fmt.Sprintf("%s must be %s; it is %q", field, limit, value)}
	}
}

func (c *checker) printed(p Printed, at string) {
	texts := map[string]string{"program": p.Program, "args": p.Args, "lane": p.Lane, "machine": p.Machine, "software": p.Software,
		"source.title": p.Source.Title, "source.url": p.Source.URL}
	for name, value := range texts {
		c.text(value, at+name)
	}
	c.is(p.Program != "", at+"program", "", "a program's name")
	c.is(p.Source.Title != "", at+"source.title", "", "a title")
	// A link that a reader follows: no other scheme, and no place inside the page.
	c.is(strings.HasPrefix(p.Source.URL, "https://"), at+"source.url", p.Source.URL, "an address that begins with https://")
	c.count(len(p.TimesMs), 1, maxTimes, at+"timesMs")
	for i, ms := range p.TimesMs {
		c.number(ms, 0, maxMs, fmt.Sprintf("%stimesMs[%d]", at, i))
	}
}

func (c *checker) text(text, field string) {
	c.is(len(text) <= maxText, field, text, fmt.Sprintf("at most %d bytes", maxText))
	for _, r := range text {
		bidi := r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		c.is(!unicode.IsControl(r) && !bidi, field, text, "one line of plain text")
	}
}

func (c *checker) count(n, least, most int, field string) {
	c.is(n >= least && n <= most, field, fmt.Sprintf("a list of %d", n), fmt.Sprintf("a list of %d to %d", least, most))
}

func (c *checker) number(x, least, most float64, field string) {
	c.is(x >= least && x <= most, field, fmt.Sprint(x), fmt.Sprintf("%v to %v", least, most))
}
