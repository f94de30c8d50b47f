//go:build unix

package toolchain

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestALockIsOnesAtATime(t *testing.T) {
	name := filepath.Join(t.TempDir(), "site")
	unlock, err := Lock(name)
	require.NoError(t, err)
	order := make(chan string, 2)
	waited := make(chan error)
	go func() {
		second, err := Lock(name)
		if err == nil {
			order <- "second"
			second()
		}
		waited <- err
	}()
	order <- "first"
	unlock()
	require.NoError(t, <-waited)
	assert.Equal(t, "first", <-order)
	assert.Equal(t, "second", <-order)
}
