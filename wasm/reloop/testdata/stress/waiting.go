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

	tick := time.NewTicker(2 * time.Millisecond)
	for range 5 {
		<-tick.C
	}
	tick.Stop()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	for ctx.Err() == nil {
		select {
		case <-time.After(time.Millisecond):
		case <-ctx.Done():
		}
	}
	fmt.Println(errors.Is(ctx.Err(), context.DeadlineExceeded))

	fired := make(chan int)
	timers := []*time.Timer{}
	for i := range 5 {
		timers = append(timers, time.AfterFunc(time.Duration(5-i)*4*time.Millisecond, func() { fired <- i }))
	}
	timers[2].Stop()
	sum = 0 // in which order they come depends on how late the host is
	for range 4 {
		sum += <-fired
	}
	fmt.Println(sum)

	select {
	case <-time.After(3 * time.Millisecond):
		fmt.Println("after")
	case <-make(chan int):
	}
	before := time.Now()
	time.Sleep(3 * time.Millisecond)
	fmt.Println(time.Since(before) >= 3*time.Millisecond)
}
