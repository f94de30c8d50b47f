// Package threads builds Go programs whose goroutines run in parallel as WebAssembly: in a page, and in Node.
//
//	p, err := threads.Build(ctx, dir, "./cmd/program", threads.Memory{Maximum: 16384})
//	err = p.Write("out") // program.wasm, wasm_exec.js, and what starts its threads
//
// Go's js/wasm has one thread. Here one program has one shared memory and several of them, each an instance of the same
// module in a worker of its own:
//
//	first worker                  a worker a thread              a worker a thread
//	┌─────────────────────┐       ┌─────────────────────┐        ┌─────────────────────┐
//	│ JavaScript's thread │       │ instance            │        │ instance            │
//	│ instance            │       │ SP g CTXT PAUSE     │        │ SP g CTXT PAUSE     │  Go's registers: globals
//	└──────────┬──────────┘       └──────────┬──────────┘        └──────────┬──────────┘
//	           └─────────────────────────────┴───────────────────────────────┘
//	                 one WebAssembly.Memory, shared: heap, stacks of goroutines, the runtime
//
// Why that can work: Go's registers are globals, which each instance has for itself. The stacks of goroutines lie in the
// memory, and the engine's own stack is unwound whenever one is put aside, so it can go on in another instance. And the functions,
// and their numbers, are the same in all of them.
//
// Three things make it so:
//
//	edits.go, golang/   the runtime: checked edits of the installed Go's sources, in an overlay
//	link.go, atomics.go the step after the link: atomic instructions, then wasm/reloop, then shared memory
//	exec.go, host/      the host: starts threads, ends them, and wakes JavaScript's
//
// Each edit finds its place by a piece of text that is there exactly once. A Go that differs is refused, with the source named.
package threads
