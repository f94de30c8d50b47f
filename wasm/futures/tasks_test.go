package futures_test

import (
	"context"
	"errors"
	"math"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"velocidade/wasm/futures"
)

// TestMain lets the test binary be its own worker process.
func TestMain(m *testing.M) {
	futures.Init()
	os.Exit(m.Run())
}

var none futures.None

// The tasks of the tests. They wait for nothing but their own context, so that no test depends on time.
var (
	square = futures.Define("square", func(_ context.Context, n int) (int, error) { return n * n, nil })
	fail   = futures.Define("fail", func(_ context.Context, words string) (int, error) { return 0, errors.New(words) })
	panics = futures.Define("panics", func(_ context.Context, words string) (int, error) { panic(words) })
	// block runs until it is asked to stop.
	block = futures.Define("block", func(ctx context.Context, n int) (int, error) {
		<-ctx.Done()
		return n, ctx.Err()
	})
	// blockAt is over at once at 0, and runs until it is asked to stop at anything else.
	blockAt = futures.Define("block at", func(ctx context.Context, n int) (int, error) {
		if n == 0 {
			return 0, nil
		}
		<-ctx.Done()
		return n, ctx.Err()
	})
	// spin computes until it is asked to stop, as a long kernel would.
	spin = futures.Define("spin", func(ctx context.Context, n int) (int, error) {
		for {
			if err := futures.Checkpoint(ctx); err != nil {
				return n, err
			}
		}
	})
	// deaf computes and listens to nobody.
	deaf = futures.Define("deaf", func(context.Context, int) (int, error) {
		for n := 0; ; n++ {
			if n < 0 {
				return n, nil
			}
		}
	})
	exit    = futures.Define("exit", func(_ context.Context, code int) (int, error) { os.Exit(code); return 0, nil })
	odd     = futures.Define("odd", func(_ context.Context, n int) (int, error) { return n, onlyOdd(n) })
	channel = futures.Define("channel", func(context.Context, chan int) (int, error) { return 0, nil })
	nan     = futures.Define("nan", func(context.Context, futures.None) (float64, error) { return math.NaN(), nil })

	echo = futures.Define("echo", func(_ context.Context, data []byte) ([]byte, error) { return data, nil })
	// count counts its calls, and waits at the gate where it is told to.
	count = futures.Define("count", func(_ context.Context, wait bool) (futures.None, error) {
		ran.Add(1)
		if wait {
			<-gate
		}
		return none, nil
	})
	ran    atomic.Int32 // calls of count in this copy of the program
	gate   chan struct{}
	slowly = futures.Define("slowly", func(ctx context.Context, _ futures.None) (futures.None, error) {
		for range 20 {
			time.Sleep(time.Millisecond)
			if err := futures.Checkpoint(ctx); err != nil {
				return none, err
			}
		}
		initialized.Store(7)
		return none, nil
	})
	point = futures.Define("point", func(_ context.Context, p pointed) (pointed, error) { return pointed{p.n + 1}, nil })

	initialized atomic.Int32 // in this worker
	prepare     = futures.Define("prepare", func(_ context.Context, n int32) (futures.None, error) {
		initialized.Add(n)
		return none, nil
	})
	prepared  = futures.Define("prepared", func(context.Context, futures.None) (int32, error) { return initialized.Load(), nil })
	unprepare = futures.Define("unprepare", func(_ context.Context, words string) (futures.None, error) {
		return none, errors.New(words)
	})
	inside = futures.Define("inside", func(ctx context.Context, n int) (int, error) {
		pool := futures.Threads(2)
		defer pool.Shutdown(true, false)
		f, err := futures.Submit(pool, square, n)
		if err != nil {
			return 0, err
		}
		return f.Result(ctx)
	})
)

// pointed is sent in a form of its own, by methods that its pointer has.
type pointed struct{ n byte }

func (p *pointed) MarshalBinary() ([]byte, error) { return []byte{p.n}, nil }

func (p *pointed) UnmarshalBinary(b []byte) error {
	if len(b) != 1 {
		return errors.New("one byte was expected")
	}
	p.n = b[0]
	return nil
}

func onlyOdd(n int) error {
	if n%2 == 0 {
		return errors.New("even")
	}
	return nil
}

// executors are what every case runs on: the semantics are the same.
var executors = []struct {
	name string
	make func(n int, options ...futures.Option) *futures.Executor
}{
	{"threads", futures.Threads},
	{"processes", futures.Processes},
}

// on runs a case on both kinds of executors, with so many workers, and sees to their end.
func on(t *testing.T, workers int, test func(t *testing.T, e *futures.Executor)) {
	for _, kind := range executors {
		t.Run(kind.name, func(t *testing.T) {
			e := kind.make(workers)
			t.Cleanup(func() { e.KillWorkers() })
			test(t, e)
		})
	}
}

// submit is Submit where it must succeed.
func submit[A, R any](t *testing.T, e *futures.Executor, fn futures.Func[A, R], arg A) *futures.Future[R] {
	t.Helper()
	f, err := futures.Submit(e, fn, arg)
	require.NoError(t, err)
	return f
}

// taken submits a task that runs until it is stopped, and returns once a worker has taken it.
func taken(t *testing.T, e *futures.Executor, fn futures.Func[int, int]) *futures.Future[int] {
	t.Helper()
	f := submit(t, e, fn, 1)
	eventually(t, f.Running)
	return f
}

// value waits for a future that must succeed.
func value[R any](t *testing.T, f *futures.Future[R]) R {
	t.Helper()
	v, err := f.Result(t.Context())
	require.NoError(t, err)
	return v
}
