package futures

import (
	"context"
	"errors"
	"fmt"
)

var (
	// ErrCancelled is the outcome of a future that was cancelled before it ran.
	ErrCancelled = errors.New("futures: the task was cancelled before it ran")
	// ErrKilled is the outcome of a future whose worker was ended by Kill.
	ErrKilled = errors.New("futures: the task was killed while it ran")
	// ErrShutdown is returned by Submit after Shutdown.
	ErrShutdown = errors.New("futures: the executor was shut down and takes no more tasks")
)

// BrokenPoolError is the outcome of every future of a pool whose worker ended by itself, and of Submit from then on.
type BrokenPoolError struct {
	Worker int   // the worker that ended, from 0
	Cause  error // how: often a *port.ClosedError with the worker's last words
}

func (e *BrokenPoolError) Error() string {
	return fmt.Sprintf("futures: worker %d broke its pool: %v", e.Worker, e.Cause)
}

func (e *BrokenPoolError) Unwrap() error { return e.Cause }

// EncodeError says that a value cannot be sent to another process: what Python calls not picklable.
type EncodeError struct {
	Type  string // the value's Go type
	Cause error
}

func (e *EncodeError) Error() string {
	return fmt.Sprintf("futures: a value of type %s cannot be sent to another worker: %v", e.Type, e.Cause)
}

func (e *EncodeError) Unwrap() error { return e.Cause }

// TaskError is an error that a task returned, or the panic that ended it, after its way from another process: the words
// arrive, the type does not. Errors that wrap context.Canceled or context.DeadlineExceeded still do so here.
type TaskError struct {
	Message string `json:"message"`
	Panic   bool   `json:"panic,omitempty"`
	Stack   string `json:"stack,omitempty"` // of the panic
	Context string `json:"context,omitempty"`
}

func (e *TaskError) Error() string {
	if e.Panic {
		return "the task panicked: " + e.Message
	}
	return e.Message
}

// Is reports whether the error was a context's before it was sent.
func (e *TaskError) Is(target error) bool {
	return target == context.Canceled && e.Context == "canceled" || target == context.DeadlineExceeded && e.Context == "deadline"
}

func taskError(err error) *TaskError {
	if already, ok := errors.AsType[*TaskError](err); ok {
		return already
	}
	e := &TaskError{Message: err.Error()}
	switch {
	case errors.Is(err, context.Canceled):
		e.Context = "canceled"
	case errors.Is(err, context.DeadlineExceeded):
		e.Context = "deadline"
	}
	return e
}
