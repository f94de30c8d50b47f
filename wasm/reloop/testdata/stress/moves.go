package main

import (
	"bytes"
	"fmt"
)

// moves copies and clears runs of every short length, at every distance of source and destination, also where they overlap.
func moves() {
	const room = 3 * 80
	pattern := make([]byte, room)
	for i := range pattern {
		pattern[i] = byte(i*7 + 1)
	}
	wrong := 0
	for size := range 70 {
		for from := range 80 {
			to := 40
			want := bytes.Clone(pattern)
			for i := range size {
				want[to+i] = pattern[from+i]
			}
			got := bytes.Clone(pattern)
			copy(got[to:to+size], got[from:])
			if !bytes.Equal(got, want) {
				wrong++
			}
			got = bytes.Clone(pattern)
			clear(got[from : from+size])
			for i := range got {
				if inside := i >= from && i < from+size; inside && got[i] != 0 || !inside && got[i] != pattern[i] {
					wrong++
				}
			}
		}
	}
	fmt.Println("wrong moves:", wrong)
}
