// Hello
//
// A program that prints. It runs to its end, and its exit code is
// shown.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	fmt.Println("Hello from", runtime.Compiler, "on", runtime.GOARCH)
	for i := 1; i <= 10; i++ {
		fmt.Printf("%2d squared is %3d\n", i, i*i)
	}
}
