// Large numbers
//
// Factorials with all their digits, by math/big.
package main

import (
	"fmt"
	"math/big"
)

func main() {
	for _, n := range []int64{10, 20, 50, 1000} {
		f := new(big.Int).MulRange(1, n)
		digits := f.String()
		if len(digits) > 40 {
			digits = digits[:18] + "…" + digits[len(digits)-18:]
		}
		fmt.Printf("%4d! = %s (%d digits)\n", n, digits, len(f.String()))
	}
}
