package measure

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/bench"
	"velocidade/wasm/json"
	"velocidade/wasm/underway"
)

// inline runs a program here and now, or waits until it is stopped.
type inline struct{ wait bool }

func (x inline) Run(ctx context.Context, job bench.Job) (bench.Sample, error) {
	if x.wait {
		<-ctx.Done()
		return bench.Sample{}, context.Cause(ctx)
	}
	result, err := job.Kernel.Exec(job.Args, job.Parts)
	return bench.Sample{WallMs: 10, ComputeMs: 10, Result: result}, err
}

func (inline) Close() {}

// answered is a response as the page reads it: of a Report, what these tests look at.
type answered struct {
	Type    string     `json:"type"`
	ID      int        `json:"id"`
	Program *announced `json:"program"`
	Report  *struct {
		Status bench.Status `json:"status"`
		Lanes  []struct {
			Result string `json:"result"`
		} `json:"lanes"`
	} `json:"report"`
	Error *kernels.Error `json:"error"`
}

// talk returns a session whose answers come over the channel.
func talk(t *testing.T, x inline) (*session, <-chan answered) {
	t.Helper()
	k := each("Squares", []int{1, 2}, func(n int) int { return n * n })
	require.NoError(t, kernels.RegisterOwn(k))
	t.Cleanup(func() { kernels.Unregister(k.Name) })
	answers := make(chan answered, 1000)
	clock := 0.0
	s := &session{
		runner: bench.Runner{
			Now:  func() float64 { clock++; return clock },
			Unix: func() int64 { return 1 },
			Seed: func() uint32 { return 1 },
			Host: bench.Host{Cores: 2, TimerResolutionMs: 0.001},
			Open: func(context.Context, string, int) (bench.Executor, error) { return x, nil },
		},
		send: func(data []byte) {
			var r answered
			assert.NoError(t, json.Unmarshal(data, &r))
			answers <- r
		},
	}
	s.announce(k)
	return s, answers
}

// last returns the answer that ends a run.
func last(answers <-chan answered) answered {
	for r := range answers {
		if r.Type == "report" || r.Type == "failed" {
			return r
		}
	}
	return answered{}
}

func TestAProgramSaysWhatItIsBeforeItIsAsked(t *testing.T) {
	_, answers := talk(t, inline{})
	first := <-answers
	assert.Equal(t, "program", first.Type)
	assert.Equal(t, &announced{Name: "squares", Title: "Squares"}, first.Program)
}

func TestARunEndsInAReport(t *testing.T) {
	s, answers := talk(t, inline{})
	s.handle([]byte(`{"type":"run","id":7,"spec":{"program":"squares","lanes":["go/single"],"blocks":6}}`))
	r := last(answers)
	require.NotNil(t, r.Report)
	assert.Equal(t, 7, r.ID)
	assert.Equal(t, "1\n4", r.Report.Lanes[0].Result)
}

func TestARunCanBeStoppedAndIsTheOnlyOne(t *testing.T) {
	s, answers := talk(t, inline{wait: true})
	run := []byte(`{"type":"run","id":1,"spec":{"program":"squares","lanes":["go/single"]}}`)
	s.handle(run)
	s.handle(run)
	assert.Equal(t, underway.CodeBusy, last(answers).Error.Code)
	s.handle([]byte(`{"type":"stop","id":2}`)) // another's
	s.handle([]byte(`{"type":"stop","id":1}`))
	assert.Equal(t, bench.Stopped, last(answers).Report.Status)
}

func TestWhatMakesNoSenseIsRefusedByItsCode(t *testing.T) {
	s, answers := talk(t, inline{})
	for request, code := range map[string]string{
		`{"type":"run","id":1,"spec":{"program":"none"}}`: kernels.CodeUnknownProgram,
		`{"type":"run","id":1,"spec":7}`:                  bench.CodeBadSpec,
		`{`:                                               underway.CodeFailed,
	} {
		s.handle([]byte(request))
		assert.Equal(t, code, last(answers).Error.Code, request)
	}
}
