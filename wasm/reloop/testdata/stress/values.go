package main

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"unsafe"
)

type number interface{ ~int | ~int32 | ~float64 }

//go:noinline
func reduce[T, A any](list []T, start A, f func(A, T) A) A {
	for _, v := range list {
		start = f(start, v)
	}
	return start
}

//go:noinline
func sum[T number](list ...T) (total T) {
	for _, v := range list {
		total += v
	}
	return total
}

type tree[K cmp.Ordered, V any] struct {
	left, right *tree[K, V]
	key         K
	value       V
}

func (t *tree[K, V]) put(k K, v V) *tree[K, V] {
	if t == nil {
		return &tree[K, V]{key: k, value: v}
	}
	switch c := cmp.Compare(k, t.key); {
	case c < 0:
		t.left = t.left.put(k, v)
	case c > 0:
		t.right = t.right.put(k, v)
	default:
		t.value = v
	}
	return t
}

func (t *tree[K, V]) walk(f func(K, V)) {
	if t != nil {
		t.left.walk(f)
		f(t.key, t.value)
		t.right.walk(f)
	}
}

type shape interface{ area() float64 }
type square struct{ side float64 }
type circle struct{ radius float64 }

func (s square) area() float64  { return s.side * s.side }
func (c *circle) area() float64 { runtime.Gosched(); return math.Pi * c.radius * c.radius }

//go:noinline
func divide(a, b int64) (q, r int64) { return a / b, a % b }

//go:noinline
func convert(f float64) (int64, uint32, int8, float32) {
	return int64(f), uint32(int64(f)), int8(int64(f)), float32(f)
}

func values() {
	words := strings.Fields("the quick brown fox jumps over the lazy dog")
	fmt.Println(reduce(words, 0, func(a int, w string) int { runtime.Gosched(); return a*7 + len(w) }))
	fmt.Println(sum(1, 2, 3), sum[float64](0.5, 0.25), sum[int32](math.MaxInt32, 1))
	var t *tree[string, int]
	for i, w := range words {
		t = t.put(w, i)
	}
	t.walk(func(k string, v int) { runtime.Gosched(); fmt.Print(k, "=", v, " ") })
	fmt.Println()
	var steps []func() int
	for i := range 5 {
		n := 0
		steps = append(steps, func() int { n += i; runtime.Gosched(); return n })
	}
	total := 0
	for range 10 {
		for _, f := range steps {
			total += f()
		}
	}
	area := 0.0
	for _, s := range []shape{square{2}, &circle{1}, square{0.5}} {
		f := s.area
		area += f()
	}
	fmt.Println(total, area)

	for _, p := range [][2]int64{{7, 2}, {-7, 2}, {math.MinInt64, -1}, {math.MaxInt64, math.MinInt64}} {
		fmt.Println(divide(p[0], p[1]))
	}
	for _, f := range []float64{0, -0.5, 1.5, 1e9, -123456.75} {
		fmt.Println(convert(f))
	}
	x := uint64(0x9e3779b97f4a7c15)
	for i := range 65 {
		x ^= x>>i | x<<(64-i)
		x = bits.RotateLeft64(x, i) + uint64(bits.OnesCount64(x)) + uint64(bits.LeadingZeros32(uint32(x)))
	}
	high, low := bits.Mul64(x, x)
	fmt.Println(x, high, low, math.FMA(1.5, 2.5, 3.5), math.Sqrt(2), math.NaN() == math.NaN())

	type record struct {
		a byte
		b uint32
		c [3]uint16
	}
	r := record{1, 2, [3]uint16{3, 4, 5}}
	raw := unsafe.Slice((*byte)(unsafe.Pointer(&r)), unsafe.Sizeof(r))
	fmt.Println(len(raw), raw[4], raw[8], unsafe.String(&raw[4], 1))
	a, b := [4]int{1, 2, 3, 4}, [4]int{1, 2, 3, 4}
	fmt.Println(a == b, fmt.Sprint(words) < "[tz", slices.Compare(a[:], b[1:]))
}
