package chapter

import (
	"fmt"
	"path/filepath"
	"time"

	"velocidade/wasm/bench"
	"velocidade/wasm/labs"
)

// Lab is a laboratory that a page offers, set up in its front matter:
//
//	labs:
//	  race: {args: runs=10}
type Lab struct {
	Name  string
	Title string
	Args  string // as given: what is left out takes the laboratory's defaults

	Recorded *LabRecording // nil where there is none yet
}

// LabRecording is a laboratory's result as it came, and where it is from.
type LabRecording struct {
	Machine string     `json:"machine"`
	Lab     string     `json:"lab"`
	Args    string     `json:"args"`
	Started int64      `json:"startedAt"` // Unix time in milliseconds
	Host    bench.Host `json:"host"`      // as far as it is known: the engine and the user agent
	Result  labResult  `json:"result"`
}

// labResult is a [labs.Result] as JSON has it: what a cell holds only the reader can tell.
type labResult struct {
	Finding string       `json:"finding"`
	Notes   []string     `json:"notes"`
	Quotes  []labs.Quote `json:"quotes"`
	Charts  []labs.Chart `json:"charts"`
	Tables  []labTable   `json:"tables"`
}

type labTable struct {
	Title   string        `json:"title"`
	Columns []labs.Column `json:"columns"`
	Rows    [][]any       `json:"rows"` // texts, numbers and nulls
}

// readLabs reads the laboratories of the front matter.
func (s *Section) readLabs(top *fields) {
	for _, name := range top.names("labs") {
		f := top.inside("labs").inside(name)
		l := Lab{Name: name, Args: f.optional("args")}
		f.finish()
		if lab, err := labs.Lookup(name); err != nil {
			f.fault("", err.Error())
		} else if _, err := lab.ParseArgs(l.Args); err != nil {
			f.fault("args", err.Error())
		} else {
			l.Title = lab.Title
		}
		s.Labs = append(s.Labs, l)
	}
}

// Lab returns the laboratory of that name, or nil.
func (s *Section) Lab(name string) *Lab {
	for i := range s.Labs {
		if s.Labs[i].Name == name {
			return &s.Labs[i]
		}
	}
	return nil
}

// LabFile is where the recorded result of a laboratory belongs, relative to the folder of the chapter.
func (s *Section) LabFile(l *Lab) string {
	return filepath.Join("recorded", s.Name+"."+l.Name+".lab.json")
}

// unlike tells how the recorded result differs from what the page asks for; "" where it does not.
func (r *LabRecording) unlike(l *Lab) string {
	switch {
	case r.Lab != l.Name || r.Args != l.Args:
		return fmt.Sprintf("it is of %s with %q", r.Lab, r.Args)
	case r.Machine == "" || r.Result.Finding == "":
		return "it lacks its machine or its finding"
	}
	return ""
}

// source tells where a recorded result is from.
func source(host bench.Host, machine string, started int64) string {
	return fmt.Sprintf("Recorded %s, on %s, %s", runner(host), machine, day(started))
}

// day writes the date of a Unix time in milliseconds.
func day(at int64) string { return time.UnixMilli(at).UTC().Format("2 January 2006") }
