package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Only a WebAssembly memory ends at 4 GiB: natively the machine's own would be eaten.
func TestAKernelThatRunsOutOfMemoryEndsItsLaneAlone(t *testing.T) {
	p := open(t)
	p.ask(`{"type":"run","id":1,"spec":{"program":"rogue","args":{"how":%d},"lanes":["go/single"],"blocks":1}}`, hungry)
	end := <-p.ended
	require.Equal(t, "report", end.Type)
	require.NotNil(t, end.Report.Lanes[0].Error)
	assert.Contains(t, end.Report.Lanes[0].Error.Message, "out of memory")
	p.worksStill(t, 2)
}
