package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReloopChoosesFunctionsByName(t *testing.T) {
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
	for _, bad := range [][2]string{{"(", ""}, {"", "("}} {
		_, err := selection(bad[0], bad[1])
		assert.Error(t, err)
	}
}

func TestReloopCopiesWhatIsNotGosAndWritesNothingForWhatIsNoModule(t *testing.T) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "in"), filepath.Join(folder, "out")
	module := []byte("\x00asm\x01\x00\x00\x00")
	require.NoError(t, os.WriteFile(in, module, 0o644))
	require.NoError(t, runReloop(context.Background(), []string{"-check", in, out}))
	copied, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, module, copied)

	require.NoError(t, os.Remove(out))
	require.NoError(t, os.WriteFile(in, []byte("text"), 0o644))
	assert.Error(t, runReloop(context.Background(), []string{in, out}))
	assert.NoFileExists(t, out)
	assert.Error(t, runReloop(context.Background(), []string{in}))
}
