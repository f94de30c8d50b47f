package bench

import "strings"

// Lane is a way to run a program, as the page lists it. Its TypeScript twin stands in web/src/manifest.ts.
type Lane struct {
	Name    string `json:"name"` // runtime/executor, such as "go/workers"
	Title   string `json:"title"`
	Doc     string `json:"doc"`
	Sweeps  bool   `json:"sweeps"`            // false for lanes that always run on one worker
	Default bool   `json:"default,omitempty"` // taken where a spec names no lanes
	Page    bool   `json:"-"`                 // can be run in a browser
	Native  bool   `json:"-"`                 // can be run from the command line
}

// The executors of a lane's name, after the slash.
const (
	ExecSingle     = "single"
	ExecGoroutines = "goroutines"
	ExecWorkers    = "workers"
	ExecThreads    = "threads"
)

// Lanes returns the lanes there are, in a browser or from the command line, in the order in which forms show them. The
// first is the usual baseline.
func Lanes() []Lane {
	var lanes []Lane
	for _, r := range Runtimes() {
		for _, x := range r.executors {
			lane := Lane{Name: r.Name + "/" + x.name, Title: x.title, Doc: x.doc, Sweeps: x.name != ExecSingle,
				Default: r.Name == baseRuntime && !x.optional, Page: r.page && !x.nativeOnly, Native: r.native}
			lanes = append(lanes, lane)
		}
	}
	return lanes
}

// LanesHere returns the lanes that can be run where a Host.Engine says; a host that says nothing counts as a browser.
func LanesHere(engine string) []Lane {
	var here []Lane
	for _, lane := range Lanes() {
		if engine == EngineNative && lane.Native || engine != EngineNative && lane.Page {
			here = append(here, lane)
		}
	}
	return here
}

// What Host.Engine can be.
const (
	EngineWasm   = "wasm"   // in a browser
	EngineNative = "native" // from the command line
)

// executor is one way in which a runtime is put to use.
type executor struct {
	name, title, doc string
	nativeOnly       bool
	optional         bool // not taken where a spec names no lanes
}

var (
	goExecutors = []executor{
		{name: ExecSingle, title: "One worker", doc: "The program runs in one worker, one part after the other. This is what a " +
			"single core does, and what the other lanes are compared with."},
		{name: ExecGoroutines, title: "Goroutines in one worker", doc: "The parts are handed to goroutines that share one " +
			"WebAssembly instance. They take turns on its only thread: concurrent, not parallel, as Python's threads are under " +
			"the global interpreter lock."},
		{name: ExecWorkers, title: "Many workers", doc: "The parts are sent to Web Workers, each with an instance and a memory " +
			"of its own. They run in parallel and pay for it by copying messages, as Python's processes do."},
		{name: ExecThreads, title: "Threads in one worker", optional: true, doc: "The parts are handed to goroutines that share one " +
			"memory and run on several threads. They run in parallel and copy nothing to each other, as Python's threads do where " +
			"there is no global interpreter lock. A browser needs a cross-origin isolated page for it."},
	}
	single   = executor{name: ExecSingle, title: "One worker"}
	workers  = executor{name: ExecWorkers, title: "Many workers"}
	threads  = executor{name: ExecThreads, title: "Threads in one process", nativeOnly: true}
	alone    = []executor{single, workers}
	threaded = []executor{single, threads, workers}
)

// executorOf gives the part of a lane's name after the slash.
func executorOf(lane string) string {
	_, executor, _ := strings.Cut(lane, "/")
	return executor
}
