//go:build !unix

package suite

import (
	"os/exec"
	"time"
)

// ownGroup does nothing where there are no process groups: the command's context ends the command alone.
func ownGroup(*exec.Cmd) {}

// processorTime is not told here.
func processorTime() time.Duration { return 0 }
