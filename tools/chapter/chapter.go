// Package chapter turns the Markdown of web/chapter into the pages of /chapter/: static HTML that reads without scripts,
// in which each measurement stands twice, as the public element that runs it and as a recorded result.
//
//	NAME.md ──▶ front matter: title, question, order, presets ─┐
//	        └─▶ Markdown with blocks: bench, lab, predict, … ───┼──▶ /chapter/NAME/index.html, /chapter/index.html
//	recorded/NAME.PRESET.json: a Report, and where it is from ──┤
//	programs/*.py, *.out: shown, and run by a test ─────────────┘
//
// A fenced block whose language is one of the blocks' names becomes that block:
//
//	```bench six          the preset of that name, live and recorded
//	```lab race           the laboratory of that name, likewise
//	```predict            a choice for the reader; its YAML is read in predict.go
//	```program name.py    a file of programs/, with what it prints
//	```source a/b.py f    a function of a file of the project
//	```output             what a program prints
//
// Whatever cannot be right is an error that names the file, the line and the field: a preset of a program or a lane
// that is not there, a link to nowhere, two headings with one address, a recording of another spec.
package chapter

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Chapter is all of web/chapter, read and checked.
type Chapter struct {
	Sections []*Section // in their order
	dir      string
	printed  map[string]*Printed // by the program's name
}

// Section is one page.
type Section struct {
	Name     string // of the file and of the address
	Title    string
	Question string // what the page asks, in one sentence
	Order    int
	Presets  []Preset // in the order of the file
	Labs     []Lab    // likewise

	file string // for messages
	line int    // at which the Markdown begins
	text []byte // the Markdown
	used map[string]bool
}

// Preset returns the preset of that name, or nil.
func (s *Section) Preset(name string) *Preset {
	for i := range s.Presets {
		if s.Presets[i].Name == name {
			return &s.Presets[i]
		}
	}
	return nil
}

// Load reads the sections in dir and their recordings. Its error joins everything that is wrong with them.
func Load(dir string) (*Chapter, error) {
	sections, err := Read(dir)
	faults := []error{err}
	for _, s := range sections {
		for i := range s.Presets {
			p := &s.Presets[i]
			p.Recorded, err = load(filepath.Join(dir, s.RecordingFile(p)), func(r *Recording) string { return r.unlike(p) })
			faults = append(faults, err)
		}
		for i := range s.Labs {
			l := &s.Labs[i]
			l.Recorded, err = load(filepath.Join(dir, s.LabFile(l)), func(r *LabRecording) string { return r.unlike(l) })
			faults = append(faults, err)
		}
	}
	printed, err := ReadPrinted(dir)
	faults = append(faults, err)
	return &Chapter{Sections: sections, dir: dir, printed: printed}, errors.Join(faults...)
}

// Read reads the sections in dir without their recordings, as whoever is about to record them has to.
func Read(dir string) ([]*Section, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return nil, err
	}
	var sections []*Section
	var faults []error
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		section, err := parse(filepath.Base(file), bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
		if err != nil {
			faults = append(faults, err)
			continue
		}
		for _, other := range sections {
			if other.Order == section.Order {
				faults = append(faults, fmt.Errorf("%s: order: %d is that of %s already", section.file, section.Order, other.file))
			}
		}
		sections = append(sections, section)
	}
	slices.SortFunc(sections, func(a, b *Section) int { return a.Order - b.Order })
	if len(files) == 0 {
		faults = append(faults, fmt.Errorf("there are no sections in %s", dir))
	}
	return sections, errors.Join(faults...)
}

// RecordingFile is where the recorded run of a preset belongs, relative to the folder of the chapter.
func (s *Section) RecordingFile(p *Preset) string {
	return filepath.Join("recorded", s.Name+"."+p.Name+".json")
}

// parse reads one file.
func parse(file string, text []byte) (*Section, error) {
	front, body, ok := cutFront(text)
	if !ok {
		return nil, fmt.Errorf("%s: a section begins with a line --- and its front matter, which ends with another", file)
	}
	s := &Section{
		Name: strings.TrimSuffix(file, ".md"), file: file, text: body,
		line: 1 + bytes.Count(text[:len(text)-len(body)], []byte("\n")), used: map[string]bool{},
	}
	return s, s.readFront(front)
}

// cutFront parts the front matter, without its lines of dashes, from the Markdown.
func cutFront(text []byte) (front, body []byte, ok bool) {
	rest, ok := bytes.CutPrefix(text, []byte("---\n"))
	if !ok {
		return nil, nil, false
	}
	return bytes.Cut(rest, []byte("\n---\n"))
}
