package futures

import (
	"context"
	"iter"
)

// AsCompleted yields the futures as they complete, those that are done already first; one that is given twice comes once.
// When ctx ends first, the last pair carries its error, and no future.
func AsCompleted[F Awaitable](ctx context.Context, futures []F) iter.Seq2[F, error] {
	return func(yield func(F, error) bool) {
		completed := make(chan F, len(futures)) // never blocks a callback
		distinct := unique(futures)
		for _, f := range distinct {
			defer f.inner().onDone(func() { completed <- f })()
		}
		for range distinct {
			f, err := next(ctx, completed)
			if !yield(f, err) || err != nil {
				return
			}
		}
	}
}

// When says what Wait waits for.
type When int

const (
	AllCompleted   When = iota // every future is done
	FirstCompleted             // one is
	FirstError                 // one has failed, or all are done; a cancelled one has not failed
)

// Wait waits until what it is asked for is so, or ctx ends, which is its error. It returns the futures that are done and
// those that are not, each once, in the order given.
func Wait[F Awaitable](ctx context.Context, futures []F, until When) (done, pending []F, err error) {
	distinct := unique(futures)
	events := make(chan F, len(distinct))
	for _, f := range distinct {
		defer f.inner().onDone(func() { events <- f })()
	}
	for range distinct {
		var f F
		if f, err = next(ctx, events); err != nil || until == FirstCompleted || until == FirstError && failed(f.inner()) {
			break
		}
	}
	for _, f := range distinct {
		if f.inner().Done() {
			done = append(done, f)
		} else {
			pending = append(pending, f)
		}
	}
	return done, pending, err
}

// next waits for the next future that is done; one that is done already comes before the context's end.
func next[F Awaitable](ctx context.Context, events <-chan F) (F, error) {
	select {
	case f := <-events:
		return f, nil
	default:
	}
	select {
	case f := <-events:
		return f, nil
	case <-ctx.Done():
		var none F
		return none, context.Cause(ctx)
	}
}

func failed(s *state) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.phase == finished && s.err != nil
}

func unique[F Awaitable](futures []F) []F {
	seen := make(map[*state]bool, len(futures))
	var distinct []F
	for _, f := range futures {
		if !seen[f.inner()] {
			seen[f.inner()] = true
			distinct = append(distinct, f)
		}
	}
	return distinct
}
