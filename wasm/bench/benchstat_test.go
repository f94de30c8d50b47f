//go:build !js

package bench

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBenchstatReadsTwoReportsAndComparesThem(t *testing.T) {
	program(t)
	dir := t.TempDir()
	for name, ms := range map[string]float64{"old.txt": 200, "new.txt": 100} {
		rep := reportOf(Complete, measured("go/single", 1, 10, ms), measured("go/workers", 2, 10, ms/2))
		rep.Plan.Blocks = 10
		var out bytes.Buffer
		require.NoError(t, Export(&out, rep, FormatGo))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), out.Bytes(), 0o644))
	}
	cmd := exec.Command("go", "run", "golang.org/x/perf/cmd/benchstat", filepath.Join(dir, "old.txt"), filepath.Join(dir, "new.txt"))
	text, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", text)
	assert.Contains(t, string(text), "vs base")
	assert.Regexp(t, `lane=go-single/workers=1\S*\s+2\d\d\.\d+m ± \d+%\s+1?\d\d\.\d+m ± \d+%\s+-(49|50|51)\.\d+% \(p=0\.000 n=10\)`, string(text))
}
