package futures

import (
	"math"
	"sync/atomic"

	"velocidade/wasm/port"
)

// drainedAt is the float64 bits of what DrainedAt returns.
var drainedAt atomic.Uint64

// DrainedAt is the time, in milliseconds since 1970, from which no killed worker of this program burns a core any more.
// A browser ends a busy worker only after a period of grace, see port.DrainMs: timings taken before it are of no use.
func DrainedAt() float64 { return math.Float64frombits(drainedAt.Load()) }

// draining notes that a busy worker is being killed.
func draining() { drainedAt.Store(math.Float64bits(port.Now() + port.DrainMs)) }
