//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// usage is what a process took.
type usage struct {
	processor time.Duration
	peakBytes int64
}

// timed runs this command's own rewriteCommand to its end. That says itself how much memory it had at most.
func timed(cmd *exec.Cmd) (usage, error) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return usage{}, fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	peak, err := strconv.ParseInt(strings.TrimSpace(stdout.String()), 10, 64)
	return usage{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak}, err
}

// peakBytes is how much memory this process had at most.
func peakBytes() (int64, error) {
	if runtime.GOOS == "linux" {
		// What getrusage says there includes what the parent had when it started this process.
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			return 0, err
		}
		_, rest, _ := strings.Cut(string(status), "VmHWM:")
		kilobytes, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
		n, err := strconv.ParseInt(kilobytes, 10, 64)
		return n << 10, err
	}
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, err
	}
	if runtime.GOOS == "darwin" {
		return int64(usage.Maxrss), nil
	}
	return int64(usage.Maxrss) << 10, nil // the BSDs count kilobytes
}
