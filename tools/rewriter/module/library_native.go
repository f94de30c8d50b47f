//go:build !js

package main

// library answers a script's request where there are scripts; see library_js.go.
func library() bool { return false }
