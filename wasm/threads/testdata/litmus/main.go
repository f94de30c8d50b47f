// Command litmus looks for outcomes that Go's memory model forbids: its atomics are sequentially consistent. Each test
// has the goroutines of a round start together, and counts what they saw.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
)

// word is alone on its cache line.
type word struct {
	atomic.Int32
	_ [60]byte
}

type state struct {
	x, y  word
	plain int32
	_     [60]byte
	saw   [4]int32
}

type test struct {
	name      string
	threads   []func(s *state)
	forbidden func(s *state) bool
}

var tests = []test{
	{"message passing", []func(s *state){
		func(s *state) { s.plain = 1; s.x.Store(1) },
		func(s *state) {
			s.saw[0] = s.x.Load()
			if s.saw[0] == 1 {
				s.saw[1] = s.plain // a race with the store, unless x says that it was before
			}
		},
	}, func(s *state) bool { return s.saw[0] == 1 && s.saw[1] == 0 }},
	{"store buffering", []func(s *state){
		func(s *state) { s.x.Store(1); s.saw[0] = s.y.Load() },
		func(s *state) { s.y.Store(1); s.saw[1] = s.x.Load() },
	}, func(s *state) bool { return s.saw[0] == 0 && s.saw[1] == 0 }},
	{"load buffering", []func(s *state){
		func(s *state) { s.saw[0] = s.x.Load(); s.y.Store(1) },
		func(s *state) { s.saw[1] = s.y.Load(); s.x.Store(1) },
	}, func(s *state) bool { return s.saw[0] == 1 && s.saw[1] == 1 }},
	{"independent reads of independent writes", []func(s *state){
		func(s *state) { s.x.Store(1) },
		func(s *state) { s.y.Store(1) },
		func(s *state) { s.saw[0] = s.x.Load(); s.saw[1] = s.y.Load() },
		func(s *state) { s.saw[2] = s.y.Load(); s.saw[3] = s.x.Load() },
	}, func(s *state) bool { return s.saw == [4]int32{1, 0, 1, 0} }},
	{"compare and swap", []func(s *state){
		func(s *state) { s.saw[0] = won(s.x.CompareAndSwap(0, 1)) },
		func(s *state) { s.saw[1] = won(s.x.CompareAndSwap(0, 2)) },
		func(s *state) { s.y.Add(1) },
		func(s *state) {
			for v := s.y.Load(); !s.y.CompareAndSwap(v, v+1); v = s.y.Load() {
			}
		},
	}, func(s *state) bool { return s.saw[0]+s.saw[1] != 1 || s.x.Load() != 1+s.saw[1] || s.y.Load() != 2 }},
}

func won(ok bool) int32 {
	if ok {
		return 1
	}
	return 0
}

// run has the threads go through all states in step. The one that is ahead waits at every state.
func (t test) run(states []state) (forbidden int) {
	ready := make([]word, len(t.threads))
	done := make(chan bool)
	for me, act := range t.threads {
		go func() {
			runtime.LockOSThread()
			for i := range states {
				ready[me].Store(int32(i + 1))
				for other := range ready {
					for spins := 0; ready[other].Load() <= int32(i); spins++ {
						if spins > 200 {
							runtime.Gosched() // there may be fewer cores than threads
						}
					}
				}
				act(&states[i])
			}
			done <- true
		}()
	}
	for range t.threads {
		<-done
	}
	for i := range states {
		if t.forbidden(&states[i]) {
			forbidden++
		}
	}
	return forbidden
}

func main() {
	rounds := flag.Int("rounds", 20_000, "how many of each test")
	flag.Parse()
	states := make([]state, 10_000)
	failed := false
	for _, t := range tests {
		bad, both := 0, 0
		for left := *rounds; left > 0; left -= len(states) {
			part := states[:min(left, len(states))]
			clear(part)
			bad += t.run(part)
			for i := range part {
				if part[i].saw != [4]int32{} {
					both++
				}
			}
		}
		fmt.Printf("%s: %d forbidden of %d, %d of which saw another's store\n", t.name, bad, *rounds, both)
		failed = failed || bad > 0
	}
	if failed {
		os.Exit(1)
	}
}
