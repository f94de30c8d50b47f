//go:build !js

package runtimes

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"velocidade/kernels"
)

func TestWhatACompilerDoesNotFindIsMissingAndWhatItRefusesIsNot(t *testing.T) {
	for _, c := range []struct{ why, said, missing string }{
		{"GCC and a header", "In file included from re.cpp:7:\nre.hpp:12:10: fatal error: pcre2.h: No such file or directory\n   12 | #include <pcre2.h>\ncompilation terminated.", "pcre2.h"},
		{"Clang and a header", "builtin.hpp:20:10: fatal error: 'gc/gc_allocator.h' file not found", "gc/gc_allocator.h"},
		{"GNU's linker", "/usr/bin/ld: cannot find -lgc: No such file or directory\ncollect2: error: ld returned 1 exit status", "-lgc"},
		{"LLVM's linker", "ld.lld: error: unable to find library -lgc", "-lgc"},
		{"Apple's older linker", "ld: library not found for -lgc", "-lgc"},
		{"Apple's linker", "ld: library 'gc' not found", "gc"},
		{"a program that does not compile", "primes.cpp:3:1: error: expected ';' before '}' token", ""},
		{"a file that a program wants", "FileNotFoundError: [Errno 2] No such file or directory: 'x'", ""},
	} {
		err := withoutLibrary("c++", c.said)
		assert.Equal(t, c.missing != "", IsMissing(err), c.why)
		if fault, ok := errors.AsType[*kernels.Error](err); ok {
			assert.Equal(t, c.missing, fault.Value, c.why)
			assert.Contains(t, fault.Message, "tools/setup.sh runtimes", c.why)
		}
	}
}
