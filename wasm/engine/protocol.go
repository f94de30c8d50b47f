package main

import (
	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
)

// What the page and the engine say to each other: JSON messages, each with a literal type and the id of the run it is
// about. The page asks, the engine (a Go module in a coordinator worker) answers; a run ends with exactly one "report"
// or "failed", a laboratory with one "lab-result" or "failed", everything else with one answer or "failed". This is the Go
// twin of web/src/protocol.ts.

// request is a message from the page.
type request struct {
	Type     string         `json:"type"` // "run", "drawn", "stop", "void", "compare", "beside", "judge", "lab", "act", "encode", "decode" or "export"
	ID       int            `json:"id"`
	Spec     json.Raw       `json:"spec,omitempty"`    // of "run"
	Draws    bool           `json:"draws,omitempty"`   // of "run": whether "drawn" answers each "progress"
	Earlier  []json.Raw     `json:"earlier,omitempty"` // of "compare": Reports of before and after; of "beside": recorded elsewhere
	Later    []json.Raw     `json:"later,omitempty"`
	Question bench.Question `json:"question"`         // of "judge"
	Name     string         `json:"name,omitempty"`   // of "lab": which
	Args     string         `json:"args,omitempty"`   // of "lab": its arguments, name=value parted by commas
	Act      json.Raw       `json:"act,omitempty"`    // of "act": a labs.Act, to a task of the laboratory under way
	Report   json.Raw       `json:"report,omitempty"` // of "encode", "export", "beside" and, where it is about one, "judge"
	Source   string         `json:"source,omitempty"` // of "encode": of a program of the reader's own
	Text     string         `json:"text,omitempty"`   // of "decode": a link, or a Report's JSON
	Format   bench.Format   `json:"format,omitempty"` // of "export"
}

// response is a message to the page: of the fields after ID, the one that its type names.
type response struct {
	Type        string             `json:"type"` // "progress", "report", "comparison", "beside", "judged", "lab-event", "lab-result", "encoded", "decoded", "exported" or "failed"
	ID          int                `json:"id"`
	Progress    *bench.Progress    `json:"progress,omitempty"`
	Report      *bench.Report      `json:"report,omitempty"`
	Comparisons *bench.Comparisons `json:"comparisons,omitempty"`
	Beside      []bench.Comparison `json:"beside,omitempty"`
	Judged      *bench.Judgement   `json:"judged,omitempty"`
	Event       json.Raw           `json:"event,omitempty"`  // a labs.Event
	Result      json.Raw           `json:"result,omitempty"` // a labs.Result
	Link        string             `json:"link,omitempty"`   // of "encoded": a link's fragment
	Stored      string             `json:"stored,omitempty"` // of "encoded": JSON that the share service takes
	Source      string             `json:"source,omitempty"` // of "decoded", beside the report
	Text        string             `json:"text,omitempty"`   // of "exported"
	Error       *kernels.Error     `json:"error,omitempty"`
}
