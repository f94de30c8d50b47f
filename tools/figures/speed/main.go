// Command speed runs programs of the playground on demand, over and over in one process or one worker, so that a native
// executable, a module as Go's linker wrote it and a rewritten one can take turns.
//
// Natively it reads a line "PROGRAM ARGUMENTS" and answers with the processor time of one run, in milliseconds. In a
// worker it offers that as a function (main_js.go), and whoever calls it looks at the clock.
package main

import "velocidade/kernels"

// parts is into how many parts a run goes: many, so that an engine can replace the code that it compiled first.
const parts = 64

func run(program, arguments string) error {
	k, err := kernels.Lookup(program)
	if err != nil {
		return err
	}
	args, err := k.ParseArgs(arguments)
	if err != nil {
		return err
	}
	_, err = k.Exec(args, parts)
	return err
}
