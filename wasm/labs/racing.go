package labs

import (
	"context"
	"runtime"

	"velocidade/wasm/futures"
	"velocidade/wasm/port"
	"velocidade/wasm/shared"
)

// batch is how many additions stand between two meetings. Workers do not begin at the same time, nor does a busy machine run
// them for the same time: meeting again and again has them compete for all of it.
const batch = 10_000

// raceAdd adds to the counter N times, in the company of M workers in all, and tells how long that took without the meetings.
var raceAdd = futures.Define("lab.race.add", func(ctx context.Context, o job) (made, error) {
	memory, err := shared.Current()
	if err != nil {
		return made{}, err
	}
	lock := futures.NewLock(memory, lockWord)
	add := func() { memory.Store(counterWord, memory.Load(counterWord)+1) }
	took := 0.0
	for left := o.N; left > 0; left -= batch {
		if err := meet(ctx, memory, o.Me, o.M); err != nil {
			return made{}, err
		}
		began := port.Now()
		for range min(left, batch) {
			switch o.Lock {
			case "racy":
				add()
			case "atomic":
				memory.Add(counterWord, 1)
			case "lock":
				if err := lock.Acquire(ctx); err != nil {
					return made{}, err
				}
				add()
				if err := lock.Release(); err != nil {
					return made{}, err
				}
			case "with":
				if err := lock.With(ctx, add); err != nil {
					return made{}, err
				}
			}
		}
		took += port.Now() - began
	}
	return made{Ms: took}, nil
})

// linesBetween is how many lines stand between two meetings.
const linesBetween = 500

// raceLog appends N lines to the log, each of one letter.
var raceLog = futures.Define("lab.race.log", func(ctx context.Context, o job) (made, error) {
	memory, err := shared.Current()
	if err != nil {
		return made{}, err
	}
	lock := futures.NewLock(memory, lockWord)
	write := func() {
		end := memory.Load(logEndWord)
		for i := range lineWords {
			memory.Store(logWord+int(end)+i, int32('a'+o.Me))
		}
		memory.Store(logEndWord, end+lineWords)
	}
	for n := range o.N {
		if n%linesBetween == 0 {
			if err := meet(ctx, memory, o.Me, o.M); err != nil {
				return made{}, err
			}
		}
		if o.Lock == "racy" {
			write()
		} else if err := lock.With(ctx, write); err != nil {
			return made{}, err
		}
	}
	return made{}, nil
})

const (
	// meetSpins is how often somebody who waits looks before he sleeps: waking takes longer than most waits.
	meetSpins = 20_000
	// togetherMs is how long two handshakes take at the most where all are running at that moment.
	togetherMs = 0.03
	// meetPatienceMs is for how long it is tried to find all running: a machine that is too busy for that gets on without.
	meetPatienceMs = 250.0
)

// meet waits until all are there, and then until all are running at the same moment: on a busy machine somebody who has come
// may not be. Whether they are the first of them finds out, by how long two handshakes take.
func meet(ctx context.Context, memory *shared.Memory, me, count int64) error {
	if err := futures.Checkpoint(ctx); err != nil || count == 1 {
		return err
	}
	first := port.Now()
	for tries := int32(1); ; tries++ {
		began := port.Now()
		for range 2 {
			if err := gather(ctx, memory, int32(count)); err != nil {
				return err
			}
		}
		now := port.Now()
		if me == 0 && (now-first > meetPatienceMs || now-began < togetherMs) {
			memory.AtomicStore(goWord, tries)
		}
		if err := gather(ctx, memory, int32(count)); err != nil {
			return err
		}
		if memory.AtomicLoad(goWord) == tries {
			break
		}
	}
	if me == 0 {
		defer memory.AtomicStore(goWord, 0)
	}
	return gather(ctx, memory, int32(count))
}

// gather waits until so many have come.
func gather(ctx context.Context, memory *shared.Memory, count int32) error {
	meeting := memory.AtomicLoad(meetingWord)
	if memory.Add(comersWord, 1) == count {
		memory.AtomicStore(comersWord, 0)
		memory.Add(meetingWord, 1)
		memory.Notify(meetingWord, int(count))
		return nil
	}
	for spins := 0; memory.AtomicLoad(meetingWord) == meeting; spins++ {
		if spins%64 == 0 {
			runtime.Gosched() // the others may be goroutines of this instance
		}
		if spins < meetSpins {
			continue
		}
		memory.Wait(meetingWord, meeting, 1)
		if err := context.Cause(ctx); err != nil {
			return err
		}
	}
	return nil
}
