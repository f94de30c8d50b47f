package kernels

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
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

Pure integer work on a few hundred bytes. Native code may use the processor's SHA instructions, WebAssembly ` +
			`cannot.`,
		Source: "The numbers 0 and, for 16 bits, 4250, with their hashes: Bitcoin Wiki, Proof of work, " +
			"https://en.bitcoin.it/wiki/Proof_of_work. The others are our own; sha256sum checks them",
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
		hash := sha256.Sum256(text)
		if binary.BigEndian.Uint64(hash[:]) < limit {
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
	text := hashText + strconv.FormatInt(best, 10)
	return fmt.Appendf(nil, "%s\n%x", text, sha256.Sum256([]byte(text))), nil
}
