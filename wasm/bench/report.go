package bench

import "velocidade/kernels"

// Schema names the form of a Report. It changes only by adding fields.
const Schema = "velocidade.report/v1"

// Report is what a run found: everything that the page draws, a link carries and an export prints.
// All times are milliseconds as float64; a null stands for a figure that the samples at hand do not allow.
// Its TypeScript twin is web/src/report.ts.
type Report struct {
	Schema   string       `json:"schema"` // always [Schema]
	Program  string       `json:"program"`
	Args     kernels.Args `json:"args"`
	Status   Status       `json:"status"`
	Started  int64        `json:"startedAt"` // Unix time in milliseconds, from the host's clock
	Host     Host         `json:"host"`
	Plan     Plan         `json:"plan"`
	Lanes    []LaneResult `json:"lanes"`            // in the order of the spec, then by workers
	Verdict  string       `json:"verdict"`          // one sentence, in words
	Claims   []*Claim     `json:"claims,omitempty"` // what views may say; reports of older builds have none until they are derived anew
	Warnings []Warning    `json:"warnings"`         // what a reader should know before believing the figures; never null
	Timeline []Span       `json:"timeline"`         // who did what, when; never null
}

// Status tells how a run ended.
type Status string

const (
	Complete Status = "complete" // every sample of the plan was taken
	Stopped  Status = "stopped"  // by the user; the samples taken until then are kept
	Void     Status = "void"     // the page was hidden: the samples are kept but nothing is concluded from them
)

// Host describes where a run took place.
type Host struct {
	Engine            string  `json:"engine"`                 // "wasm" in a browser, "native" otherwise
	UserAgent         string  `json:"userAgent,omitempty"`    // navigator.userAgent, in a browser
	Go                string  `json:"go"`                     // runtime.Version of the engine
	Platform          string  `json:"platform"`               // GOOS/GOARCH of the engine
	Cores             int     `json:"cores"`                  // navigator.hardwareConcurrency or runtime.NumCPU: a hint, see Report.Warnings
	Isolated          bool    `json:"isolated"`               // crossOriginIsolated; true natively
	TimerResolutionMs float64 `json:"timerResolutionMs"`      // smallest step of the clock seen when the run began; 1, with a warning, where none was
	TimerAssumed      bool    `json:"timerAssumed,omitempty"` // true where none was
	Build             string  `json:"build"`                  // identifies the code that measured
}

// Plan is how the samples were taken.
type Plan struct {
	Blocks  int    `json:"blocks"`  // asked for; in each block every lane is sampled once, in random order
	Warmups int    `json:"warmups"` // runs of every entry before the first block, at least; see LaneResult.WarmupMs
	Parts   int    `json:"parts"`   // into how many parts every lane's input was cut, per round, of which neighbours are sent together while many are left; where LaneResult.Args stands, less of it in fewer
	Seed    uint32 `json:"seed"`    // of the random order
}

// LaneResult is one lane at one worker count.
type LaneResult struct {
	Lane       string      `json:"lane"`       // runtime/executor, such as "go/workers"
	Workers    int         `json:"workers"`    // workers, goroutines or threads; 1 for "single"
	Repeat     int         `json:"repeat"`     // runs inside one sample; above 1 where one run is too short for the clock
	WarmupMs   []float64   `json:"warmupMs"`   // wall time of each warm-up run, the first one cold
	SamplesMs  []float64   `json:"samplesMs"`  // wall time of one run, for each block in order: submit to merged result; six significant digits, as all times measured
	ComputeMs  []float64   `json:"computeMs"`  // time inside the workers for the same samples, summed over workers
	MedianMs   *float64    `json:"medianMs"`   // of SamplesMs; null without samples
	IntervalMs *[2]float64 `json:"intervalMs"` // order-statistic interval of the median; null under six samples
	Confidence float64     `json:"confidence"` // that IntervalMs truly has, at least 0.95; 0 without an interval
	Outliers   []int       `json:"outliers"`   // indices into SamplesMs beyond Tukey's outer fences: flagged, never dropped
	Result     string      `json:"result"`     // the program's answer, as text: the first that the lane gave
	Speedup    *Speedup    `json:"speedup"`    // null for the baseline, and where there are too few samples
	Error      *Fault      `json:"error"`      // why this lane ended early; null when it did not

	Runtime   string    `json:"runtime,omitempty"`   // what its workers ran on, in words, with a version; left out for the host's own Go
	Args      string    `json:"args,omitempty"`      // what it ran, as text, where that is less than the Report's Args
	Note      string    `json:"note,omitempty"`      // why it ran less
	AgainstMs []float64 `json:"againstMs,omitempty"` // wall times of the baseline's lane at those Args, block by block: Speedup compares with them
}

// Speedup compares a lane with a baseline, block by block: above 1 where the lane is faster. See [Paired].
type Speedup struct {
	Against        string     `json:"against"`        // the baseline's lane
	AgainstWorkers int        `json:"againstWorkers"` // the baseline's workers: 1, unless no lane with one was asked for
	Ratio          float64    `json:"ratio"`          // the baseline's times / this lane's, the trimmed mean of the blocks' logarithms
	Interval       [2]float64 `json:"interval"`       // 95 %
	Efficiency     float64    `json:"efficiency"`     // Ratio × AgainstWorkers / Workers; says something only where a claim of it stands in the report
	Samples        int        `json:"samples"`        // blocks that both lanes finished
}

// Warning is something a reader should know, why it is so, and what to do about it.
type Warning struct {
	Code    WarningCode `json:"code"`
	Lane    string      `json:"lane,omitempty"` // where it concerns one lane
	Message string      `json:"message"`        // cause and next step, in words
}

// Fault is an error as data: it crosses from worker to coordinator to page without losing its code.
type Fault = kernels.Error

// Phase is what a worker was doing.
type Phase string

const (
	PhaseSpawn   Phase = "spawn"   // from asking for the worker to its first own instruction
	PhaseCompile Phase = "compile" // instantiating the module and starting the runtime in it
	PhaseCopy    Phase = "copy"    // a message on its way, there or back
	PhaseRun     Phase = "run"     // inside the program
	PhaseWait    Phase = "wait"    // idle, with work of this run still under way elsewhere
)

// Span is one phase of one worker. Times count from the start of the run it belongs to.
type Span struct {
	Lane    string  `json:"lane"`
	Workers int     `json:"workers"`
	Run     string  `json:"run"`    // "first": the cold run, with spawning; "last": the last sample
	Worker  int     `json:"worker"` // from 0
	Phase   Phase   `json:"phase"`
	StartMs float64 `json:"startMs"`
	EndMs   float64 `json:"endMs"`
}
