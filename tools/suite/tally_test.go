package suite

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheLastLineCountsWhatRan(t *testing.T) {
	cases := []struct {
		name    string
		results []Result
		last    string
		ok      bool
	}{
		{"nothing", nil, "0 passed, 0 failed, 0 skipped", true},
		{"all pass", []Result{{Group: "a", Name: "x"}, {Group: "b", Name: "y"}}, "2 passed, 0 failed, 0 skipped", true},
		{"one fails", []Result{{Group: "a", Name: "x"}, {Group: "a", Name: "y", Status: Failed}}, "1 passed, 1 failed, 0 skipped", false},
		{"a skipped test neither passes nor fails", []Result{{Group: "a", Name: "x", Status: Skipped}}, "0 passed, 0 failed, 1 skipped", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			tally := &Tally{Out: &out}
			for _, r := range c.results {
				tally.Add(r)
			}
			assert.Equal(t, c.ok, tally.Finish())
			assert.Equal(t, c.last, lastLine(out.String()))
		})
	}
}

func TestAFailureIsShownAtOnceAndNamedAgainAtTheEnd(t *testing.T) {
	var out bytes.Buffer
	tally := &Tally{Out: &out}
	tally.Add(Result{Group: "kernels", Name: "TestPrimes", Status: Failed, Output: "want 7\ngot 8\n"})
	assert.Contains(t, out.String(), "        want 7\n        got 8\n")
	tally.Finish()
	assert.Contains(t, out.String(), "\n1 failed:\nFAIL  kernels: TestPrimes\n\n0 passed, 1 failed, 0 skipped\n")
}

func TestWhatWasSkippedOrTriedAgainIsCountedAndNamedBeforeTheLastLine(t *testing.T) {
	var out bytes.Buffer
	total, one, other := &Tally{Out: &out}, &Tally{Out: &out}, &Tally{Out: &out}
	one.Add(Result{Group: "lanes", Name: "TestTwins/pypy", Status: Skipped, Output: "=== x\n    twins_test.go:83: this machine has no PyPy 3\n"})
	other.Retried("stop (firefox)", "Stop ends a run", "it hung for 300 s")
	other.Add(Result{Group: "stop (firefox)", Name: "Stop ends a run"})
	total.join(one)
	total.join(other)
	out.Reset()
	assert.True(t, total.Finish())
	assert.Equal(t, "\n1 skipped:\nskip  lanes: TestTwins/pypy (twins_test.go:83: this machine has no PyPy 3)\n"+
		"\n1 needed a second attempt:\nagain stop (firefox): Stop ends a run (it hung for 300 s)\n\n1 passed, 0 failed, 1 skipped\n", out.String())
}

func TestEventsOfGoTestAreCountedByTheirLeaves(t *testing.T) {
	cases := []struct {
		name   string
		events string
		passed int
		failed []string
	}{
		{"a plain test", `
			{"Action":"run","Package":"p","Test":"TestA"}
			{"Action":"pass","Package":"p","Test":"TestA"}
			{"Action":"pass","Package":"p"}`, 1, nil},
		{"subtests count in place of the test that holds them", `
			{"Action":"run","Package":"p","Test":"TestA"}
			{"Action":"run","Package":"p","Test":"TestA/one"}
			{"Action":"pass","Package":"p","Test":"TestA/one"}
			{"Action":"run","Package":"p","Test":"TestA/two"}
			{"Action":"fail","Package":"p","Test":"TestA/two"}
			{"Action":"fail","Package":"p","Test":"TestA"}
			{"Action":"fail","Package":"p"}`, 1, []string{"p: TestA/two"}},
		{"a test that fails by itself counts although its subtests pass", `
			{"Action":"run","Package":"p","Test":"TestA"}
			{"Action":"run","Package":"p","Test":"TestA/one"}
			{"Action":"pass","Package":"p","Test":"TestA/one"}
			{"Action":"fail","Package":"p","Test":"TestA"}
			{"Action":"fail","Package":"p"}`, 1, []string{"p: TestA"}},
		{"a test that never ended failed", `
			{"Action":"run","Package":"p","Test":"TestA"}
			{"Action":"fail","Package":"p"}`, 0, []string{"p: TestA"}},
		{"a package that does not compile failed as a whole", `
			{"Action":"build-output","ImportPath":"p [p.test]","Output":"undefined: x\n"}
			{"Action":"build-fail","ImportPath":"p [p.test]"}
			{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`, 0, []string{"p: the package as a whole"}},
		{"a package without tests counts nothing", `
			{"Action":"skip","Package":"p"}`, 0, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			tally := &Tally{Out: &out}
			require.NoError(t, newGoTests(tally, "").read(strings.NewReader(c.events)))
			assert.Equal(t, c.passed, tally.passed)
			assert.Equal(t, c.failed, tally.failures)
		})
	}
}

func TestWhatTheCompilerSaidIsShown(t *testing.T) {
	var out bytes.Buffer
	events := `{"Action":"build-output","ImportPath":"p","Output":"undefined: x\n"}
		{"Action":"fail","Package":"p","FailedBuild":"p"}`
	require.NoError(t, newGoTests(&Tally{Out: &out}, "").read(strings.NewReader(events)))
	assert.Contains(t, out.String(), "undefined: x")
}

func TestALongOutputKeepsItsEnd(t *testing.T) {
	var kept tail
	for range 10_000 {
		kept.WriteString("0123456789012345678901234567890123456789\n")
	}
	kept.WriteString("the end")
	assert.Less(t, len(kept.String()), 3*tailLimit)
	assert.True(t, strings.HasSuffix(kept.String(), "the end"))
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return lines[len(lines)-1]
}
