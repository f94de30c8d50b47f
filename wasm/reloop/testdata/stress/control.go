package main

import (
	"fmt"
	"runtime"
)

// numbers returns a channel of 0, 1, 2 …; each receive suspends.
func numbers() <-chan int {
	c := make(chan int)
	go func() {
		for i := 0; ; i++ {
			c <- i
		}
	}()
	return c
}

// twoEntries is a loop that is entered at two places, with a suspension at each.
//
//go:noinline
func twoEntries(n int, c <-chan int) (sum int) {
	if n%2 == 0 {
		goto second
	}
first:
	sum += <-c
	n--
	if n <= 0 {
		return sum
	}
second:
	sum += 2 * <-c
	n--
	if n%7 == 3 {
		sum++
		goto second
	}
	if n > 0 {
		goto first
	}
	return sum
}

// knot is three loops that are entered from each other's middles; only some rounds suspend.
//
//go:noinline
func knot(n int) (trace uint64) {
	steps := 0
a:
	trace = trace*31 + 1
	if steps++; steps > n {
		return trace
	}
	if trace%3 == 0 {
		runtime.Gosched()
		goto c
	}
b:
	trace = trace*31 + 2
	if steps++; steps > n {
		return trace
	}
	if trace%5 < 2 {
		goto a
	}
c:
	trace = trace*31 + 3
	if steps++; steps > n {
		return trace
	}
	switch trace % 4 {
	case 0:
		runtime.Gosched()
		goto a
	case 1:
		goto b
	case 2:
		goto c
	}
	goto b
}

// nest suspends at every level of a nest of loops.
//
//go:noinline
func nest(c <-chan int, n int) (sum int) {
outer:
	for i := range n {
		for j := 0; j < n; j++ {
			if j == i {
				continue
			}
			for k := range n {
				switch {
				case k == 3:
					sum += <-c
				case k == 5 && j == 4:
					continue outer
				case sum%11 == 7:
					runtime.Gosched()
					sum++
				}
				sum += i*j + k
			}
			if <-c%13 == 0 {
				break
			}
		}
		runtime.Gosched()
	}
	return sum
}

// choose is a switch that compiles to a search, and one that compiles to a chain.
//
//go:noinline
func choose(i int, s string) int {
	r := 0
	switch i {
	case 1, 5, 9:
		r = 10
	case 2:
		r = 20
		fallthrough
	case 3:
		r += 30
	case 100, 1000, 10000:
		r = 40
	case -1:
		r = 50
	default:
		r = 60
	}
	switch s {
	case "a", "bb", "ccc":
		r++
	case "dddd":
		r += 2
	case "eeeee", "":
		r += 3
	}
	return r
}

//go:noinline
func forever(c <-chan int) int {
	for {
		if v := <-c; v%17 == 16 {
			return v
		}
	}
}

func control() {
	c := numbers()
	fmt.Println(twoEntries(100, c), twoEntries(101, c), twoEntries(50, c), twoEntries(1, c))
	for _, n := range []int{1, 2, 3, 50, 1000} {
		fmt.Println(knot(n))
	}
	fmt.Println(nest(c, 9), forever(c))
	for _, i := range []int{-1, 0, 1, 2, 3, 9, 100, 10000} {
		for _, s := range []string{"", "a", "bb", "dddd", "x"} {
			fmt.Print(choose(i, s), " ")
		}
	}
	fmt.Println()
}
