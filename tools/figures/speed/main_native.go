//go:build !js

package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
)

func main() {
	runtime.GOMAXPROCS(1) // as an instance of WebAssembly has it
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		program, arguments, _ := strings.Cut(lines.Text(), " ")
		began := processMs()
		if err := run(program, arguments); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Printf("%.3f\n", processMs()-began)
	}
}
