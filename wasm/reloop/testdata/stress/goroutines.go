package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

//go:noinline
func deep(n int, a [8]int) int {
	if n == 0 {
		return a[0]
	}
	a[n&7]++
	return deep(n-1, a) + a[n&7]&1
}

// wide has a frame larger than any stack starts with, and suspends while it is there.
//
//go:noinline
func wide(n int) (sum int) {
	var frame [40000]byte
	for i := range frame {
		frame[i] = byte(i * n)
	}
	runtime.Gosched()
	if n > 0 {
		sum = wide(n - 1)
	}
	for i := 0; i < len(frame); i += 997 {
		sum += int(frame[i])
	}
	return sum
}

//go:noinline
func pingPong(n int) (sum int) {
	a, b := make(chan int), make(chan int, 1)
	go func() {
		for v := range a {
			b <- v + 1
		}
		close(b)
	}()
	for i := range n {
		for j := range 3 {
			a <- i * j
			sum += <-b
		}
	}
	close(a)
	for range b {
		panic("a message too many")
	}
	return sum
}

func pipeline() (primes []int) {
	c := make(chan int)
	go func() {
		for i := 2; ; i++ {
			c <- i
		}
	}()
	for range 60 {
		p := <-c
		primes = append(primes, p)
		next, from := make(chan int), c
		go func() {
			for v := range from {
				if v%p != 0 {
					next <- v
				}
			}
		}()
		c = next
	}
	return primes
}

func goroutines() {
	fmt.Println(pingPong(500))
	fmt.Println(pipeline())

	var wg sync.WaitGroup
	var total atomic.Int64
	for i := range 20 {
		goIn(&wg, func() { total.Add(int64(deep(2000+i*100, [8]int{}))) })
	}
	wg.Wait()
	fmt.Println(total.Load(), wide(30))

	var mu sync.Mutex
	count := 0
	for range 50 {
		goIn(&wg, func() {
			for range 100 {
				mu.Lock()
				c := count
				if c%13 == 0 {
					runtime.Gosched()
				}
				count = c + 1
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	fmt.Println(count)

	var once sync.Once
	var rw sync.RWMutex
	ready := sync.NewCond(&mu)
	started := 0
	for range 10 {
		goIn(&wg, func() {
			mu.Lock()
			for started < 5 {
				ready.Wait()
			}
			mu.Unlock()
			once.Do(func() { runtime.Gosched(); total.Store(1) })
			rw.RLock()
			runtime.Gosched()
			rw.RUnlock()
			total.Add(1)
		})
		runtime.Gosched()
		rw.Lock()
		started++
		rw.Unlock()
		mu.Lock()
		ready.Broadcast()
		mu.Unlock()
	}
	wg.Wait()
	fmt.Println(total.Load())

	done := make(chan string)
	go func() {
		defer close(done)
		defer func() { done <- "deferred before the end" }()
		for i := range 10 {
			runtime.Gosched()
			if i == 7 {
				runtime.Goexit()
			}
		}
		done <- "never"
	}()
	for s := range done {
		fmt.Println(s)
	}
}
