//go:build !js

package toolchain

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAFileIsThereWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.wasm")
	contents := [][]byte{bytes.Repeat([]byte("a"), 1<<20), bytes.Repeat([]byte("b"), 1<<20)}
	require.NoError(t, WriteWhole(name, contents[0]))
	var writing sync.WaitGroup
	for i := range 8 { // several starts at a time
		writing.Go(func() { assert.NoError(t, WriteWhole(name, contents[i%2])) })
	}
	for range 50 {
		seen, err := os.ReadFile(name)
		require.NoError(t, err)
		require.True(t, bytes.Equal(seen, contents[0]) || bytes.Equal(seen, contents[1]), "%d bytes of one and the other", len(seen))
	}
	writing.Wait()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "taken"), 0o755))
	assert.Error(t, WriteWhole(filepath.Join(dir, "taken"), contents[0]))
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, left, 2, "a failure leaves no part: %v", left)
}

func TestWhatAKilledBuildHasLeftIsRemovedByTheNext(t *testing.T) {
	b := &builder{Options: Options{Cache: t.TempDir()}}
	require.NoError(t, os.MkdirAll(filepath.Join(b.Cache, "work-123", "deep"), 0o755))
	for _, name := range []string{"both-0123.wasm", "both-0123.wasm.part-77"} {
		require.NoError(t, os.WriteFile(filepath.Join(b.Cache, name), nil, 0o644))
	}
	b.sweep()
	left, err := os.ReadDir(b.Cache)
	require.NoError(t, err)
	require.Len(t, left, 1)
	assert.Equal(t, "both-0123.wasm", left[0].Name())
}
