package suite

import (
	"bytes"
	"fmt"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestACommandThatTheMachineLacksSomethingForIsToldFromOneThatFails(t *testing.T) {
	for _, c := range []struct {
		why, command string
		lacks        bool
	}{
		{"it says so itself", "exit 3", true},
		{"go run says it of what it ran", "echo 'velocidade bench: this machine has no Cython'; echo 'exit status 3'; exit 1", true},
		{"a failure", "echo 'exit status 1'; exit 1", false},
		{"success", "echo 'exit status 3'", false},
	} {
		out, err := exec.Command("sh", "-c", c.command).CombinedOutput()
		assert.Equal(t, c.lacks, lacking(err, string(out)), c.why)
	}
	assert.Equal(t, "velocidade bench: no Cython", reason("velocidade bench: no Cython\nexit status 3\n"))
}

func TestWhereNothingMayBeLackedASkippedTestHasFailed(t *testing.T) {
	for _, c := range []struct {
		strict bool
		last   string
	}{{false, "0 passed, 0 failed, 1 skipped"}, {true, "0 passed, 1 failed, 0 skipped"}} {
		var out bytes.Buffer
		tally := &Tally{Out: &out, Strict: c.strict}
		tally.Add(lack("wasm", "firefox", lackOf("firefox", "looking for Firefox\nmissing: Firefox. Install it\n")))
		assert.Equal(t, !c.strict, tally.Finish())
		assert.Equal(t, c.last, lastLine(out.String()), fmt.Sprint(c.strict))
		assert.Contains(t, out.String(), "wasm: firefox")
		assert.Contains(t, out.String(), "Firefox. Install it")
	}
}
