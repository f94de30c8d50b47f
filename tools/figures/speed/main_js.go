package main

import "syscall/js"

// main leaves a function on the global object: velocidadeRun(program, arguments) returns "" or what went wrong.
func main() {
	js.Global().Set("velocidadeRun", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if err := run(args[0].String(), args[1].String()); err != nil {
			return err.Error()
		}
		return ""
	}))
	select {}
}
