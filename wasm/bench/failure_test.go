package bench

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestARunFailsWhereALaneFailedOrDisagreed(t *testing.T) {
	panicked, mismatch := Fault{Code: CodeLanePanicked, Message: "boom"}, Fault{Code: CodeResultMismatch, Message: "m"}
	single, good := measured("go/single", 1, 10, 200), measured("go/workers", 2, 10, 103)
	for _, c := range []struct {
		says string
		rep  *Report
		want string // "" for no error
	}{
		{"every lane was measured", reportOf(Complete, single, good), ""},
		{"a scattered lane is no failed one", reportOf(Complete, single, good.noisy(0.4)), ""},
		{"a lane failed", reportOf(Complete, single, good, measured("go/workers", 4, 2, 54).with(panicked)), "go/workers on 4 failed (lane-panicked)"},
		{"a lane disagreed", reportOf(Complete, single, measured("go/workers", 2, 0, 0).with(mismatch)), "go/workers on 2 gave a different answer"},
		{"both", reportOf(Complete, single.with(panicked), measured("go/workers", 2, 0, 0).with(mismatch)),
			"go/single failed (lane-panicked); go/workers on 2 gave a different answer"},
		{"stopped", reportOf(Stopped, single, good), "the run was stopped before it was complete"},
		{"stopped after a lane failed", reportOf(Stopped, single, good.with(panicked)),
			"the run was stopped before it was complete; go/workers on 2 failed (lane-panicked)"},
		{"void", reportOf(Void, single, good), "the run is void"},
	} {
		err := Failure(c.rep)
		if c.want == "" {
			assert.NoError(t, err, c.says)
		} else {
			assert.EqualError(t, err, c.want, c.says)
		}
	}
}
