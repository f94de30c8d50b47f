package kernels

import "strings"

// The codes an [Error] can have.
const (
	CodeUnknownProgram   = "unknown-program"
	CodeUnknownParameter = "unknown-parameter"
	CodeBadArgument      = "bad-argument" // not of the parameter's type
	CodeOutOfRange       = "out-of-range" // of its type, outside its limits
	CodeBadPartial       = "bad-partial"  // a worker's partial result that no run of the program gives
)

// Error says what was wrong with what somebody gave, in a form that programs can act on and people can read.
// It is the one shape of a bad-input error everywhere in Velocidade, in Go, in JSON and in the page.
type Error struct {
	Code    string `json:"code"`
	Field   string `json:"field,omitempty"` // the parameter or field that was wrong
	Value   string `json:"value,omitempty"` // what it was, cut to a readable length
	Limit   string `json:"limit,omitempty"` // what it may be
	Message string `json:"message"`         // a sentence with all of that
}

func (e *Error) Error() string { return e.Message }

// clip keeps hostile input from filling a message.
func clip(s string) string {
	const most = 60
	s = strings.ToValidUTF8(s, "�")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
