//go:build !go1.24

package main

import "fmt"

// What is built with an older release prints what it would print with a newer one.

func cleanUp() <-chan int { return nil }

func weakly() { fmt.Println(true) }
