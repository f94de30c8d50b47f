//go:build goexperiment.simd && wasm

// Command vectors computes with vectors, in loops, over calls that suspend and after panics, and prints what comes of it.
package main

import (
	"fmt"
	"runtime"
	"simd/archsimd"
)

// dot has a loop with a vector that lives from round to round.
//
//go:noinline
func dot(a, b []float64) float64 {
	sum := archsimd.BroadcastFloat64x2(0)
	for i := 0; i+2 <= len(a); i += 2 {
		sum = sum.Add(archsimd.LoadFloat64x2(a[i:]).Mul(archsimd.LoadFloat64x2(b[i:])))
	}
	return sum.GetElem(0) + sum.GetElem(1)
}

// mixed has vectors of several types, scalars between them and a branch on a mask.
//
//go:noinline
func mixed(words []int32, limit int32) (large int, total int32) {
	bound := archsimd.BroadcastInt32x4(limit)
	all := archsimd.BroadcastInt32x4(0)
	for i := 0; i+4 <= len(words); i += 4 {
		v := archsimd.LoadInt32x4(words[i:])
		mask := v.Greater(bound)
		if m := mask.ToInt32x4(); m.GetElem(0)+m.GetElem(1)+m.GetElem(2)+m.GetElem(3) != 0 {
			large++
		}
		all = all.Add(v.Masked(mask)).SetElem(uint8(1), all.GetElem(1)^int32(i))
	}
	return large, all.GetElem(0) + all.GetElem(1) + all.GetElem(2) + all.GetElem(3)
}

// over keeps a vector over calls in which the goroutine is put aside.
//
//go:noinline
func over(c chan int32) archsimd.Int32x4 {
	v := archsimd.BroadcastInt32x4(1)
	for n := range c {
		v = v.Add(archsimd.BroadcastInt32x4(n)).SetElem(2, n)
		runtime.Gosched()
	}
	return v
}

// recovers goes on after a panic with the vector that was stored before it.
func recovers(words []int32) (v archsimd.Int32x4, err any) {
	defer func() { err = recover() }()
	v = archsimd.LoadInt32x4(words)
	v = v.Add(archsimd.LoadInt32x4(words[4:]))
	return v, nil
}

func main() {
	a, b := make([]float64, 1001), make([]float64, 1001)
	words := make([]int32, 1003)
	for i := range a {
		a[i], b[i] = float64(i)/3, float64(1000-i)
	}
	for i := range words {
		words[i] = int32(i*i*31) % 1009
	}
	fmt.Println(dot(a, b))
	fmt.Println(mixed(words, 500))
	c := make(chan int32)
	done := make(chan archsimd.Int32x4)
	go func() { done <- over(c) }()
	for i := range int32(200) {
		c <- i
	}
	close(c)
	fmt.Println((<-done).String())
	v, err := recovers(words)
	fmt.Println(v.String(), err)
	v, err = recovers(words[:6])
	fmt.Println(v.String(), err)
}
