package underway_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/wasm/underway"
)

func TestOneThingIsUnderWayAtATime(t *testing.T) {
	var now underway.One
	first, err := now.Begin(1, nil)
	require.NoError(t, err)
	_, err = now.Begin(2, nil)
	var fault *kernels.Error
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, underway.CodeBusy, fault.Code)
	assert.NoError(t, first.Err(), "the first goes on")
	now.Over()
	assert.Error(t, first.Err(), "its context is let go of")
	_, err = now.Begin(3, nil)
	assert.NoError(t, err)
}

func TestOnlyWhatIsUnderWayIsEndedAndForItsCause(t *testing.T) {
	var now underway.One
	hidden := errors.New("hidden")
	now.End(1, hidden) // nothing is
	ctx, err := now.Begin(2, nil)
	require.NoError(t, err)
	now.End(1, hidden)
	assert.NoError(t, ctx.Err())
	now.End(2, hidden)
	now.End(2, context.Canceled)
	assert.Equal(t, hidden, context.Cause(ctx), "the first cause counts")
}

func TestActsGoToWhatIsUnderWay(t *testing.T) {
	var now underway.One
	var heard []string
	act := func(data []byte) { heard = append(heard, string(data)) }
	now.Act(1, []byte("before"))
	_, err := now.Begin(1, act)
	require.NoError(t, err)
	now.Act(1, []byte("cancel"))
	now.Act(2, []byte("another's"))
	now.Over()
	now.Act(1, []byte("after"))
	_, err = now.Begin(2, nil)
	require.NoError(t, err)
	now.Act(2, []byte("to a run, which takes none"))
	assert.Equal(t, []string{"cancel"}, heard)
}

func TestAnErrorBecomesData(t *testing.T) {
	own := &kernels.Error{Code: "out-of-range"}
	assert.Nil(t, underway.Fault("the engine", nil))
	assert.Same(t, own, underway.Fault("the engine", fmt.Errorf("at once: %w", own)))
	assert.Equal(t, &kernels.Error{Code: underway.CodeFailed, Message: "the engine failed: out of luck"},
		underway.Fault("the engine", errors.New("out of luck")))
}
