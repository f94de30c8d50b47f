package main

import "sync"

// goIn is wg.Go, which Go has since 1.25; the program is also built with older releases.
func goIn(wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}
