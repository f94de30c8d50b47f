package chapter

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// Preset is a measurement that a page offers under a name.
type Preset struct {
	Name   string
	Where  string // "browser": live on the page, recorded in Chromium; "native": recorded only, by velocidade bench
	Spec   bench.Spec
	Args   kernels.Args // all of them, checked
	First  bool         // the first run's time is shown too
	Blocks int

	Recorded *Recording // nil where there is none yet
}

// The places where a preset runs.
const (
	InBrowser = "browser"
	Natively  = "native"
)

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// readFront reads the front matter.
func (s *Section) readFront(front []byte) error {
	top := readFields(s.file, 1, "", front)
	s.Title = top.text("title")
	s.Question = top.text("question")
	s.Order = top.whole("order")
	if !nameForm.MatchString(s.Name) {
		top.fault("", "a file's name is lower-case letters, digits and dashes; it becomes an address")
	}
	for _, name := range top.names("presets") {
		s.Presets = append(s.Presets, readPreset(name, top.inside("presets").inside(name)))
	}
	s.readLabs(top)
	top.finish()
	return errors.Join(*top.faults...)
}

func readPreset(name string, f *fields) Preset {
	p := Preset{Name: name, Where: InBrowser, First: f.optional("first") == "true"}
	if !nameForm.MatchString(name) {
		f.fault("", "a preset's name is lower-case letters, digits and dashes")
	}
	if where := f.optional("where"); where != "" {
		p.Where = where
		if where != InBrowser && where != Natively {
			f.fault("where", "must be browser or native")
		}
	}
	p.Spec.Program = f.text("program")
	if args := f.optional("args"); args != "" {
		p.Spec.Args = json.Raw(strconv.Quote(args))
	}
	p.Spec.Lanes = list(f.text("lanes"))
	for _, word := range list(f.optional("workers")) {
		n, err := strconv.Atoi(word)
		if err != nil {
			f.fault("workers", "must be whole numbers parted by commas; "+word+" is none")
			continue
		}
		p.Spec.Workers = append(p.Spec.Workers, n)
	}
	p.Blocks = bench.DefaultBlocks
	if f.has("blocks") {
		p.Blocks = f.whole("blocks")
	}
	p.Spec.Blocks = &p.Blocks
	f.finish()
	if len(*f.faults) > 0 {
		return p
	}
	resolved, err := p.resolve()
	if err != nil {
		field := "program"
		if fault := (*kernels.Error)(nil); errors.As(err, &fault) && slices.Contains([]string{"lanes", "workers", "blocks"}, fault.Field) {
			field = fault.Field
		} else if errors.As(err, &fault) && fault.Field != "program" {
			field = "args"
		}
		f.fault(field, err.Error())
		return p
	}
	p.Args = resolved.Args
	return p
}

// resolve checks the spec against the programs and the lanes of the place where it runs.
func (p *Preset) resolve() (*bench.Resolved, error) {
	engine := bench.EngineWasm
	if p.Where == Natively {
		engine = bench.EngineNative
	}
	return bench.Resolve(p.Spec, bench.Host{Cores: 1}, bench.LanesHere(engine))
}

// list reads words parted by commas.
func list(text string) []string {
	var words []string
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}
