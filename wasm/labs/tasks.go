package labs

import (
	"context"
	"errors"
	"math"
	"sync"
	"sync/atomic"
	"time"
	"velocidade/wasm/port"

	"velocidade/wasm/futures"
)

// What runs in workers. All of it has the same two types: every further pair would add a copy of the executors' generic code
// to what a visitor's browser has to load.

// job is the argument of a laboratory's task; each takes what it needs.
type job struct {
	N    int64   `json:"n,omitempty"`
	M    int64   `json:"m,omitempty"`
	Me   int64   `json:"me,omitempty"` // which of those that do the same, from 0
	Ms   float64 `json:"ms,omitempty"`
	Text string  `json:"text,omitempty"`
	Lock string  `json:"lock,omitempty"` // how the race's tasks keep apart
}

// made is the result of one.
type made struct {
	N     int64        `json:"n,omitempty"`
	Yes   bool         `json:"yes,omitempty"`
	Ms    float64      `json:"ms,omitempty"`
	Text  string       `json:"text,omitempty"`
	Turns [][2]float64 `json:"turns,omitempty"` // when it computed: starts and ends
}

type (
	taskFunc = futures.Func[job, made]
	future   = futures.Future[made]
)

var (
	// isPrime is the chapter's: trial division by odd numbers up to the root, and out at the first divisor.
	isPrime = futures.Define("lab.isprime", func(ctx context.Context, o job) (made, error) {
		yes, err := primality(ctx, o.N)
		return made{N: o.N, Yes: yes}, err
	})
	// doze waits, as a task does that asks somebody else.
	doze = futures.Define("lab.doze", func(ctx context.Context, o job) (made, error) {
		return made{Ms: o.Ms}, sleep(ctx, o.Ms)
	})
	// countdown is Beazley's loop, and tells when it had its turns.
	countdown = futures.Define("lab.countdown", func(ctx context.Context, o job) (made, error) {
		return takeTurns(ctx, o.N)
	})
)

// sleep waits as a goroutine waits, or until the task is given up.
func sleep(ctx context.Context, ms float64) error {
	timer := time.NewTimer(time.Duration(ms * float64(time.Millisecond)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// divisorsBetween is how many divisors are tried between two looks at the clock: a fraction of a millisecond's worth.
const divisorsBetween = 1 << 15

func primality(ctx context.Context, n int64) (bool, error) {
	if n < 2 || n > 2 && n%2 == 0 {
		return false, nil
	}
	root := int64(math.Sqrt(float64(n)))
	for d := int64(3); d <= root; {
		for end := min(d+2*divisorsBetween, root+1); d < end; d += 2 {
			if n%d == 0 {
				return false, nil
			}
		}
		if err := futures.Checkpoint(ctx); err != nil {
			return false, err
		}
	}
	return true, nil
}

// stepsBetween is how far Beazley's loop counts between two looks at the clock.
const stepsBetween = 1 << 17

// gapMs is how long a computation must have been held up for its turn to count as over.
const gapMs = 1.0

// takeTurns counts down from n, and notes when it computed: in an instance that has other goroutines, every checkpoint may
// hand the only turn to one of them.
func takeTurns(ctx context.Context, n int64) (made, error) {
	now := port.Now
	var turns [][2]float64
	begin := now()
	odd := int64(0)
	for n > 0 {
		for stop := max(n-stepsBetween, 0); n > stop; n-- {
			odd += n & 1
		}
		before := now()
		if err := futures.Checkpoint(ctx); err != nil {
			return made{}, err
		}
		if after := now(); after-before > gapMs {
			turns = append(turns, [2]float64{begin, before})
			begin = after
		}
	}
	return made{N: odd, Turns: append(turns, [2]float64{begin, now()})}, nil
}

// gates hold tasks of this program back until a laboratory opens them, so that what it shows depends on no clock.
var gates struct {
	sync.Mutex
	last int64
	open map[int64]chan struct{}
}

// gate returns a number to give to gated as its N, and what opens it.
func gate() (number int64, open func()) {
	gates.Lock()
	defer gates.Unlock()
	if gates.open == nil {
		gates.open = map[int64]chan struct{}{}
	}
	gates.last++
	held := make(chan struct{})
	gates.open[gates.last] = held
	return gates.last, sync.OnceFunc(func() { close(held) })
}

// gated waits at its gate and then returns its text, or fails with it where M is not zero. It runs on this program's
// goroutines alone.
var gated = futures.Define("lab.gated", func(ctx context.Context, o job) (made, error) {
	gates.Lock()
	held := gates.open[o.N]
	delete(gates.open, o.N)
	gates.Unlock()
	select {
	case <-held:
	case <-ctx.Done():
		return made{}, context.Cause(ctx)
	}
	if o.M != 0 {
		return made{}, errors.New(o.Text)
	}
	return made{Text: o.Text}, nil
})

// greeting is what the initializer left in this copy of the program.
var greeting atomic.Value

var (
	initialize = futures.Define("lab.initialize", func(_ context.Context, o job) (futures.None, error) {
		greeting.Store(o.Text)
		return futures.None{}, nil
	})
	recall = futures.Define("lab.recall", func(ctx context.Context, o job) (made, error) {
		text, _ := greeting.Load().(string)
		return made{Text: text}, sleep(ctx, o.Ms)
	})
)
