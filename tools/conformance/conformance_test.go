package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGosOwnTestsEndAlikeInRewrittenModules(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("Node is not installed")
	}
	var log strings.Builder
	differ, err := Run(t.Context(), Options{Packages: Quick, Programs: 200, Jobs: 2, Log: &log})
	require.NoError(t, err, log.String())
	assert.Zero(t, differ, log.String())
}

// releases are those that the go command fetches, if the machine has them.
var releases = []string{"go1.27.4", "go1.25.8", "go1.24.13"}

func TestGosOwnTestsEndAlikeInModulesOfOtherReleases(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("Node is not installed")
	}
	for _, release := range releases {
		t.Run(release, func(t *testing.T) {
			cmd := exec.Command("go", "env", "GOVERSION")
			cmd.Dir, cmd.Env = t.TempDir(), append(os.Environ(), "GOTOOLCHAIN="+release, "GOPROXY=off")
			if out, err := cmd.Output(); err != nil || strings.TrimSpace(string(out)) != release {
				t.Skipf("the module cache has no %[1]s; to fetch it: GOTOOLCHAIN=%[1]s go version", release)
			}
			var log strings.Builder
			differ, err := Run(t.Context(), Options{Packages: Quick, Jobs: 2, Log: &log, Go: release})
			require.NoError(t, err, log.String())
			assert.Zero(t, differ, log.String())
		})
	}
}

func TestEachReleaseHasATableOfItsOwn(t *testing.T) {
	for release, want := range map[string]string{"": "CONFORMANCE.md", "go1.27.4": "CONFORMANCE-go1.27.md", "go1.28": "CONFORMANCE-go1.28.md"} {
		assert.Equal(t, want, tableName(release))
	}
	some := &table{release: "go1.27.4", packages: []row{{name: "a", stock: outcomes{"A": "PASS"}, rewritten: outcomes{"A": "PASS"}}}}
	assert.Contains(t, string(some.markdown()), "This was a run of 1 of the ")
	assert.Contains(t, string(some.markdown()), "tools/conformance -go go1.27.4`")
	assert.Zero(t, some.differences())
}

func TestOutcomesAreReadFromWhatTestsPrint(t *testing.T) {
	o := readOutcomes("\x16=== RUN   TestA\nsome text\x16--- PASS: TestA (0.00s)\n    \x16--- FAIL: TestA/part (1.00s)\n" +
		"--- PASS: TestNot (0.00s)\n\x16--- SKIP: TestB (0.00s)\n")
	assert.Equal(t, outcomes{"TestA": "PASS", "TestA/part": "FAIL", "TestB": "SKIP"}, o)
	assert.Equal(t, "1 pass, 1 fail, 1 skip", o.String())
}

func TestWhatOneRunLacksIsADifference(t *testing.T) {
	assert.Equal(t, []string{"A", "B/c"}, differences(outcomes{"A": "PASS", "D": "FAIL"}, outcomes{"A": "FAIL", "B/c": "PASS", "D": "FAIL"}))
	assert.Equal(t, []string{"A", "B"}, topLevel([]string{"A", "B/c", "B/d"}))
}

func TestDifferencesAndWhatCannotBeComparedAreCounted(t *testing.T) {
	full := &table{
		tools:    []tool{{name: "cmd/link", alike: true}, {name: "cmd/compile"}},
		packages: []row{{name: "b", stock: outcomes{"A": "PASS"}}, {name: "a", differ: []string{"A"}}, {name: "c", note: "does not build", broken: true}},
		programs: &outcome{alike: 3, differ: []string{"test/x.go: prints something else"}},
	}
	assert.Equal(t, 4, full.differences())
	text := string(full.markdown())
	assert.Contains(t, text, "1 of 3 packages are alike in all of their 1 tests")
	assert.Less(t, strings.Index(text, "| a |"), strings.Index(text, "| b |"))
	assert.Contains(t, text, "| cmd/compile |  | **different** |")
}
