package futures

import (
	"context"
	"errors"
	"runtime"

	"velocidade/wasm/port"
	"velocidade/wasm/shared"
)

// ErrNotLocked is returned by Release of a lock that nobody holds: a RuntimeError in Python.
var ErrNotLocked = errors.New("futures: release of a lock that nobody holds")

// Lock is one word of shared memory that one holder at a time can have: a worker or a goroutine, of whichever instance.
// As Python's threading.Lock it belongs to nobody: whoever likes may release it, and its holder cannot take it twice.
type Lock struct {
	memory *shared.Memory
	word   int
}

// What the word of a lock holds.
const (
	unlocked int32 = iota
	locked
	contended // locked, and somebody may be waiting: whoever releases it has to wake one
)

// NewLock returns the lock that lives in that word of the memory, which has to be zero at first.
func NewLock(memory *shared.Memory, word int) *Lock { return &Lock{memory, word} }

const (
	// lockSpins is how often a taken lock is tried again before its waiter sleeps: most are held for less time than going
	// to sleep takes.
	lockSpins = 40
	// lockNapMs bounds one sleep. The holder may be a goroutine of the very instance that sleeps.
	lockNapMs = 1.0
	// napsBetweenTurns is how many naps a waiter takes before it lets messages in: that goroutine may be waiting for one.
	napsBetweenTurns = 4
)

// TryAcquire takes the lock if nobody has it, and reports whether it did: acquire(blocking=False).
func (l *Lock) TryAcquire() bool { return l.memory.CompareAndSwap(l.word, unlocked, locked) }

// Acquire waits for the lock and takes it. Its error is that of a context that ended first: acquire(timeout=…).
func (l *Lock) Acquire(ctx context.Context) error {
	for range lockSpins {
		if l.TryAcquire() {
			return nil
		}
	}
	for naps := 1; !l.memory.CompareAndSwap(l.word, unlocked, contended); naps++ {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if naps%napsBetweenTurns == 0 {
			port.Turn()
		} else {
			runtime.Gosched()
		}
		if l.memory.CompareAndSwap(l.word, locked, contended) || l.memory.AtomicLoad(l.word) == contended {
			l.memory.Wait(l.word, contended, lockNapMs)
		}
	}
	return nil
}

// Release lets the next one have the lock.
func (l *Lock) Release() error {
	if l.memory.CompareAndSwap(l.word, locked, unlocked) {
		return nil
	}
	if !l.memory.CompareAndSwap(l.word, contended, unlocked) {
		return ErrNotLocked
	}
	l.memory.Notify(l.word, 1)
	return nil
}

// Locked reports whether somebody has the lock.
func (l *Lock) Locked() bool { return l.memory.AtomicLoad(l.word) != unlocked }

// With calls fn while holding the lock, and releases it however fn ends: Python's with statement.
func (l *Lock) With(ctx context.Context, fn func()) error {
	if err := l.Acquire(ctx); err != nil {
		return err
	}
	defer func() { _ = l.Release() }()
	fn()
	return nil
}
