package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// meeting is where goroutines wait for each other, in one way for each number.
type meeting struct {
	buffered, bare chan uint64
	mutex          sync.Mutex
	rw             sync.RWMutex
	cond           *sync.Cond
	once           [64]sync.Once
	turn           atomic.Uint64
	free           sync.Map
	pool           sync.Pool
}

// suspend goes through one way of waiting and returns a number that does not depend on who came first.
//
//go:noinline
func (m *meeting) suspend(way int, x uint64) (y uint64) {
	defer func() { y += x % 3 }()
	switch way % 12 {
	case 0:
		m.buffered <- x
		y = <-m.buffered - <-m.buffered2(x)
	case 1:
		runtime.Gosched()
	case 2:
		m.mutex.Lock()
		runtime.Gosched()
		m.mutex.Unlock()
	case 3:
		m.rw.RLock()
		if x%5 == 0 {
			runtime.Gosched()
		}
		m.rw.RUnlock()
		m.rw.Lock()
		defer m.rw.Unlock()
	case 4:
		done := make(chan struct{})
		go func() { defer close(done); runtime.Gosched() }()
		select {
		case <-done:
		case v := <-m.bare:
			y = v
		}
	case 5:
		m.once[x%64].Do(runtime.Gosched)
	case 6:
		time.Sleep(time.Microsecond)
	case 7:
		m.mutex.Lock()
		m.turn.Add(1)
		m.cond.Broadcast()
		for m.turn.Load() == 0 {
			m.cond.Wait()
		}
		m.mutex.Unlock()
	case 8:
		ctx, cancel := context.WithCancel(context.Background())
		go cancel()
		<-ctx.Done()
	case 9:
		m.free.LoadOrStore(x%10, x)
		m.pool.Put(&x)
		_ = m.pool.Get()
	case 10:
		func() {
			defer func() { y = uint64(len(fmt.Sprint(recover()))) }()
			runtime.Gosched()
			panic("while others run")
		}()
	case 11:
		var frame [3000]uint64
		frame[x%3000] = x
		runtime.Gosched()
		y = frame[x%3000] - x
	}
	return y
}

// buffered2 gives back what was just sent, so that every sender takes one value and the sums stay.
func (m *meeting) buffered2(x uint64) chan uint64 {
	c := make(chan uint64, 1)
	c <- x
	return c
}

// suspending has many goroutines wait in every way at once, in loops and in calls of calls.
func suspending() {
	m := &meeting{buffered: make(chan uint64, 64), bare: make(chan uint64)}
	m.cond = sync.NewCond(&m.mutex)
	var wg sync.WaitGroup
	var total atomic.Uint64
	for g := range 24 {
		goIn(&wg, func() {
			sum := uint64(0)
			for round := range 60 {
				x := uint64(g*1000 + round)
				for _, way := range []int{g + round, round / 2, 11 * g} {
					sum += m.suspend(way, x)
				}
			}
			total.Add(sum)
		})
	}
	wg.Wait()
	fmt.Println(total.Load())

	words := [4]uint32{1, 2, 3, 4}
	second := (*uint32)(unsafe.Add(unsafe.Pointer(&words), 4))
	*second = 77
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(&words[1])), 4)
	fmt.Println(words, bytes[0], unsafe.String(&bytes[0], 1), stub(40, 2))
}

// deepStub recurses and suspends, below a frame of assembly.
func deepStub(n int) int64 {
	var frame [64]int64
	frame[n%64] = int64(n)
	if n == 0 {
		runtime.Gosched()
		return 1
	}
	return deepStub(n-1) + frame[n%64]
}
