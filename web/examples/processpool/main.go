// A pool of processes
//
// The ProcessPoolExecutor of Python's concurrent.futures, in Go:
// a main that prints, and starts workers of its own.
package main

import (
	"context"
	"fmt"
	"slices"

	"velocidade/wasm/futures"
)

var numbers = []int64{
	112272535095293,
	112582705942171,
	112272535095293,
	115280095190773,
	115797848077099,
	1099726899285419,
}

// A function that is to run in another process is given a name,
// under which every copy of this program knows it.
var isPrime = futures.Define("isPrime", func(_ context.Context, n int64) (bool, error) {
	if n < 2 {
		return false, nil
	}
	if n == 2 {
		return true, nil
	}
	if n%2 == 0 {
		return false, nil
	}
	for d := int64(3); d*d <= n; d += 2 {
		if n%d == 0 {
			return false, nil
		}
	}
	return true, nil
})

func main() {
	futures.Init() // a worker stays in here: Python's if __name__ == "__main__"

	pool := futures.Processes(4)
	defer pool.Shutdown(true, false)

	i := 0
	for prime, err := range futures.Map(context.Background(), pool, isPrime, slices.Values(numbers)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%d is prime: %t\n", numbers[i], prime)
		i++
	}
}
