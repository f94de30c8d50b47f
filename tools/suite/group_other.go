//go:build !unix

package suite

import "os/exec"

// ownGroup does nothing where there are no process groups: the command's context ends the command alone.
func ownGroup(*exec.Cmd) {}
