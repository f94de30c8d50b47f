package edge

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ProcessorTime is the processor time so far of the runtime's process in which the Worker runs: not of the tool that started it, nor
// of the proxy that the tool puts before it. It is for systems that have Linux's /proc.
func (l *Local) ProcessorTime() (time.Duration, error) {
	commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return 0, err
	}
	for _, command := range commands {
		process := filepath.Dir(command)
		text, err := os.ReadFile(command)
		if err != nil {
			continue // it has ended
		}
		args := strings.Split(string(text), "\x00")
		// The proxy has our port; the Worker's own is any.
		if filepath.Base(args[0]) == "workerd" && !slices.ContainsFunc(args, func(arg string) bool { return strings.HasSuffix(arg, l.port) }) && groupOf(process) == l.group {
			return threadsTime(process)
		}
	}
	return 0, errors.New("the runtime's process is not to be found")
}

// groupOf gives the group of a process, or 0.
func groupOf(process string) int {
	stat, err := os.ReadFile(filepath.Join(process, "stat"))
	if err != nil {
		return 0
	}
	// The name, in parentheses, may hold anything; after it come the state, the parent and the group.
	_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')')+1:]), " ")
	fields := strings.Fields(rest)
	if len(fields) < 3 {
		return 0
	}
	group, _ := strconv.Atoi(fields[2])
	return group
}

// threadsTime adds up what the threads of a process have run, which Linux counts in nanoseconds.
func threadsTime(process string) (time.Duration, error) {
	threads, err := filepath.Glob(filepath.Join(process, "task", "*", "schedstat"))
	if err != nil {
		return 0, err
	}
	var sum time.Duration
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if err != nil {
			continue // it has ended
		}
		ran, err := strconv.ParseInt(strings.Fields(string(text))[0], 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", thread, err)
		}
		sum += time.Duration(ran)
	}
	if sum == 0 {
		return 0, fmt.Errorf("%s does not say how long its threads ran", process)
	}
	return sum, nil
}
