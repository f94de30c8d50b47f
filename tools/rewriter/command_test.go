package rewriter

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/reloop"
)

// empty is a module that is nobody's.
var empty = []byte("\x00asm\x01\x00\x00\x00")

// run gives what a command wrote to its two streams.
func run(t *testing.T, input []byte, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, problems bytes.Buffer
	err = Command(args, "of a test", Streams{In: bytes.NewReader(input), Out: &out, Err: &problems})
	return out.String(), problems.String(), err
}

// linked builds an example of the site for js/wasm, and rewrites it.
func linked(t *testing.T) (stock, rewritten []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "linked.wasm")
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", file, "velocidade/web/examples/hello")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	stock, err = os.ReadFile(file)
	require.NoError(t, err)
	rewritten, _, err = reloop.Rewrite(stock, reloop.Options{})
	require.NoError(t, err)
	return stock, rewritten
}

func TestWhereverAModuleComesFromAndGoesItIsTheSame(t *testing.T) {
	stock, want := linked(t)
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.wasm"), filepath.Join(dir, "out.wasm")
	require.NoError(t, os.WriteFile(in, stock, 0o644))
	cases := []struct {
		what   string
		args   []string
		stdout bool
	}{
		{"a flag before the file", []string{"-o", out, in}, false},
		{"a flag after the file", []string{in, "-o", out}, false},
		{"both files by place", []string{"-check", in, out}, false},
		{"standard input", []string{"-", "-o", out}, false},
		{"standard output", []string{in, "-o", "-"}, true},
		{"both, and the statistics elsewhere", []string{"-stats", "-o", "-", "-"}, true},
		{"a file name after two dashes", []string{"-o", out, "--", in}, false},
	}
	for _, c := range cases {
		os.Remove(out)
		stdout, _, err := run(t, stock, c.args...)
		require.NoError(t, err, c.what)
		got := []byte(stdout)
		if !c.stdout {
			got, err = os.ReadFile(out)
			require.NoError(t, err, c.what)
		}
		assert.True(t, bytes.Equal(want, got), c.what)
	}
}

func TestTheReportSaysWhatWasRewrittenAndWhatIsSent(t *testing.T) {
	stock, want := linked(t)
	dir := t.TempDir()
	stdout, _, err := run(t, stock, "-json", "-", "-o", filepath.Join(dir, "out.wasm"))
	require.NoError(t, err)
	var r Report
	require.NoError(t, json.Unmarshal([]byte(stdout), &r))
	assert.Equal(t, Schema, r.Schema)
	assert.Regexp(t, `^go1\.`, r.Go)
	assert.Empty(t, r.Unchanged)
	left := 0
	for reason, n := range r.Left {
		assert.NotEmpty(t, reason)
		left += n
	}
	assert.Equal(t, r.Functions, r.Rewritten+left, "each function is counted once")
	assert.Equal(t, Weigh(stock), r.Before)
	assert.Equal(t, Weigh(want), r.After)
	assert.Less(t, r.After.Brotli, r.Before.Brotli)

	_, stderr, err := run(t, stock, "-json", "-", "-o", "-")
	require.NoError(t, err)
	assert.Contains(t, stderr, Schema, "beside the module there is no place on standard output")
}

func TestNothingRewrittenIsAFailureUnlessItIsAllowed(t *testing.T) {
	stock, rewritten := linked(t)
	dir := t.TempDir()
	out := filepath.Join(dir, "out.wasm")
	cases := []struct {
		what  string
		input []byte
		flags []string
	}{
		{"a module that is not Go's", empty, nil},
		{"no function that -only names", stock, []string{"-only", "^no such function$"}},
		{"one that was rewritten before", rewritten, nil},
	}
	for _, c := range cases {
		args := append(c.flags, "-", "-o", out)
		_, _, err := run(t, c.input, args...)
		assert.ErrorContains(t, err, "nothing was rewritten", c.what)
		assert.NoFileExists(t, out, c.what)

		_, stderr, err := run(t, c.input, append(args, "-allow-unchanged")...)
		require.NoError(t, err, c.what)
		assert.Contains(t, stderr, "copied as it is", c.what)
		assert.FileExists(t, out, c.what)
		os.Remove(out)
	}
}

func TestWhatCannotBeReadOrUnderstoodIsAnError(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	cases := []struct {
		args []string
		want string
	}{
		{[]string{"-", "-o", out}, "standard input"},
		{[]string{filepath.Join(t.TempDir(), "none"), "-o", out}, "none"},
		{[]string{"-"}, "after -o"},
		{[]string{"a", "b", "c"}, "after -o"},
		{[]string{"a", "b", "-o", out}, "after -o"},
		{[]string{"-stats", "-json", "-", "-o", out}, "one of them"},
		{[]string{"-only", "(", "-", "-o", out}, "-only"},
		{[]string{"-skip", "(", "-", "-o", out}, "-skip"},
		{[]string{"-wrong", "-", "-o", out}, "-wrong"},
	}
	for _, c := range cases {
		_, _, err := run(t, []byte("text"), c.args...)
		assert.ErrorContains(t, err, c.want, c.args)
		assert.NoFileExists(t, out, c.args)
	}
}

func TestTheVersionNamesTheBuildAndTheReleasesOfGo(t *testing.T) {
	stdout, _, err := run(t, nil, "-version")
	require.NoError(t, err)
	assert.Contains(t, stdout, "of a test")
	assert.Contains(t, stdout, reloop.TestedWith())
}

func TestFunctionsAreChosenByName(t *testing.T) {
	cases := []struct {
		only, skip, name string
		want             bool
	}{
		{"^main\\.", "", "main.main", true},
		{"^main\\.", "", "runtime.main", false},
		{"", "^runtime\\.", "main.main", true},
		{"", "^runtime\\.", "runtime.main", false},
		{"^main\\.", "init", "main.init", false},
	}
	for _, c := range cases {
		choose, err := selection(c.only, c.skip)
		require.NoError(t, err)
		assert.Equal(t, c.want, choose(c.name), c)
	}
	choose, err := selection("", "")
	require.NoError(t, err)
	assert.Nil(t, choose, "all, without asking")
}
