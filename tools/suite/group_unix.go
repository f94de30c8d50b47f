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
