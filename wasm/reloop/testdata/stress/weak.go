//go:build go1.24

package main

import (
	"fmt"
	"runtime"
	"weak"
)

// cleanUp has a value sent when an object is gone.
func cleanUp() <-chan int {
	cleaned := make(chan int, 1)
	b := &branch{value: 99}
	runtime.AddCleanup(b, func(v int) { cleaned <- v }, 77)
	return cleaned
}

func weakly() {
	kept := &branch{value: 5}
	w := weak.Make(kept)
	runtime.GC()
	fmt.Println(w.Value() == kept)
	runtime.KeepAlive(kept)
}
