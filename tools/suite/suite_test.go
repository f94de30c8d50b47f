package suite

import (
	"bytes"
	"context"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSuitesOfAllLanesRunBesideEachOtherAndAreReadInOrder(t *testing.T) {
	var out bytes.Buffer
	compiled, met, rested := make(chan bool), make(chan bool), false
	suites := []Suite{
		{"first", "", func(_ context.Context, _ *Env, tally *Tally) error {
			<-met // which the other lane gives while this one runs
			tally.Add(Result{Group: "first", Name: "x"})
			return nil
		}, compiling},
		{"second", "", func(_ context.Context, _ *Env, tally *Tally) error {
			met <- true
			<-compiled
			tally.Add(Result{Group: "second", Name: "x", Status: Failed})
			rested = true
			return nil
		}, browsing},
		{"third", "", func(_ context.Context, env *Env, tally *Tally) error {
			close(compiled)
			env.others()
			assert.True(t, rested, "nothing else runs now")
			return nil
		}, compiling},
	}
	assert.False(t, run(t.Context(), &Env{Out: &out}, suites))
	assert.Regexp(t, regexp.MustCompile(`(?s)first took.*second took.*third took.*second: x\nFAIL  third: runs\n\n1 passed, 2 failed, 0 skipped\n$`), out.String())
}

func TestEveryFileIsInTheShareOfOneProcess(t *testing.T) {
	env := &Env{Root: "/checkout"}
	files := []string{"/checkout/web/test/e2e/a.e2e.ts", "/checkout/web/test/e2e/b.e2e.ts", "/checkout/web/test/e2e/c.e2e.ts"}
	run := nodeTests{suffix: ".e2e.ts", sharing: 2}
	assert.Equal(t, `import { file } from "/checkout/web/test/harness/spec.ts";
await file("a", () => import("/checkout/web/test/e2e/a.e2e.ts"));
await file("c", () => import("/checkout/web/test/e2e/c.e2e.ts"));
`, env.sharedFiles(files, 0, run))
	assert.Equal(t, `import { file } from "/checkout/web/test/harness/spec.ts";
await file("b", () => import("/checkout/web/test/e2e/b.e2e.ts"));
`, env.sharedFiles(files, 1, run))
}
