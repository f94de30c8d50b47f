// Command together shows whether goroutines run at the same time, and prints what does not depend on how many do.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	if os.Getenv("SHOW") == "procs" {
		fmt.Println(runtime.GOMAXPROCS(0), runtime.NumCPU())
		return
	}
	if runtime.GOMAXPROCS(0) > 1 {
		meet()
	}
	fmt.Println("met")
	fmt.Println("primes", primes())
	fmt.Println("through channels", pipeline())
	fmt.Println("under one lock", locked())
	fmt.Println("slept", slept())
}

// meet has two goroutines wait for each other in loops that cannot be preempted. On one thread neither would ever go on.
func meet() {
	var at [2]atomic.Int32
	var wg sync.WaitGroup
	for me := range at {
		wg.Go(func() {
			for round := int32(1); round <= 1000; round++ {
				at[me].Store(round)
				for at[1-me].Load() < round {
				}
			}
		})
	}
	wg.Wait()
}

func primes() (total int64) {
	var next, found atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				from := int(next.Add(1)-1) * 1000
				if from >= 200_000 {
					return
				}
				for n := max(from, 2); n < from+1000; n++ {
					prime := true
					for d := 2; d*d <= n && prime; d++ {
						prime = n%d != 0
					}
					if prime {
						found.Add(1)
					}
				}
			}
		})
	}
	wg.Wait()
	return found.Load()
}

func pipeline() (sum int) {
	numbers, squares := make(chan int), make(chan int, 4)
	go func() {
		defer close(numbers)
		for i := range 20_000 {
			numbers <- i
		}
	}()
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for n := range numbers {
				squares <- n * n % 1001
			}
		})
	}
	go func() { wg.Wait(); close(squares) }()
	for s := range squares {
		sum += s
	}
	return sum
}

func locked() int {
	var mu sync.Mutex
	counts := map[int]int{}
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 20_000 {
				mu.Lock()
				counts[(i+g)%100]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return counts[7]
}

func slept() bool {
	start := time.Now()
	time.Sleep(3 * time.Millisecond)
	return time.Since(start) >= 3*time.Millisecond
}
