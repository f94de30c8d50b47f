// Command stress goes through everything that suspends, unwinds and resumes a Go program, and prints what comes of it.
// Its output is the same wherever it runs, so one that differs is a fault of what compiled it.
package main

import "fmt"

func main() {
	parts := []struct {
		name string
		run  func()
	}{
		{"control", control},
		{"goroutines", goroutines},
		{"waiting", waiting},
		{"panics", panics},
		{"iterators", iterators},
		{"values", values},
		{"reflection", reflection},
		{"memory", memory},
		{"moves", moves},
		{"suspending", suspending},
		{"recursion", recursion},
		{"library", library},
	}
	for _, p := range parts {
		fmt.Println("==", p.name)
		p.run()
	}
	fmt.Println("== end")
}
