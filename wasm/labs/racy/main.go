// Command racy has two goroutines add to one counter without keeping apart. It is wrong on purpose: the laboratory of races
// runs it under Go's race detector and quotes what that says.
package main

import (
	"fmt"
	"sync"
)

func main() {
	counter := 0
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			for range 1000 {
				counter++
			}
		})
	}
	both.Wait()
	fmt.Println("counted", counter, "of 2000")
}
