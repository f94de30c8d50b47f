package main

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

type branch struct {
	left, right *branch
	value       int
}

func grow(depth int) *branch {
	if depth == 0 {
		return &branch{value: 1}
	}
	if depth == 5 {
		runtime.Gosched()
	}
	return &branch{grow(depth - 1), grow(depth - 1), depth}
}

func (b *branch) sum() int {
	if b == nil {
		return 0
	}
	return b.value + b.left.sum() + b.right.sum()
}

func memory() {
	var wg sync.WaitGroup
	var total atomic.Int64
	for g := range 8 {
		goIn(&wg, func() {
			for range 3 {
				total.Add(int64(grow(7 + g%3).sum()))
				if g == 3 {
					runtime.GC()
				}
			}
		})
	}
	wg.Wait()
	fmt.Println(total.Load())

	finalized := make(chan int, 10)
	for i := range 10 {
		b := &branch{value: i}
		runtime.SetFinalizer(b, func(b *branch) { finalized <- b.value })
	}
	cleaned := cleanUp()
	sum := 0
	for range 10 {
		runtime.GC()
		select {
		case v := <-finalized:
			sum += v
		case <-cleaned:
		}
	}
	fmt.Println(sum > 0)
	weakly()

	// A map that changes while it is read: what stays must be met exactly once.
	m := map[int]int{}
	for i := range 500 {
		m[i] = i
	}
	seen, stayed := map[int]int{}, 0
	for k := range m {
		seen[k]++
		if k%2 == 1 {
			delete(m, k)
		}
		m[1000+k] = k
		if k%50 == 0 {
			runtime.Gosched()
		}
	}
	for k := 0; k < 500; k += 2 {
		stayed += seen[k]
	}
	fmt.Println(stayed)
	var keys []int
	for k := range m {
		if k < 500 {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	fmt.Println(len(keys), keys[249])

	type key struct {
		a int
		b string
		c any
	}
	byKey := map[key]string{}
	for i := range 200 {
		byKey[key{i % 10, fmt.Sprint(i % 7), float64(i % 3)}] += fmt.Sprint(i, ",")
	}
	fmt.Println(len(byKey), byKey[key{3, "3", float64(0)}])
	list := make([][]string, 0)
	for i := range 300 {
		list = append(list, make([]string, i%5, i%5+3))
		list[i] = append(list[i], fmt.Sprint(i))
	}
	fmt.Println(len(list), list[299], len(slices.Concat(list...)))
}
