package kernels

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// Partial results travel as plain little-endian 64-bit words, which every runtime can read without a library.

// putInts appends whole numbers to b, eight bytes each.
func putInts[T int64 | uint64](b []byte, list ...T) []byte {
	b = slices.Grow(b, 8*len(list))
	for _, x := range list {
		b = binary.LittleEndian.AppendUint64(b, uint64(x))
	}
	return b
}

// getInts reads what putInts wrote.
func getInts[T int64 | uint64](b []byte) ([]T, error) {
	if len(b)%8 != 0 {
		return nil, badPartial("%d bytes are not whole 64-bit words", len(b))
	}
	list := make([]T, len(b)/8)
	for i := range list {
		list[i] = T(binary.LittleEndian.Uint64(b))
		b = b[8:]
	}
	return list, nil
}

// getIntsN reads exactly n whole numbers.
func getIntsN(b []byte, n int) ([]int64, error) {
	words, err := getInts[int64](b)
	if err == nil && len(words) != n {
		err = badPartial("%d words where %d were expected", len(words), n)
	}
	return words, err
}

// putFloats appends numbers to b, eight bytes each.
func putFloats(b []byte, list ...float64) []byte {
	b = slices.Grow(b, 8*len(list))
	for _, x := range list {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	return b
}

// getFloats reads what putFloats wrote.
func getFloats(b []byte) ([]float64, error) {
	if len(b)%8 != 0 {
		return nil, badPartial("%d bytes are not whole 64-bit words", len(b))
	}
	list := make([]float64, len(b)/8)
	for i := range list {
		list[i] = math.Float64frombits(binary.LittleEndian.Uint64(b))
		b = b[8:]
	}
	return list, nil
}

// getFloatsN reads exactly n numbers.
func getFloatsN(b []byte, n int) ([]float64, error) {
	numbers, err := getFloats(b)
	if err == nil && len(numbers) != n {
		err = badPartial("%d numbers where %d were expected", len(numbers), n)
	}
	return numbers, err
}

// sumInts adds up partial results of width words each, word by word.
func sumInts(partials [][]byte, width int) ([]int64, error) {
	sums := make([]int64, width)
	for _, b := range partials {
		words, err := getIntsN(b, width)
		if err != nil {
			return nil, err
		}
		for i, w := range words {
			sums[i] += w
		}
	}
	return sums, nil
}

func badPartial(format string, args ...any) error {
	return &Error{Code: CodeBadPartial, Field: "partial",
		Message: "a worker sent a partial result that cannot be right: " + fmt.Sprintf(format, args...)}
}
