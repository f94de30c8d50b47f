//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// usage is what a process took.
type usage struct {
	wall, processor time.Duration
	peakBytes       int64
}

// timed runs a command to its end.
func timed(cmd *exec.Cmd) (usage, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return usage{}, fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	took := usage{wall: time.Since(began)}
	took.processor, took.peakBytes = used(cmd.ProcessState)
	return took, nil
}

func used(p *os.ProcessState) (time.Duration, int64) {
	peak := p.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS != "darwin" {
		peak *= 1024 // Linux and the BSDs count kilobytes
	}
	return p.UserTime() + p.SystemTime(), peak
}
