package kernels

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"strconv"
)

func init() {
	Register(Kernel{
		Name:    "sha256",
		Title:   "Proof of work: a hash with leading zeros",
		Group:   GroupNumbers,
		Summary: "Searches for the smallest number that, put after a text, gives a SHA-256 hash beginning with zero bits.",
		Doc: `The numbers 0, 1, 2, … are written after the text “Hello, world!”, and each result is hashed with ` +
			`SHA-256. The answer is the smallest number whose hash begins with the given count of zero bits. You ` +
			`can check it in a shell: printf 'Hello, world!4250' | sha256sum.

A part searches a stretch of the numbers to its end, even after it has found one, and the whole space of four ` +
			`times 2 to the number of bits is always searched. So every lane does the same work. A miner would ` +
			`stop at the first hit, and then luck would be part of the timing.

Pure 32-bit integer work on a few hundred bytes. The hash is written out here, as FIPS 180-4 defines it, since a ` +
			`library's may use the processor's SHA instructions and then the same program would not be the same work everywhere.`,
		Source: "The numbers 0 and, for 16 bits, 4250, with their hashes: Bitcoin Wiki, Proof of work, " +
			"https://en.bitcoin.it/wiki/Proof_of_work. The others are our own; sha256sum checks them",
		Size: "bits",
		Params: []Param{{
			Name: "bits", Kind: Int, Label: "Zero bits", Unit: "bits",
			Doc:     "Zero bits that the hash must begin with; each one more doubles the work.",
			Default: "16", Min: 1, Max: 26,
		}},
		Split: func(a Args, _, parts int) []Range { return Even(hashSpace(a), parts) },
		Run:   hashRun,
		Merge: hashMerge,
		Want: []Want{
			{"", "Hello, world!4250\n0000c3af42fc31103f1fdc0151fa747ff87349a4714df7cc52ea464e12dcd4e9"},
			{"bits=1", "Hello, world!0\n1312af178c253f84028d480a6adc1e25e81caa44c749ec81976192e2ec934c64"},
			{"bits=18", "Hello, world!22643\n00002c321d144b72c43c0a089217fba365c98201726b57b89ea2d9daf260f466"},
		},
	})
}

const hashText = "Hello, world!"

// hashSpace is how many numbers are searched. With four times as many as a hit needs on average, one is missing with
// probability 1/e⁴ for a random text; for this text, every number of bits that can be asked for has its hit.
func hashSpace(a Args) int64 { return 4 << a.Int("bits") }

// hashRun returns one word: the smallest number in the range whose hash qualifies, or the largest word if none does.
func hashRun(a Args, _ int, _ []byte, r Range) ([]byte, error) {
	limit := uint64(1) << (64 - a.Int("bits"))
	best := int64(math.MaxInt64)
	text := []byte(hashText)
	for nonce := r.Lo; nonce < r.Hi; nonce++ {
		text = strconv.AppendInt(text[:len(hashText)], nonce, 10)
		hash := sha256Short(text)
		if uint64(hash[0])<<32|uint64(hash[1]) < limit {
			best = min(best, nonce)
		}
	}
	return putInts(nil, best), nil
}

func hashMerge(a Args, _ int, _ []byte, partials [][]byte) ([]byte, error) {
	best := int64(math.MaxInt64)
	for _, b := range partials {
		word, err := getIntsN(b, 1)
		if err != nil {
			return nil, err
		}
		best = min(best, word[0])
	}
	if best == math.MaxInt64 {
		return fmt.Appendf(nil, "none below %d", hashSpace(a)), nil
	}
	text := strconv.AppendInt([]byte(hashText), best, 10)
	line := append(text[:len(text):len(text)], '\n')
	for _, word := range sha256Short(text) {
		line = fmt.Appendf(line, "%08x", word)
	}
	return line, nil
}

// sha256Short is the SHA-256 of a text of at most 55 bytes, which with its padding fills a single block.
func sha256Short(text []byte) [8]uint32 {
	var block [64]byte
	n := copy(block[:], text)
	block[n] = 0x80
	binary.BigEndian.PutUint64(block[56:], uint64(8*n))

	var w [64]uint32
	for i := range 16 {
		w[i] = binary.BigEndian.Uint32(block[4*i:])
	}
	for i := 16; i < 64; i++ {
		a, b := w[i-15], w[i-2]
		w[i] = w[i-16] + w[i-7] +
			(bits.RotateLeft32(a, -7) ^ bits.RotateLeft32(a, -18) ^ a>>3) +
			(bits.RotateLeft32(b, -17) ^ bits.RotateLeft32(b, -19) ^ b>>10)
	}
	a, b, c, d, e, f, g, h := sha256Start[0], sha256Start[1], sha256Start[2], sha256Start[3],
		sha256Start[4], sha256Start[5], sha256Start[6], sha256Start[7]
	for i := range 64 {
		t := h + sha256Round[i] + w[i] + (g ^ e&(f^g)) +
			(bits.RotateLeft32(e, -6) ^ bits.RotateLeft32(e, -11) ^ bits.RotateLeft32(e, -25))
		u := (a&b | c&(a|b)) + (bits.RotateLeft32(a, -2) ^ bits.RotateLeft32(a, -13) ^ bits.RotateLeft32(a, -22))
		a, b, c, d, e, f, g, h = t+u, a, b, c, d+t, e, f, g
	}
	sum := [8]uint32{a, b, c, d, e, f, g, h}
	for i := range sum {
		sum[i] += sha256Start[i]
	}
	return sum
}

// The constants of FIPS 180-4: the first 32 bits of the fractional parts of the square roots of the first 8 primes, and
// of the cube roots of the first 64.
var sha256Start = [8]uint32{
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
}

var sha256Round = [64]uint32{
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}
