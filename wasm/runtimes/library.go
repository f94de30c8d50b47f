//go:build !js

package runtimes

import (
	"fmt"
	"regexp"

	"velocidade/kernels"
)

// absent are the ways in which compilers and linkers say that they do not find a header or a library.
var absent = []*regexp.Regexp{
	regexp.MustCompile(`fatal error: ([^\s:']+): No such file or directory`),        // GCC
	regexp.MustCompile(`fatal error: '([^']+)' file not found`),                     // Clang
	regexp.MustCompile(`cannot find (-l[^\s:]+)`),                                   // GNU and gold linkers
	regexp.MustCompile(`unable to find library (-l[^\s:]+)`),                        // LLVM's linker
	regexp.MustCompile(`library not found for (-l\S+)|library '([^']+)' not found`), // Apple's
}

// withoutLibrary gives the error for a compiler's complaint about a header or library that is not installed, and nil for any other.
// Which of them a tool's code needs changes with its release, so they are read from the complaint and listed nowhere.
func withoutLibrary(compiler, said string) error {
	for _, form := range absent {
		found := form.FindStringSubmatch(said)
		if found == nil {
			continue
		}
		name := found[len(found)-1]
		if name == "" {
			name = found[1]
		}
		return &kernels.Error{Code: CodeMissing, Field: "lanes", Value: name, Limit: "a header or library of the compiler",
			Message: fmt.Sprintf("%s finds no %s on this machine: run tools/setup.sh runtimes, or install the library with its headers", compiler, name)}
	}
	return nil
}
