package main

import (
	"fmt"
	"runtime"
	"strings"
)

// Small functions that call themselves, whose code takes one of those calls' places: with arguments and results of all widths,
// put aside, collected, grown, traced and panicking at every depth, so that whoever looks at a frame finds there what belongs there.

type node struct {
	left, right *node
	weight      int32
	kind        byte
}

func planted(depth int, kind byte) *node {
	if depth == 0 {
		return &node{kind: kind}
	}
	return &node{planted(depth-1, kind+1), planted(depth-1, kind*3), int32(depth), kind}
}

func (n *node) sum() (weight int32, kinds byte, count int) {
	if n == nil {
		return
	}
	w, k, c := n.left.sum()
	w2, k2, c2 := n.right.sum()
	return w + w2 + n.weight, k ^ k2 ^ n.kind, c + c2 + 1
}

// growing has the collector run, or the goroutine put aside, between the allocation of one half and that of the other.
func growing(depth int, halt func(int)) *node {
	if depth == 0 {
		return &node{weight: 1}
	}
	left := growing(depth-1, halt)
	halt(depth)
	return &node{left: left, right: growing(depth-1, halt), weight: int32(depth)}
}

func widths(n int8, a bool, b uint16, c int32, d float64, e float32, s string) (bool, uint16, int32, float64, float32, string) {
	if n <= 0 {
		return a, b, c, d, e, s
	}
	if n%5 == 0 {
		runtime.Gosched()
	}
	a2, b2, c2, d2, e2, s2 := widths(n-1, !a, b*7+1, c-int32(n), d/3, e+1, s+"x")
	return a2 != a, b2 ^ b, c2 + c, d2 + d, e2 * 2, s2[1:] + "y"
}

func gcd(a, b uint32) uint32 {
	if b == 0 {
		return a
	}
	return gcd(b, a%b)
}

func ackermann(m, n int) int {
	switch {
	case m == 0:
		return n + 1
	case n == 0:
		return ackermann(m-1, 1)
	}
	return ackermann(m-1, ackermann(m, n-1))
}

// failing panics at the bottom, and recovers at every third depth on the way up.
func failing(depth int, list []int) (result int) {
	if depth%3 == 0 {
		defer func() {
			if e := recover(); e != nil {
				result = depth*1000 + len(fmt.Sprint(e))
				if depth%2 == 0 {
					panic(fmt.Sprint("again at ", depth))
				}
			}
		}()
	}
	if depth == 0 {
		return list[len(list)]
	}
	return failing(depth-1, list) + 1
}

func nilAt(n *node, depth int) int32 {
	if depth == 0 {
		return n.left.weight
	}
	return nilAt(n, depth-1) + int32(depth)
}

func traced(depth int) []string {
	if depth == 0 {
		var names []string
		pcs := make([]uintptr, 40)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
		for {
			f, more := frames.Next()
			if strings.HasPrefix(f.Function, "main.") {
				names = append(names, fmt.Sprint(f.Function, ":", f.Line))
			}
			if !more {
				return names
			}
		}
	}
	return traced(depth - 1)
}

// pointed has its callee write through a pointer to its frame.
func pointed(depth int, up *int) int {
	own := depth
	if depth > 0 {
		*up += pointed(depth-1, &own)
	}
	return own
}

func large(depth int) int {
	var room [40]int
	for i := range room {
		room[i] = depth * i
	}
	if depth == 0 {
		return room[3]
	}
	return large(depth-1) + room[depth%40]
}

// Arguments and results that are stored as one width and loaded as another.

var table [8][2]uint32

func pair(v [2]uint32, n int) uint32 {
	if n == 0 {
		return v[0]
	}
	v[0] += 5
	r := pair(table[n&7], n-1)
	return r*3 + v[0]
}

// pairAfter has the result of another call where its own call has an argument, of which it uses halves.
func pairAfter(n int, v [2]uint32) uint32 {
	if n == 0 {
		return v[0]
	}
	v[0] += uint32(twice(n))
	r := pairAfter(n-1, table[n&7])
	return r*3 + v[0] + uint32(twice(n))
}

//go:noinline
func twice(n int) int { return n * 2 }

type mixed struct {
	a byte
	b uint16
	c uint32
	d float32
	e [3]byte
	f [2]int32
}

var mixture [4]mixed

func mix(m mixed, n int) mixed {
	if n == 0 {
		return m
	}
	m.a, m.f[1] = m.a+1, int32(n)
	r := mix(mixture[n&3], n-1)
	if n%4 == 0 {
		runtime.GC()
	}
	r.b, r.e[1], r.d = r.b+m.b, r.e[1]^m.a, r.d+float32(m.f[1])
	r.f = [2]int32{m.f[1], r.f[0]}
	return r
}

func isEven(n int) bool {
	if n == 0 {
		return true
	}
	return !isEven(n - 1)
}

func recursion() {
	fmt.Println(planted(9, 1).sum())
	fmt.Println(growing(6, func(int) { runtime.GC() }).sum())
	fmt.Println(growing(9, func(int) { runtime.Gosched() }).sum())
	fmt.Println(growing(8, func(depth int) { large(depth * 50) }).sum())
	done := make(chan string)
	for i := range int8(4) {
		go func() {
			a, b, c, d, e, s := widths(40+i, i%2 == 0, uint16(i), -3, 2.5, 1.5, "s")
			done <- fmt.Sprint(a, b, c, d, e, s, gcd(uint32(i)*123456, 7890120), isEven(int(i)))
		}()
	}
	got := map[string]bool{}
	for range 4 {
		got[<-done] = true
	}
	fmt.Println(got)
	for i := range table {
		table[i] = [2]uint32{uint32(7 * i), uint32(i)}
		mixture[i&3] = mixed{byte(i), uint16(i * 300), uint32(i) << 20, float32(i) / 2, [3]byte{1, byte(i), 3}, [2]int32{int32(i), 5}}
	}
	for n := range 12 {
		fmt.Println(pair([2]uint32{1, 2}, n), pairAfter(n, [2]uint32{1, 2}), mix(mixed{a: 9, e: [3]byte{4, 5, 6}}, n))
	}
	fmt.Println(ackermann(2, 60), large(3000), isEven(20001))
	for depth := range 9 {
		func() {
			defer func() { fmt.Println(recover()) }()
			fmt.Println(failing(depth, []int{1, 2}))
		}()
		func() {
			defer func() { fmt.Println(recover()) }()
			fmt.Println(nilAt(&node{}, depth))
		}()
		fmt.Println(traced(depth))
		up := 1
		fmt.Println(pointed(depth, &up), up)
	}
}
