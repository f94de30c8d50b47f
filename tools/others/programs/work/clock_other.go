//go:build !unix && !js

package work

import "time"

var start = time.Now()

// processMs is wall time: there is no processor time to be had on wasip1 and Windows.
func processMs() float64 { return float64(time.Since(start).Nanoseconds()) / 1e6 }
