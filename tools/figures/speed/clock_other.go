//go:build !unix && !js

package main

import "time"

var start = time.Now()

func processMs() float64 { return float64(time.Since(start).Microseconds()) / 1000 }
