// Package reference keeps what was measured on a machine outside the browser, so that the page can lay it beside what it
// measures itself: Reports of the chapter's programs on every runtime that the machine has, and the figures that the
// chapter prints.
//
//	velocidade bench -chapter -o FILE ──▶ Record ──▶ FILE ──▶ Parse ──▶ the site, which ships one, and the page
//
// The page reads such files by web/src/reference/read.ts, the twin of this package's types and limits.
package reference

import "velocidade/wasm/bench"

// Schema names the form of a File. It changes only by adding fields.
const Schema = "velocidade.reference/v1"

// File is what was measured on one machine, and what others printed. All times are milliseconds.
type File struct {
	Schema     string          `json:"schema"` // always [Schema]
	Machine    Machine         `json:"machine"`
	RecordedAt int64           `json:"recordedAt"` // Unix time in milliseconds, when the first run began
	Commands   []string        `json:"commands"`   // that made the file, as one would type them; never empty
	Missing    []Missing       `json:"missing"`    // runtimes that the machine lacked; never null
	Reports    []*bench.Report `json:"reports"`    // one for each program at one size, without timelines; never empty
	Printed    []Printed       `json:"printed"`    // what others measured; never null
}

// Machine says where the runs took place, in words of its maker and its owner.
type Machine struct {
	Name     string `json:"name"`     // what a reader would call it, such as "a laptop of 2024"
	CPU      string `json:"cpu"`      // the processor's own name
	Cores    int    `json:"cores"`    // that the runs could use
	MemoryMB int    `json:"memoryMB"` // 0 where it is not known
	System   string `json:"system"`   // operating system and kernel
}

// Missing is a runtime that the machine lacked, and how to get it.
type Missing struct {
	Runtime string `json:"runtime"`
	Message string `json:"message"`
}

// Printed is a series of times that somebody else measured and printed, for one lane of ours.
type Printed struct {
	Program  string    `json:"program"`
	Args     string    `json:"args"`     // as text, such as "kmax=500"; "" where the source does not say
	Lane     string    `json:"lane"`     // the one of ours that it comes closest to
	Machine  string    `json:"machine"`  // as far as the source tells
	Software string    `json:"software"` // likewise
	TimesMs  []float64 `json:"timesMs"`  // every time that was printed, in order
	Source   Source    `json:"source"`
}

// Source is where a figure stands.
type Source struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}
