package server

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// site writes a small site and serves it.
func site(t *testing.T) http.Handler {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	for name, text := range map[string]string{
		"index.html": "<p>page", "about/index.html": "<p>about", "assets/a-1.js": "plain", "assets/a-1.js.br": "brotli",
		"assets/a-1.js.gz": "gzip", "assets/b-1.wasm": "\x00asm", "assets/secret.key": "no type is known for this",
		"../outside.html": "outside",
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return Headers(Files(dir))
}

func get(t *testing.T, h http.Handler, method, target string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestFiles(t *testing.T) {
	h := site(t)
	for _, c := range []struct {
		says, target, accept string
		status               int
		mediaType, body      string
	}{
		{"a folder's page is its index", "/", "", 200, "text/html; charset=utf-8", "<p>page"},
		{"so for folders inside", "/about/", "", 200, "text/html; charset=utf-8", "<p>about"},
		{"a file as it is", "/assets/a-1.js", "", 200, "text/javascript; charset=utf-8", "plain"},
		{"brotli where the client takes it", "/assets/a-1.js", "gzip, br", 200, "text/javascript; charset=utf-8", "brotli"},
		{"gzip where it takes only that", "/assets/a-1.js", "gzip;q=0.5", 200, "text/javascript; charset=utf-8", "gzip"},
		{"not what it refuses", "/assets/a-1.js", "br;q=0, gzip;q=0", 200, "text/javascript; charset=utf-8", "plain"},
		{"WebAssembly under its own type, so that it compiles while it loads", "/assets/b-1.wasm", "br", 200, "application/wasm", "\x00asm"},
		{"what is not there", "/nothing.html", "", 404, "", ""},
		{"a folder without an index", "/assets", "", 404, "", ""},
		{"what has no known type", "/assets/secret.key", "", 404, "", ""},
		{"nothing outside of the site", "/../outside.html", "", 404, "", ""},
		{"however it is written", "/assets/%2e%2e/%2e%2e/outside.html", "", 404, "", ""},
	} {
		t.Run(c.says, func(t *testing.T) {
			res := get(t, h, http.MethodGet, c.target, "Accept-Encoding", c.accept)
			assert.Equal(t, c.status, res.StatusCode)
			if c.status == http.StatusOK {
				body, err := io.ReadAll(res.Body)
				require.NoError(t, err)
				assert.Equal(t, c.body, string(body))
				assert.Equal(t, c.mediaType, res.Header.Get("Content-Type"))
				assert.Equal(t, "Accept-Encoding", res.Header.Get("Vary"))
			}
		})
	}
}

func TestAFolderWithoutItsSlashIsPointedTo(t *testing.T) {
	h := site(t)
	for target, to := range map[string]string{"/about": "/about/", "/about?x=1&y=%2F": "/about/?x=1&y=%2F", "//about": "/about/", "/a/../about": "/about/"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		parsed, err := url.ParseRequestURI(target)
		require.NoError(t, err)
		r.URL = parsed
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		assert.Equal(t, http.StatusPermanentRedirect, w.Code, target)
		assert.Equal(t, to, w.Header().Get("Location"))
	}
}

func TestEveryResponseIsolatesThePage(t *testing.T) {
	h := site(t)
	for _, target := range []string{"/", "/assets/a-1.js", "/nothing"} {
		header := get(t, h, http.MethodGet, target).Header
		assert.Equal(t, "same-origin", header.Get("Cross-Origin-Opener-Policy"))
		assert.Equal(t, "require-corp", header.Get("Cross-Origin-Embedder-Policy"))
		assert.Equal(t, "nosniff", header.Get("X-Content-Type-Options"))
		csp := header.Get("Content-Security-Policy")
		assert.Contains(t, csp, "default-src 'none'")
		assert.NotContains(t, csp, "unsafe-inline")
		assert.NotContains(t, csp, "'unsafe-eval'")
	}
}

func TestCaching(t *testing.T) {
	h := site(t)
	asset := get(t, h, http.MethodGet, "/assets/a-1.js").Header
	assert.Contains(t, asset.Get("Cache-Control"), "immutable", "its name changes with its content")
	page := get(t, h, http.MethodGet, "/").Header
	assert.Equal(t, "no-cache", page.Get("Cache-Control"))
	again := get(t, h, http.MethodGet, "/", "If-None-Match", page.Get("ETag"))
	assert.Equal(t, http.StatusNotModified, again.StatusCode)
	other := get(t, h, http.MethodGet, "/assets/a-1.js", "Accept-Encoding", "br").Header
	assert.NotEqual(t, asset.Get("ETag"), other.Get("ETag"), "another encoding is another entity")
}

func TestMethods(t *testing.T) {
	h := site(t)
	head := get(t, h, http.MethodHead, "/")
	assert.Equal(t, http.StatusOK, head.StatusCode)
	body, err := io.ReadAll(head.Body)
	require.NoError(t, err)
	assert.Empty(t, body)
	post := get(t, h, http.MethodPost, "/")
	assert.Equal(t, http.StatusMethodNotAllowed, post.StatusCode)
	assert.Equal(t, "GET, HEAD", post.Header.Get("Allow"))
}
