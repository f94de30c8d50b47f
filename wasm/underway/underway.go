// Package underway keeps what a Go program that answers a page has under way: one run or laboratory at a time, since two
// would measure each other. The engine has one of these, and so has a program of the reader's own.
package underway

import (
	"context"
	"errors"
	"sync"

	"velocidade/kernels"
)

// The codes of what is refused or fails, besides those of packages kernels and bench.
const (
	CodeBusy   = "busy"
	CodeFailed = "engine-failed"
)

// One is what is under way, if anything is. Its zero value is ready for use. Its methods unlock without defer, which costs the
// engine some kilobytes.
type One struct {
	mu     sync.Mutex
	id     int
	cancel context.CancelCauseFunc // nil while nothing is under way
	act    func([]byte)

	drawing *Drawing // of the last measurement; for who hands on the page's requests, which come one by one
}

// Begin notes that what was asked for by the request of that id is under way, and returns its context; an error where
// something else is. What the reader does to it meanwhile goes to act, if there is one.
func (o *One) Begin(id int, act func([]byte)) (context.Context, error) {
	o.mu.Lock()
	if o.cancel != nil {
		o.mu.Unlock()
		return nil, &kernels.Error{Code: CodeBusy, Message: "another run is under way: stop it first, or wait for it; " +
			"two at a time would measure each other"}
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	o.id, o.cancel, o.act = id, cancel, act
	o.mu.Unlock()
	return ctx, nil
}

// Over notes that nothing is under way any more.
func (o *One) Over() {
	o.mu.Lock()
	o.cancel(nil)
	o.cancel, o.act = nil, nil
	o.mu.Unlock()
}

// End has what is under way end, for that cause, if it is what the id says.
func (o *One) End(id int, cause error) {
	o.mu.Lock()
	if o.cancel != nil && o.id == id {
		o.cancel(cause)
	}
	o.mu.Unlock()
}

// Act hands on what the reader does, if it is done to what is under way.
func (o *One) Act(id int, data []byte) {
	o.mu.Lock()
	if o.act != nil && o.id == id {
		o.act(data)
	}
	o.mu.Unlock()
}

// Fault gives an error as data, nil for none. What has no code of its own is said to have failed.
func Fault(what string, err error) *kernels.Error {
	if fault, ok := errors.AsType[*kernels.Error](err); ok || err == nil {
		return fault
	}
	return &kernels.Error{Code: CodeFailed, Message: what + " failed: " + err.Error()}
}
