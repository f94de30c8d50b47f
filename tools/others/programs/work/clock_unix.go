//go:build unix

package work

import "syscall"

// processMs is the processor time of this process so far, which includes the collector's threads.
func processMs() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e6
}
