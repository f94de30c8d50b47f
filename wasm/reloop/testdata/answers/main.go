// Command answers runs every program of the playground with its small known arguments, cut into one part and into
// three, and prints the results.
package main

import (
	"fmt"
	"os"

	"velocidade/kernels"
)

func main() {
	failed := false
	for _, k := range kernels.All() {
		for _, want := range k.Want[1:] { // the first is at the defaults, which are not small
			args, err := k.ParseArgs(want.Args)
			for _, parts := range []int{1, 3} {
				got := ""
				if err == nil {
					got, err = k.Exec(args, parts)
				}
				fmt.Printf("%s %q in %d: %q %v\n", k.Name, want.Args, parts, got, err)
				failed = failed || err != nil || got != want.Result
			}
		}
	}
	if failed {
		os.Exit(1)
	}
}
