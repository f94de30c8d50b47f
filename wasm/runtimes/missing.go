package runtimes

import (
	"errors"

	"velocidade/kernels"
)

// IsMissing tells whether an error says that the machine lacks an interpreter, a compiler or a library, which its user may install.
// It is the one thing that tests may be skipped for: see tools/suite/lack.go.
func IsMissing(err error) bool {
	fault, ok := errors.AsType[*kernels.Error](err)
	return ok && fault.Code == CodeMissing
}
