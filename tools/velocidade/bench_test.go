package main

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/kernels"
	"velocidade/tools/suite"
)

func TestABenchForWhichTheMachineLacksSomethingHasAStatusOfItsOwn(t *testing.T) {
	t.Chdir(t.TempDir()) // in no checkout, whose own Python would be found
	t.Setenv("PATH", t.TempDir())
	args := []string{"bench", "-program", "countdown", "-args", "n=1000", "-blocks", "2", "-lanes"}
	assert.Equal(t, suite.LackStatus, dispatch(t.Context(), append(args, "pypy/single")))
	assert.Equal(t, 1, dispatch(t.Context(), append(args, "pypy/none")), "a wrong flag is no lack")
}

func TestFlagsOfBenchAreRefusedByNameInsteadOfTakingDefaults(t *testing.T) {
	for _, c := range []struct {
		args         []string
		field, limit string
	}{
		{[]string{"-blocks", "0"}, "blocks", "1 to 200"},
		{[]string{"-blocks", "201"}, "blocks", "1 to 200"},
		{[]string{"-workers", ""}, "workers", "a list of 1 to 8 counts"},
		{[]string{"-workers", ","}, "workers", "a list of 1 to 8 counts"},
		{[]string{"-workers", "0"}, "workers", "1 to 64"},
		{[]string{"-lanes", ""}, "lanes", laneNames()},
	} {
		var fault *kernels.Error
		require.ErrorAs(t, runBench(context.Background(), c.args), &fault, "%q", c.args)
		assert.Equal(t, c.field, fault.Field, "%q", c.args)
		assert.Equal(t, c.limit, fault.Limit, "%q", c.args)
	}
	assert.ErrorContains(t, runBench(context.Background(), []string{"-workers", "two"}), `"two"`)
}
