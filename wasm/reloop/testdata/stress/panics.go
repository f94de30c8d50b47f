package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

type coded struct{ code int }

func (c coded) Error() string { return fmt.Sprint("code ", c.code) }

// recovers panics in its own way for each n, in a loop that defers and suspends, and is resumed after the recovery.
//
//go:noinline
func recovers(n int) (result int, err error) {
	defer func() {
		if x := recover(); x != nil {
			switch e := x.(type) {
			case runtime.Error:
				err = fmt.Errorf("runtime: %w", e)
			case error:
				err = e
			default:
				err = fmt.Errorf("%v", x)
			}
			runtime.Gosched() // the panic is unwound while this waits
			result = n * 10
		}
	}()
	for i := range 10 {
		defer func() { result += i }()
		switch {
		case n == 1 && i == 5:
			var p *int
			return *p, nil
		case n == 2 && i == 5:
			var a []int
			return a[i], nil
		case n == 3 && i == 6:
			panic(coded{i})
		case n == 4 && i == 6:
			z := i - 6
			return i / z, nil
		case n == 5 && i == 7:
			time.Sleep(time.Microsecond)
			panic("late")
		case n == 6:
			var x any = "text"
			return x.(int), nil
		case n == 7:
			var m map[string]int
			m["x"] = 1
		case n == 8:
			var c chan int
			close(c)
		case n == 9:
			a := make([]int, 3)
			return len(a[i+4:]), nil
		case n == 10:
			return len(make([]int, i-1)), nil
		case n == 11:
			var f func()
			f()
		case n == 12:
			var e error
			return len(e.Error()), nil
		case n == 13:
			a := []int{1, 2}
			return (*[3]int)(a)[0], nil
		case n == 14:
			panic(nil)
		case n == 15:
			x := map[any]int{}
			x[[]int{1}] = 1
		case n == 16:
			panic(fmt.Errorf("wrapped: %w", coded{3}))
		}
		runtime.Gosched()
	}
	return n, nil
}

// openDefers has defers that the compiler writes out, some behind conditions, and returns after a recovery.
//
//go:noinline
func openDefers(n int) (trace string) {
	defer func() { trace += fmt.Sprint("/", recover()) }()
	if n&1 != 0 {
		defer func() { trace += "a" }()
	}
	if n&2 != 0 {
		defer func() { runtime.Gosched(); trace += "b" }()
	}
	if n&4 != 0 {
		panic(n)
	}
	trace = "end "
	return trace
}

//go:noinline
func deepPanic(n int) int {
	if n == 0 {
		panic("at the bottom")
	}
	defer func() {
		if n%3 == 0 {
			runtime.Gosched()
		}
	}()
	return deepPanic(n-1) + 1
}

//go:noinline
func replaces() {
	defer func() { fmt.Println("outer", recover()) }()
	defer func() {
		defer func() { fmt.Println("inner", recover()) }()
		panic("second")
	}()
	panic("first")
}

//go:noinline
func panicsAgain() {
	defer func() {
		e, _ := recover().(error)
		fmt.Println("last", e)
	}()
	defer func() { panic(fmt.Errorf("again: %v", recover())) }()
	defer func() { runtime.Gosched() }()
	panic("once")
}

// loopOfRecoveries recovers inside of a loop, so that the loop goes on after functions that were resumed.
//
//go:noinline
func loopOfRecoveries() (sum int) {
	for i := range 100 {
		func() {
			defer func() {
				if recover() != nil {
					sum += i
				}
			}()
			if i%3 == 0 {
				panic(i)
			}
			if i%5 == 0 {
				runtime.Gosched()
			}
			sum++
		}()
	}
	return sum
}

func panics() {
	for n := range 17 {
		result, err := recovers(n)
		var c coded
		fmt.Println(n, result, err, errors.As(err, &c), c.code)
	}
	for n := range 8 {
		fmt.Println(openDefers(n))
	}
	replaces()
	panicsAgain()
	fmt.Println(loopOfRecoveries())
	func() {
		defer func() {
			fmt.Println(recover(), strings.Count(string(debug.Stack()), "main.deepPanic("))
		}()
		deepPanic(20)
	}()
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() { fmt.Println("recovered before Goexit", recover()) }()
		defer runtime.Goexit()
		panic("overtaken by Goexit")
	}()
	<-done
}
