package reloop

import (
	"fmt"
	"strconv"
	"strings"

	"velocidade/wasm/module"
)

// What is rewritten is decided by what is found in a module, not by the release of Go that wrote it: functions by their form
// (form.go), the table of functions by how its parts point at each other, where a recovered function goes on by what is
// called there. A function of another form is left as it was. So a new release is rewritten as far as it is like the ones
// before, and its number only says how far the result has been tried.

// The releases that Go's own tests, or for the oldest a program with all that matters here, were run with: Go 1.x.
const (
	oldestTested = 21
	newestTested = 27
)

// TestedWith names them for people.
func TestedWith() string { return fmt.Sprintf("Go 1.%d to 1.%d", oldestTested, newestTested) }

// Tested tells whether a version such as "go1.26.1" or "go1.26rc1 X:nosplit" is of a release that this package is tested with.
func Tested(version string) bool {
	rest, ok := strings.CutPrefix(version, "go1.")
	end := strings.IndexFunc(rest, func(c rune) bool { return c < '0' || c > '9' })
	if end < 0 {
		end = len(rest)
	}
	minor, err := strconv.Atoi(rest[:end])
	return ok && err == nil && minor >= oldestTested && minor <= newestTested
}

// spoilt tells whether any function is valid before it is rewritten and not after. The rewriter's own promise is that there
// is none; where nobody has tried it, that is made sure of.
func spoilt(before, after []byte) bool {
	faults, err := module.Faults(after)
	if err != nil {
		return true
	}
	if len(faults) == 0 {
		return false
	}
	known, err := module.Faults(before)
	if err != nil {
		return true
	}
	for function := range faults {
		if known[function] == "" {
			return true
		}
	}
	return false
}

// Caution is a sentence for whoever waits for a rewritten module, where it is not what they may expect: it was returned
// unchanged, or its release is not tested. Else it is "".
func (s Stats) Caution() string {
	from := s.Go
	if from == "" {
		from = "an unknown compiler"
	}
	switch {
	case s.Note != "":
		return fmt.Sprintf("a module of %s stays as it was linked, and is slower for it: %s", from, s.Note)
	case !s.Tested:
		return fmt.Sprintf("the rewriter is tested with %s, not with %s: %d of %d functions are rewritten, the others stay as they were",
			TestedWith(), from, s.Rewritten, s.Functions)
	}
	return ""
}
