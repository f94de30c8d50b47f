//go:build !wasm

package main

func stub(a, b int64) int64 { return called(a + b) }

//go:noinline
func called(a int64) int64 { return deepStub(int(a)) }
