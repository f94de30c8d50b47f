package labs

import (
	"context"
	"runtime"

	"velocidade/wasm/futures"
	"velocidade/wasm/port"
	"velocidade/wasm/shared"
)

// batch is how many additions stand between two checkpoints.
const batch = 10_000

// raceAdd adds to the counter N times, beginning together with the others of M workers in all, and tells how long that took.
var raceAdd = futures.Define("lab.race.add", func(ctx context.Context, o job) (made, error) {
	memory, err := shared.Current()
	if err != nil {
		return made{}, err
	}
	lock := futures.NewLock(memory, lockWord)
	add := func() { memory.Store(counterWord, memory.Load(counterWord)+1) }
	if err := gather(ctx, memory, int32(o.M)); err != nil {
		return made{}, err
	}
	took := 0.0
	for left := o.N; left > 0; left -= batch {
		if err := futures.Checkpoint(ctx); err != nil {
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
			if err := gather(ctx, memory, int32(o.M)); err != nil {
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

// meetSpins is how often somebody who waits looks before he sleeps: waking takes longer than most waits.
const meetSpins = 20_000

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
		if spins%256 == 255 {
			runtime.Gosched() // the others may be goroutines of this instance
		}
		if spins < meetSpins {
			continue
		}
		// Goroutines of this instance may be in the midst of a checkpoint, and get on only when messages are let in.
		memory.Wait(meetingWord, meeting, 1)
		if err := futures.Checkpoint(ctx); err != nil {
			return err
		}
	}
	return nil
}
