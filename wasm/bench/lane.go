package bench

import "strings"

// Lane is a way to run a program, as the page lists it. Its TypeScript twin stands in web/src/manifest.ts.
type Lane struct {
	Name   string `json:"name"` // runtime/executor, such as "go/workers"
	Title  string `json:"title"`
	Doc    string `json:"doc"`
	Sweeps bool   `json:"sweeps"` // false for lanes that always run on one worker
}

// The executors of a lane's name, after the slash.
const (
	ExecSingle     = "single"
	ExecGoroutines = "goroutines"
	ExecWorkers    = "workers"
	ExecThreads    = "threads"
)

// Lanes returns the lanes there are, in the order in which forms show them. The first is the usual baseline.
func Lanes() []Lane {
	return []Lane{
		{Name: "go/single", Title: "One worker",
			Doc: "The program runs in one worker, one part after the other. This is what a single core does, " +
				"and what the other lanes are compared with."},
		{Name: "go/goroutines", Title: "Goroutines in one worker", Sweeps: true,
			Doc: "The parts are handed to goroutines that share one WebAssembly instance. They take turns on its only " +
				"thread: concurrent, not parallel, as Python's threads are under the global interpreter lock."},
		{Name: "go/workers", Title: "Many workers", Sweeps: true,
			Doc: "The parts are sent to Web Workers, each with an instance and a memory of its own. They run in parallel " +
				"and pay for it by copying messages, as Python's processes do."},
	}
}

// executorOf gives the part of a lane's name after the slash.
func executorOf(lane string) string {
	_, executor, _ := strings.Cut(lane, "/")
	return executor
}
