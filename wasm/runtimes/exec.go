package runtimes

import (
	"context"
	"errors"

	"velocidade/wasm/futures"
)

// Exec has a worker of another language run a piece of source, in a namespace of its own, and gives the text of what it
// leaves in the variable "result": laboratories ask so what a runtime does. An exception comes back as the task's error, by
// its own last line. Workers in Python know it; this program's own have no language to run.
var Exec = futures.Define("exec", func(context.Context, string) (string, error) {
	return "", errors.New("runtimes: a worker in Go runs no source")
})
