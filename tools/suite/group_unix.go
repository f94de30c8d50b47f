//go:build unix

package suite

import (
	"os/exec"
	"syscall"
	"time"
)

// ownGroup makes a command the head of a process group of its own, so that ending it ends what it started too: browsers and
// test runners are families of processes.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
}

// processorTime is what commands that have ended used, with what they started and waited for. Browsers end without waiting for all
// of their processes, whose time is missing: of end-to-end tests it is a third or so of the whole.
func processorTime() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_CHILDREN, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
