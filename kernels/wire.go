package kernels

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Partial results travel as plain little-endian 64-bit words, which every runtime can read without a library.

// putInts appends whole numbers to b, eight bytes each.
func putInts(b []byte, list ...int64) []byte {
	for _, x := range list {
		b = binary.LittleEndian.AppendUint64(b, uint64(x))
	}
	return b
}

// getInts reads what putInts wrote.
func getInts(b []byte) ([]int64, error) {
	if len(b)%8 != 0 {
		return nil, badPartial("%d bytes are not whole 64-bit words", len(b))
	}
	list := make([]int64, len(b)/8)
	for i := range list {
		list[i] = int64(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return list, nil
}

// putFloats appends numbers to b, eight bytes each.
func putFloats(b []byte, list ...float64) []byte {
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
		list[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return list, nil
}

// sumInts adds up partial results of width words each, word by word.
func sumInts(partials [][]byte, width int) ([]int64, error) {
	sums := make([]int64, width)
	for _, b := range partials {
		words, err := getInts(b)
		if err != nil {
			return nil, err
		}
		if len(words) != width {
			return nil, badPartial("%d words where %d were expected", len(words), width)
		}
		for i, w := range words {
			sums[i] += w
		}
	}
	return sums, nil
}

func badPartial(format string, args ...any) error {
	return &Error{Code: CodeBadPartial, Field: "partial", Message: "a worker sent a partial result that cannot be right: " + fmt.Sprintf(format, args...)}
}
