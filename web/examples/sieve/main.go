// A sieve of goroutines
//
// Each prime found becomes a goroutine that lets its multiples
// fall: concurrency as a way to write, not to go faster.
package main

import "fmt"

func main() {
	numbers := make(chan int)
	go generate(numbers)
	for range 25 {
		prime := <-numbers
		fmt.Print(prime, " ")
		next := make(chan int)
		go filter(numbers, next, prime)
		numbers = next
	}
	fmt.Println()
}

func generate(out chan<- int) {
	for n := 2; ; n++ {
		out <- n
	}
}

func filter(in <-chan int, out chan<- int, prime int) {
	for n := range in {
		if n%prime != 0 {
			out <- n
		}
	}
}
