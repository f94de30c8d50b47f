package main

// stub adds in assembly and calls Go from there.
func stub(a, b int64) int64

//go:noinline
func called(a int64) int64 { return deepStub(int(a)) }
