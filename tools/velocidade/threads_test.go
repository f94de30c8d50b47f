package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/threads"
)

func TestThreadsSaysWhatIsWrongWithACall(t *testing.T) {
	for _, c := range []struct {
		name, says string
		args       []string
	}{
		{"no word", "usage:", nil},
		{"an unknown word", "usage:", []string{"run"}},
		{"two packages", "usage:", []string{"build", "./a", "./b"}},
		{"no memory", "-memory is from 1 to 3071 MiB, not 0", []string{"build", "-memory", "0"}},
		{"more memory than stacks may lie in", "-memory is from 1 to 3071 MiB, not 4096", []string{"build", "-memory", "4096"}},
		{"a folder without a program", "holds no program", []string{"serve", t.TempDir()}},
	} {
		assert.ErrorContains(t, runThreads(t.Context(), c.args), c.says, c.name)
	}
}

func TestThreadsServesWithTheHeadersThatThreadsNeed(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "program.wasm"), nil, 0o644))
	w := httptest.NewRecorder()
	threads.Handler(dir).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/program.wasm", nil))
	assert.Equal(t, "same-origin", w.Header().Get("Cross-Origin-Opener-Policy"))
	assert.Equal(t, "require-corp", w.Header().Get("Cross-Origin-Embedder-Policy"))
	assert.Equal(t, "application/wasm", w.Header().Get("Content-Type"))
}
