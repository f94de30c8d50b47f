package suite

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// What a machine may lack: browsers, interpreters, compilers and their libraries, the edge's runtime. There is one policy for all of it.
//
//   - tools/setup.sh finds it, or installs it where it can; what it cannot install it names, and goes on.
//   - What needs it is skipped, with the reason: a test in Go by t.Skip where runtimes.IsMissing says so of its error, a command by
//     ending with [LackStatus], and a browser or a suite here.
//   - What was skipped is counted in the last line of the output and named just before it.
//   - With VELOCIDADE_STRICT in the environment, a machine must lack nothing: what is skipped then has failed.
//
// Go, Node and npm are none of that: without them nothing works, and tools/setup.sh says so at once.

// LackStatus is the exit status of a command that could not do what it was asked for because the machine lacks it.
const LackStatus = 3

// lacking tells whether a command ended because the machine lacks something. "go run" has a status of its own, and prints that of
// what it ran.
func lacking(err error, output string) bool {
	ended, ok := errors.AsType[*exec.ExitError](err)
	return ok && (ended.ExitCode() == LackStatus ||
		strings.HasSuffix(strings.TrimSpace(output), fmt.Sprintf("exit status %d", LackStatus)))
}

// strict tells whether this machine must lack nothing.
func strict() bool { return os.Getenv("VELOCIDADE_STRICT") != "" }

// lack is the result for something that a suite goes without.
func lack(suite, what, why string) Result {
	return Result{Group: suite, Name: what, Status: Skipped, Output: strings.TrimSpace(why) + "\n"}
}

// lackOf gives what tools/setup.sh said of something that it could not install.
func lackOf(what, said string) string {
	for line := range strings.Lines(said) {
		if named, ok := strings.CutPrefix(strings.TrimSpace(line), "missing: "); ok && strings.HasPrefix(strings.ToLower(named), what) {
			return named
		}
	}
	return fmt.Sprintf("tools/setup.sh neither found nor installed %s", what)
}
