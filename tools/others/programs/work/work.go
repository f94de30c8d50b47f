// Package work times a program of ours around a library of others: the same fixed task, over and over in one process.
//
// A program is told by its first argument how often to do it, and writes a line for each time and one for the answer:
//
//	round 131.52
//	answer 9f86d081884c7d65
//
// A round is in milliseconds of processor time where the platform tells it (processMs), else of wall time. What the task
// needs to begin with belongs before the call of Do, and is not timed. Do fails if two rounds differ in their answer.
package work

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strconv"
)

// Do runs a task whose answer is text or bytes.
func Do[T string | []byte](task func() (T, error)) {
	rounds := 1
	if len(os.Args) > 1 {
		n, err := strconv.Atoi(os.Args[1])
		if err != nil || n < 1 {
			fail("the argument is the number of rounds, not %q", os.Args[1])
		}
		rounds = n
	}
	first := ""
	for range rounds {
		began := processMs()
		answer, err := task()
		took := processMs() - began
		if err != nil {
			fail("%v", err)
		}
		sum := sha256.Sum256([]byte(answer))
		text := fmt.Sprintf("%x %d", sum[:8], len(answer))
		if first == "" {
			first = text
		}
		if text != first {
			fail("one round answers %s, another %s", first, text)
		}
		fmt.Printf("round %.3f\n", took)
	}
	fmt.Printf("answer %s\n", first)
}

// Must gives a value that cannot be missing in a program whose input is fixed.
func Must[T any](value T, err error) T {
	if err != nil {
		fail("%v", err)
	}
	return value
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}
