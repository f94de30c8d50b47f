package labs

import (
	"velocidade/wasm/json"
)

// Event is something that happens while a laboratory runs, in milliseconds since it began. Type says which of the other
// fields it has. The twin of web/src/elements/lab/events.ts.
type Event struct {
	Type string  `json:"type"` // "step", "note", "call" or "task"
	AtMs float64 `json:"atMs"`
	// Text of a step is what is being done now, of a note something about it worth knowing.
	Text string `json:"text,omitempty"`
	// Call is what was called, as code, and Gave what came of it.
	Call string `json:"call,omitempty"`
	Gave string `json:"gave,omitempty"`
	Task *Task  `json:"task,omitempty"`
}

// Task is a task and the state that it has now. An event comes with each change.
type Task struct {
	ID     int    `json:"id"` // the same in all events about it
	Label  string `json:"label"`
	State  string `json:"state"`          // "pending", "running", "done", "failed", "cancelled" or "killed"
	Worker int    `json:"worker"`         // that has it, from 0, or -1
	Text   string `json:"text,omitempty"` // its result or its error
}

// The states of a task, as they are shown.
const (
	Pending   = "pending"
	Running   = "running"
	Done      = "done"
	Failed    = "failed"
	Cancelled = "cancelled"
	Killed    = "killed"
)

// Result is what a laboratory found.
type Result struct {
	Finding string   `json:"finding"`          // one sentence
	Notes   []string `json:"notes,omitempty"`  // what to know about it: what was left out, and why
	Quotes  []Quote  `json:"quotes,omitempty"` // messages of others, as they are
	Charts  []Chart  `json:"charts,omitempty"`
	Tables  []Table  `json:"tables,omitempty"`
}

// Quote is a message of a runtime or a tool, word by word.
type Quote struct {
	Title string `json:"title"` // who said it, and when
	Text  string `json:"text"`
}

// Table has a heading for each column, of which the first names the rows.
type Table struct {
	Title   string   `json:"title"`
	Columns []Column `json:"columns"`
	Rows    [][]Cell `json:"rows"`
}

// Column is a column's heading, and what its numbers are.
type Column struct {
	Label string `json:"label"`
	Unit  string `json:"unit,omitempty"` // one of the Unit constants; none for text
}

// What a number counts; whoever shows it chooses the scale.
const (
	UnitMs      = "ms"
	UnitNs      = "ns"
	UnitBytes   = "bytes"
	UnitCount   = "count"
	UnitRatio   = "ratio"
	UnitPercent = "percent" // a share of one
)

// Cell is a text or a number; the zero value is empty.
type Cell struct {
	text   string
	number float64
	kind   byte // 0 empty, 't' text, 'n' number
}

func text(s string) Cell { return Cell{text: s, kind: 't'} }
func num(x float64) Cell { return Cell{number: x, kind: 'n'} }
func count(n int) Cell   { return num(float64(n)) }

// Text is the cell's text, if it is one.
func (c Cell) Text() (string, bool) { return c.text, c.kind == 't' }

// Number is the cell's number, if it is one.
func (c Cell) Number() (float64, bool) { return c.number, c.kind == 'n' }

// MarshalJSON gives a string, a number or null.
func (c Cell) MarshalJSON() ([]byte, error) {
	switch c.kind {
	case 't':
		return json.Marshal(c.text)
	case 'n':
		return json.Marshal(c.number)
	}
	return []byte("null"), nil
}

// Chart is one of three pictures, by its kind:
//
//	samples   a strip for each row, with a mark for each of its Values
//	lines     a curve for each row, through its Points, on logarithmic axes where Log says so
//	timeline  a bar for each row, with its Spans on it
type Chart struct {
	Kind  string `json:"kind"`
	Title string `json:"title"` // what it shows, as a finding
	X     Axis   `json:"x"`
	Y     *Axis  `json:"y,omitempty"` // of lines
	Log   bool   `json:"log,omitempty"`
	// Level is a height, of lines, that parts what is above it from what is below, and Marks are points worth seeing on it.
	Level float64 `json:"level,omitempty"`
	Marks []Mark  `json:"marks,omitempty"`
	Rows  []Row   `json:"rows"`
	Note  string  `json:"note,omitempty"` // how to read it
}

// The kinds of charts.
const (
	Samples  = "samples"
	Lines    = "lines"
	Timeline = "timeline"
)

// Mark is a point of a chart of lines that is pointed out.
type Mark struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Look  string  `json:"look"` // of the row that it is on
	Label string  `json:"label"`
}

// Axis is an axis' title and what its numbers are.
type Axis struct {
	Label string `json:"label"`
	Unit  string `json:"unit"`
}

// Row is a strip, a curve or a bar.
type Row struct {
	Label  string       `json:"label"`
	Look   string       `json:"look"` // one of the Look constants: its colour and mark
	Values []float64    `json:"values,omitempty"`
	Points [][2]float64 `json:"points,omitempty"`
	Spans  []Span       `json:"spans,omitempty"`
}

// How a row looks: as lanes do everywhere in Velocidade.
const (
	LookSingle  = "single"
	LookThreads = "threads"
	LookWorkers = "workers"
	LookOther   = "other"
)

// Span is a stretch of time on a timeline.
type Span struct {
	StartMs float64 `json:"startMs"`
	EndMs   float64 `json:"endMs"`
	Phase   string  `json:"phase"`           // "run", "wait", "copy", "compile" or "spawn", as in a Report's timeline
	Label   string  `json:"label,omitempty"` // what it was
}
