// Package labs holds the laboratories: experiments in which a reader sees how tasks, threads, locks and messages behave,
// where a benchmark would only time them. A laboratory is a value; the same one runs in the browser and natively.
//
//	lab, err := labs.Lookup("race")
//	args, err := lab.ParseArgs("runs=10")
//	result, err := lab.Run(ctx, &labs.Env{Args: args, …}, func(e labs.Event) { … })
//
// While it runs it emits events: the steps it goes through, calls and what they gave, tasks and the states they move
// through. It ends with a Result: what was found, in a sentence, and the tables and charts that carry it. Both are data, and
// whoever shows them (the page's element, the command line) shows every laboratory alike.
//
// What runs elsewhere stands in tasks.go. What only one platform has stands in *_js.go and *_native.go.
package labs

import (
	"context"
	"fmt"
	"strings"

	"velocidade/kernels"
)

// Lab is one experiment.
type Lab struct {
	Name    string          // identifier in addresses, CLI and API: lower-case letters
	Title   string          // heading, as a reader would say it
	Summary string          // one line for the list
	Doc     string          // what is tried and what to look for; paragraphs parted by a blank line
	Params  []kernels.Param // in the order in which forms show them

	// Run carries the experiment out. Its error is the context's where it was stopped, and a *kernels.Error where it could
	// not be carried out; what is itself a finding (a lane that is refused, a message that is quoted) is no error.
	Run func(ctx context.Context, env *Env, emit func(Event)) (*Result, error)
}

// Env is what a laboratory is given: its arguments, and what differs from place to place.
type Env struct {
	Args  kernels.Args
	Now   func() float64 // milliseconds since 1970, with the clock's full resolution
	Cores int            // that the machine is said to have
	// Delay is the address that answers after as many milliseconds as its parameter ms says; empty for the one beside the
	// page's assets, see delayAddress.
	Delay string
	// Acts are what a reader does while the laboratory runs, such as cancelling a task; nil where nobody can.
	Acts <-chan Act
}

// Act is something that a reader does to a task while the laboratory runs.
type Act struct {
	Do   string `json:"do"`   // "cancel" or "kill"
	Task int    `json:"task"` // the Task's ID
}

// All returns the laboratories in the order in which the page lists them.
func All() []*Lab {
	return []*Lab{&executorLab, &threadLab, &gilLab, &raceLab, &ioLab, &sendLab, &spawnLab, &multiprocessingLab, &extensionLab}
}

// Codes of errors, besides those of package kernels.
const (
	CodeUnknownLab = "unknown-lab"
	CodeLabFailed  = "lab-failed"
)

// Lookup returns the laboratory of that name, or a *kernels.Error.
func Lookup(name string) (*Lab, error) {
	var names []string
	for _, lab := range All() {
		if lab.Name == name {
			return lab, nil
		}
		names = append(names, lab.Name)
	}
	limit := strings.Join(names, ", ")
	return nil, &kernels.Error{Code: CodeUnknownLab, Field: "name", Value: clip(name), Limit: limit,
		Message: fmt.Sprintf("there is no laboratory %q; there are %s", clip(name), limit)}
}

// clip keeps hostile input from filling a message.
func clip(s string) string {
	const most = 60
	s = strings.ToValidUTF8(s, "�")
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// program is the laboratory as kernels sees one, which reads arguments.
func (l *Lab) program() *kernels.Kernel { return &kernels.Kernel{Name: l.Name, Params: l.Params} }

// ParseArgs reads arguments as text: name=value, parted by commas. Every error is a *kernels.Error.
func (l *Lab) ParseArgs(text string) (kernels.Args, error) { return l.program().ParseArgs(text) }
