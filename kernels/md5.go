package kernels

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// md5Sum is RFC 1321's checksum, by which pictures are compared in public. The library's would bring a tenth of the
// engine's size with it: package crypto/md5 pulls in all that FIPS 140 asks of a cryptographic module.
func md5Sum(pieces ...[]byte) [16]byte {
	state := [4]uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}
	var block [64]byte
	have, size := 0, uint64(0)
	add := func(data []byte) {
		for len(data) > 0 {
			n := copy(block[have:], data)
			data, have = data[n:], have+n
			if have == len(block) {
				md5Block(&state, &block)
				have = 0
			}
		}
	}
	for _, piece := range pieces {
		size += uint64(len(piece))
		add(piece)
	}
	add([]byte{0x80})
	for have != 56 {
		add([]byte{0})
	}
	add(binary.LittleEndian.AppendUint64(nil, 8*size))
	var sum [16]byte
	for i, word := range state {
		binary.LittleEndian.PutUint32(sum[4*i:], word)
	}
	return sum
}

// md5Turns are the bits by which each of the four rounds rotates, in turn.
var md5Turns = [4][4]int{{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}

// md5Table holds the whole parts of 2³²·|sin i|, i from 1 in radians.
var md5Table = func() (table [64]uint32) {
	for i := range table {
		table[i] = uint32(1 << 32 * math.Abs(math.Sin(float64(i+1))))
	}
	return table
}()

func md5Block(state *[4]uint32, block *[64]byte) {
	a, b, c, d := state[0], state[1], state[2], state[3]
	for i := range 64 {
		var f uint32
		word := i
		switch i / 16 {
		case 0:
			f = b&c | ^b&d
		case 1:
			f, word = d&b|^d&c, 5*i+1
		case 2:
			f, word = b^c^d, 3*i+5
		case 3:
			f, word = c^(b|^d), 7*i
		}
		f += a + md5Table[i] + binary.LittleEndian.Uint32(block[word%16*4:])
		a, d, c, b = d, c, b, b+bits.RotateLeft32(f, md5Turns[i/16][i%4])
	}
	state[0] += a
	state[1] += b
	state[2] += c
	state[3] += d
}
