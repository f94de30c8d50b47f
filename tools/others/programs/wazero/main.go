// Wazero interprets a module of WebAssembly that computes Fibonacci numbers and sums in its memory.
package main

import (
	"context"
	"fmt"

	"github.com/tetratelabs/wazero"

	"others/work"
)

// module exports fib(i32) → i32, which calls itself, and sum(i32) → i32, which writes n words and adds them up.
var module = []byte{
	0, 'a', 's', 'm', 1, 0, 0, 0,
	1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, // one type
	3, 3, 2, 0, 0, // two functions of it
	5, 3, 1, 0, 2, // two pages
	7, 13, 2, 3, 'f', 'i', 'b', 0, 0, 3, 's', 'u', 'm', 0, 1,
	10, 92, 2,
	28, 0, // fib
	0x20, 0, 0x41, 2, 0x48, 0x04, 0x7f, 0x20, 0, 0x05, // n < 2: n
	0x20, 0, 0x41, 1, 0x6b, 0x10, 0, 0x20, 0, 0x41, 2, 0x6b, 0x10, 0, 0x6a, // else both calls
	0x0b, 0x0b,
	61, 1, 2, 0x7f, // sum: locals i, s
	0x03, 0x40, // for i < n: mem[i*4 & 0xfffc] = i
	0x20, 1, 0x41, 2, 0x74, 0x41, 0xfc, 0xff, 0x03, 0x71, 0x20, 1, 0x36, 2, 0,
	0x20, 1, 0x41, 2, 0x74, 0x41, 0xfc, 0xff, 0x03, 0x71, 0x28, 2, 0, // s += mem[…] ^ s
	0x20, 2, 0x73, 0x20, 2, 0x6a, 0x21, 2,
	0x20, 1, 0x41, 1, 0x6a, 0x22, 1, 0x20, 0, 0x48, 0x0d, 0,
	0x0b, 0x20, 2, 0x0b,
}

func main() {
	ctx := context.Background()
	work.Do(func() (string, error) {
		runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
		defer runtime.Close(ctx)
		instance, err := runtime.Instantiate(ctx, module)
		if err != nil {
			return "", err
		}
		fib, err := instance.ExportedFunction("fib").Call(ctx, 24)
		if err != nil {
			return "", err
		}
		sum, err := instance.ExportedFunction("sum").Call(ctx, 400000)
		return fmt.Sprint(fib, sum), err
	})
}
