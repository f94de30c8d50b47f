package server

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"velocidade/wasm/share/sharetest"
)

// writeSite makes the folder of a site with the pages that the service fills in.
func writeSite(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "embed"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte(sharetest.Page), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "embed", "index.html"), []byte(sharetest.EmbedPage), 0o644))
	return dir
}

// startRuns serves a site with the service over the file.
func startRuns(t testing.TB, file string, limit func(*http.Request) (time.Duration, bool)) (*Runs, *httptest.Server) {
	t.Helper()
	dir := writeSite(t)
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	runs, err := OpenRuns(RunsOptions{File: file, Site: dir, Limit: limit, Log: log})
	require.NoError(t, err)
	watch := &Watch{Log: log, Now: time.Now, Healthy: runs.Healthy}
	server := httptest.NewServer(Headers(watch.Over(runs.Over(Files(dir)))))
	t.Cleanup(func() {
		server.Close()
		require.NoError(t, runs.Close())
	})
	return runs, server
}

func TestTheServiceOverSQLite(t *testing.T) {
	_, server := startRuns(t, filepath.Join(t.TempDir(), "new", "folder", "runs.sqlite"), nil)
	sharetest.Run(t, sharetest.Target{URL: server.URL})
}

func TestHealth(t *testing.T) {
	runs, _ := startRuns(t, filepath.Join(t.TempDir(), "runs.sqlite"), nil)
	require.NoError(t, runs.Healthy(context.Background()))
}
