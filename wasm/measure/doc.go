// Package measure runs a function of your own on one worker, on goroutines inside one worker and on many workers, and
// measures it as Velocidade measures its own programs.
//
//	package main
//
//	import "velocidade/wasm/measure"
//
//	var numbers = []int64{112272535095293, 112582705942171, 115280095190773, 115797848077099}
//
//	func main() {
//		measure.Each("Is it prime?", numbers, isPrime)
//	}
//
//	func isPrime(n int64) bool {
//		for d := int64(2); d*d <= n; d++ {
//			if n%d == 0 {
//				return false
//			}
//		}
//		return n > 1
//	}
//
// [Each] applies a function to every input, [Sum] and [Fold] cut a range of whole numbers into parts, and [Program] takes a
// whole program with parameters and rounds, of the form that package kernels has. Each of them must be the last thing that main
// does, and does not return in a page.
//
// Workers are copies of your program: each starts it from the top of main, as Python's multiprocessing does under "spawn". So
// what comes before the call runs in every one of them, and inputs need not be sent: every copy has them. Results are
// sent, as JSON.
//
// In a page the measurement is asked for by the page. Natively, by go run, it is taken at once and printed.
package measure
