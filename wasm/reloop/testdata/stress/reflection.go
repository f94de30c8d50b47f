package main

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

type service struct{ calls int }

func (s *service) Add(a, b int) int           { s.calls++; runtime.Gosched(); return a + b }
func (s *service) Join(list ...string) string { s.calls++; return strings.Join(list, "-") }
func (s service) Big(b [40]int64, f float32) (sum int64, g float64, err error) {
	for _, v := range b {
		sum += v
	}
	runtime.Gosched()
	return sum, float64(f) * 2, fmt.Errorf("calls %d", s.calls)
}

func reflection() {
	s := &service{}
	v := reflect.ValueOf(s)
	for range 3 {
		out := v.MethodByName("Add").Call([]reflect.Value{reflect.ValueOf(2), reflect.ValueOf(3)})
		fmt.Print(out[0].Int(), " ")
	}
	fmt.Println(v.MethodByName("Join").Call([]reflect.Value{reflect.ValueOf("a"), reflect.ValueOf("b")})[0])
	var big [40]int64
	for i := range big {
		big[i] = int64(i * i)
	}
	for _, out := range v.MethodByName("Big").Call([]reflect.Value{reflect.ValueOf(big), reflect.ValueOf(float32(1.25))}) {
		fmt.Print(out, " ")
	}
	fmt.Println()
	bound := v.MethodByName("Add").Interface().(func(int, int) int)
	fmt.Println(bound(20, 22), s.calls)

	swap := reflect.MakeFunc(reflect.TypeFor[func(int, string) (string, int)](), func(in []reflect.Value) []reflect.Value {
		runtime.Gosched()
		return []reflect.Value{in[1], in[0]}
	}).Interface().(func(int, string) (string, int))
	fmt.Println(swap(1, "one"))

	func() {
		defer func() { fmt.Println("through reflection:", recover()) }()
		reflect.ValueOf(func(p *int) int { runtime.Gosched(); return *p }).Call([]reflect.Value{reflect.ValueOf((*int)(nil))})
	}()
	c := reflect.MakeChan(reflect.TypeFor[chan int](), 0)
	go func() { c.Send(reflect.ValueOf(42)) }()
	chosen, got, ok := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: c}})
	fmt.Println(chosen, got, ok)
	m := reflect.MakeMap(reflect.TypeFor[map[string]int]())
	m.SetMapIndex(reflect.ValueOf("k"), reflect.ValueOf(7))
	fmt.Println(m.Interface(), reflect.DeepEqual(m.Interface(), map[string]int{"k": 7}))
}
