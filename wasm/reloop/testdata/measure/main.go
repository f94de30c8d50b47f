// Command measure runs one program of the playground a number of times and prints how long each run took, in
// milliseconds: the same figures from a native executable, a module and a rewritten one.
//
//	measure PROGRAM ARGUMENTS RUNS
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"velocidade/kernels"
)

func main() {
	if err := measure(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("usage: measure PROGRAM ARGUMENTS RUNS")
	}
	k, err := kernels.Lookup(args[0])
	if err != nil {
		return err
	}
	a, err := k.ParseArgs(args[1])
	if err != nil {
		return err
	}
	runs, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	for range runs {
		began := time.Now()
		if _, err := k.Exec(a, 64); err != nil { // in parts, so that an engine can replace what it compiled first
			return err
		}
		fmt.Printf("%.3f\n", float64(time.Since(began).Microseconds())/1000)
	}
	return nil
}
