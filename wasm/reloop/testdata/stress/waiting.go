package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// waiting is for what ends only when the host's timers fire; nothing it prints depends on how late they do.
func waiting() {
	a, b, quit := make(chan int), make(chan string), make(chan struct{})
	go func() {
		for i := range 20 {
			a <- i
			b <- fmt.Sprint("b", i)
		}
		close(quit)
	}()
	sum := 0
	for open := true; open; {
		select {
		case v := <-a:
			sum += v
		case s := <-b:
			sum += len(s) * 100
		case <-quit:
			open = false
		}
	}
	fmt.Println(sum)

	select {
	case v := <-a:
		fmt.Println("unexpected", v)
	default:
		fmt.Println("nothing is ready")
	}

	ctx, cancel := context.WithTimeout(context.Background(), 25*time.Millisecond)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	ticks := 0
	for ctx.Err() == nil {
		select {
		case <-tick.C:
			ticks++
		case <-ctx.Done():
		}
	}
	fmt.Println(ticks > 1, errors.Is(ctx.Err(), context.DeadlineExceeded))

	fired := make(chan int)
	timers := []*time.Timer{}
	for i := range 5 {
		timers = append(timers, time.AfterFunc(time.Duration(5-i)*4*time.Millisecond, func() { fired <- i }))
	}
	timers[2].Stop()
	for range 4 {
		fmt.Print(<-fired, " ")
	}
	fmt.Println()

	select {
	case <-time.After(3 * time.Millisecond):
		fmt.Println("after")
	case <-make(chan int):
	}
	before := time.Now()
	time.Sleep(3 * time.Millisecond)
	fmt.Println(time.Since(before) >= 3*time.Millisecond)
}
