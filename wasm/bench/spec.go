package bench

import "velocidade/wasm/json"

// Spec asks for a run. Fields left out, which are nil here, take the defaults that Resolve fills in; an empty list, 0 and
// null are values, and wrong ones, but for a seed of 0.
type Spec struct {
	Program string   `json:"program"`
	Args    json.Raw `json:"args,omitempty"`    // an object of numbers, or text such as "n=1000"; default: the program's
	Lanes   []string `json:"lanes,omitempty"`   // default: go/single, go/goroutines, go/workers
	Workers []int    `json:"workers,omitempty"` // default: 1, 2, 4 … up to the machine's cores
	Blocks  *int     `json:"blocks,omitempty"`  // default: DefaultBlocks
	Seed    *uint32  `json:"seed,omitempty"`    // default: chosen by the runner
}

// Limits of a Spec. The page's forms take them from the manifest, so they stand here alone.
const (
	MaxWorkers      = 64 // of one entry: 64 instances are known to run in one renderer
	MaxWorkerCounts = 8  // entries of a sweep
	MinBlocks       = 1
	DefaultBlocks   = 10
	MaxBlocks       = 200
)

// Progress tells how far a run is. Samples arrive with it one by one, so that a plot can grow.
type Progress struct {
	Phase     string   `json:"phase"`    // "starting", "warming" or "measuring"
	Done      int      `json:"done"`     // samples taken, warm-ups included
	Total     int      `json:"total"`    // samples planned, warm-ups included
	Fraction  float64  `json:"fraction"` // of the expected time, 0 to 1
	ElapsedMs float64  `json:"elapsedMs"`
	LeftMs    *float64 `json:"leftMs"` // null until there is something to estimate from
	Lane      string   `json:"lane"`   // being measured now
	Workers   int      `json:"workers"`
	Sample    *Sampled `json:"sample"` // the sample just taken, or null
}

// Sampled is one measured sample, as it is reported while the run goes on.
type Sampled struct {
	Lane    string  `json:"lane"`
	Workers int     `json:"workers"`
	Block   int     `json:"block"` // -1 for a warm-up run
	WallMs  float64 `json:"wallMs"`
}
