package suite

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestASecondAttemptInNodeReachesTheLastLines(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	var out bytes.Buffer
	tally := &Tally{Out: &out}
	env := &Env{Root: root, Out: &out, others: func() {}}
	require.NoError(t, env.nodeTest(t.Context(), tally, 1, nodeTests{dir: "tools/suite/testdata/attempts", suffix: ".try.ts", label: " (here)"}))
	tally.Finish()
	assert.Contains(t, out.String(), "\n1 needed a second attempt:\nagain second (here): outrun once (the page was faster)\n\n2 passed, 0 failed, 0 skipped\n")
}
