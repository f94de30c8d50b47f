package suite

import (
	"bytes"
	"io"
	"sync"
)

// turns lets several write to one writer at the same time as if they wrote one after the other: what the first of those that have
// not ended writes is seen at once, and what the others write is kept until it is their turn.
type turns struct {
	mu  sync.Mutex
	out io.Writer
	all []*turn
	now int // whose turn it is
}

// turn is the place of one writer among the others.
type turn struct {
	of    *turns
	kept  bytes.Buffer
	ended bool
}

func newTurns(out io.Writer, n int) *turns {
	t := &turns{out: out}
	for range n {
		t.all = append(t.all, &turn{of: t})
	}
	return t
}

func (t *turn) Write(p []byte) (int, error) {
	t.of.mu.Lock()
	defer t.of.mu.Unlock()
	if t.of.now < len(t.of.all) && t.of.all[t.of.now] == t {
		return t.of.out.Write(p)
	}
	return t.kept.Write(p)
}

// end gives the turn to the next one.
func (t *turn) end() {
	t.of.mu.Lock()
	defer t.of.mu.Unlock()
	t.ended = true
	for t.of.now < len(t.of.all) && t.of.all[t.of.now].ended {
		t.of.now++
		if t.of.now < len(t.of.all) {
			next := t.of.all[t.of.now]
			_, _ = next.kept.WriteTo(t.of.out) // a terminal that is gone is nobody's failed test
		}
	}
}
