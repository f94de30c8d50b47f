//go:build go1.23

package main

import (
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
)

func sequence(n int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range n {
			runtime.Gosched()
			if !yield(i, strings.Repeat("x", i%5)) {
				return
			}
		}
	}
}

//go:noinline
func rangesOverFunctions(n int) (sum int) {
	for i, s := range sequence(n) {
		defer func() { sum += i }()
		if i == n-3 {
			return sum + 1000
		}
		sum += len(s)
		for j := range sequence(3) {
			if j == 1 {
				break
			}
			sum += j
		}
	}
	return -1
}

func filter[T any](seq iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range seq {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

// merge pulls from two sequences in turn: coroutines that switch to each other.
func merge(a, b iter.Seq[int]) iter.Seq[int] {
	return func(yield func(int) bool) {
		nextA, stopA := iter.Pull(a)
		defer stopA()
		nextB, stopB := iter.Pull(b)
		defer stopB()
		x, okA := nextA()
		y, okB := nextB()
		for okA || okB {
			if okA && (!okB || x <= y) {
				if !yield(x) {
					return
				}
				x, okA = nextA()
			} else {
				if !yield(y) {
					return
				}
				y, okB = nextB()
			}
		}
	}
}

func count(from, step, n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if i%4 == 1 {
				runtime.Gosched()
			}
			if !yield(from + i*step) {
				return
			}
		}
	}
}

func iterators() {
	fmt.Println(rangesOverFunctions(20))
	next, stop := iter.Pull2(sequence(50))
	sum := 0
	for i, s, ok := next(); ok; i, s, ok = next() {
		sum += i * len(s)
	}
	stop()
	fmt.Println(sum)
	odd := filter(merge(count(0, 3, 40), count(1, 5, 30)), func(v int) bool { return v%2 == 1 })
	fmt.Println(slices.Collect(odd))
	for v := range merge(count(0, 1, 1000), count(500, 1, 1000)) {
		if v > 20 {
			break
		}
	}
	func() {
		defer func() { fmt.Println("out of the sequence:", recover()) }()
		next, stop := iter.Pull(func(yield func(int) bool) {
			yield(1)
			panic("inside")
		})
		defer stop()
		next()
		next()
	}()
	m := map[string]int{"one": 1, "two": 2, "three": 3, "four": 4}
	fmt.Println(slices.Sorted(maps.Keys(m)), slices.Sorted(maps.Values(m)))
}
