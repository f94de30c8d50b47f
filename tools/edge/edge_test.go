//go:build edge

// The tests of the Worker in the real edge runtime; velocidade test -run edge runs them, since they need its packages.

package edge

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/share/sharetest"
)

// client gives up on what hangs.
var client = http.Client{Timeout: 2 * time.Minute}

// checkout is the project's folder.
func checkout(t testing.TB) string {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	return root
}

// program compiles the program once for all tests.
var program = sync.OnceValues(func() (string, error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "velocidade-edge-")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "app.wasm")
	return file, CompileProgram(root, file)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if file, err := program(); err == nil {
		os.RemoveAll(filepath.Dir(file))
	}
	os.Exit(code)
}

// worker builds a Worker and starts it.
func worker(t testing.TB, opts Options) *Local {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	t.Cleanup(cancel)
	opts.Root = checkout(t)
	tool, err := FindRuntime(ctx, opts.Root)
	require.NoError(t, err)
	// Inside the checkout: the runtime watches the folder, and its migrations stand beside the program's source.
	require.NoError(t, os.MkdirAll(filepath.Join(opts.Root, ".cache"), 0o755))
	dir, err := os.MkdirTemp(filepath.Join(opts.Root, ".cache"), "edge-test-")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	opts.Program, err = program()
	require.NoError(t, err)
	opts.Out, opts.Site = filepath.Join(dir, "worker"), filepath.Join(dir, "site")
	for name, text := range map[string]string{"index.html": sharetest.Page, "embed/index.html": sharetest.EmbedPage, "chapter/gil/index.html": sharetest.Page, "assets/a-1.js": "1", "embed.js": "2"} {
		path := filepath.Join(opts.Site, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	size, err := Build(opts)
	require.NoError(t, err)
	t.Logf("%d bytes with gzip", size)
	local, err := tool.Start(context.WithoutCancel(ctx), opts.Out, filepath.Join(dir, "state"), "127.0.0.1", 0, testLog{t})
	require.NoError(t, err)
	t.Cleanup(local.Stop)
	return local
}

// testLog shows what the runtime says where a test fails.
type testLog struct{ t testing.TB }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Logf("%s", p)
	return len(p), nil
}

func get(t testing.TB, url string) (*http.Response, string) {
	t.Helper()
	res, err := client.Get(url)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res, string(body)
}

func TestTheServiceInTheEdgeRuntime(t *testing.T) {
	local := worker(t, Options{Writes: 100_000, Reads: 1_000_000, Faults: true})
	sharetest.Run(t, sharetest.Target{URL: local.URL})

	t.Run("files are served without the program, with the same headers", func(t *testing.T) {
		res, body := get(t, local.URL+"/assets/a-1.js")
		assert.Equal(t, "1", body)
		assert.Equal(t, "public, max-age=31536000, immutable", res.Header.Get("Cache-Control"))
		assert.Equal(t, []string{"cross-origin"}, res.Header.Values("Cross-Origin-Resource-Policy"))
		assert.Equal(t, "*", res.Header.Get("Access-Control-Allow-Origin"))
		res, _ = get(t, local.URL+"/embed.js")
		assert.Equal(t, []string{"cross-origin"}, res.Header.Values("Cross-Origin-Resource-Policy"))
	})

	t.Run("the licences of what the Worker is made of are listed", func(t *testing.T) {
		_, list := get(t, local.URL+"/licenses.txt")
		for _, name := range []string{"Go, its standard library and wasm_exec.js", "github.com/syumai/workers ", "B612, the type of pictures"} {
			assert.Contains(t, list, "\n\n"+name)
		}
	})

	t.Run("a panic costs its request alone", func(t *testing.T) {
		res, body := get(t, local.URL+"/api/faults/panic")
		assert.Equal(t, 500, res.StatusCode)
		assert.Equal(t, "application/problem+json", res.Header.Get("Content-Type"))
		assert.Contains(t, body, `"limit"`)
	})

	t.Run("so does one that nothing can recover, and the program's next instance answers what the last one owed", func(t *testing.T) {
		var wg sync.WaitGroup
		answers := make([]string, 6)
		for i := range answers {
			wg.Go(func() {
				res, err := client.Get(local.URL + "/api/faults/slow")
				if err != nil {
					answers[i] = err.Error()
					return
				}
				defer res.Body.Close()
				body, _ := io.ReadAll(res.Body)
				answers[i] = fmt.Sprint(res.StatusCode, " ", string(body))
			})
		}
		for range 3 {
			res, _ := get(t, local.URL+"/api/faults/fatal")
			assert.Equal(t, 500, res.StatusCode)
			assert.Equal(t, "application/problem+json", res.Header.Get("Content-Type"))
		}
		wg.Wait()
		for _, answer := range answers {
			assert.Equal(t, "200 slow, but here", answer)
		}
		res, _ := get(t, local.URL+"/api/runs/00000000000000000000")
		assert.Equal(t, 404, res.StatusCode)
	})

	t.Run("what a request costs is told of the process that answers it", func(t *testing.T) {
		if runtime.GOOS != "linux" {
			t.Skip("only Linux tells it")
		}
		before, err := local.ProcessorTime()
		require.NoError(t, err)
		get(t, local.URL+"/api/runs/00000000000000000000")
		after, err := local.ProcessorTime()
		require.NoError(t, err)
		assert.Greater(t, after, before)
	})
}

func TestTheStockShimAndTheLimit(t *testing.T) {
	local := worker(t, Options{Writes: 3, Reads: 1_000_000, Shim: "stock"})

	t.Run("a new instance for each request answers the same", func(t *testing.T) {
		res, err := client.Post(local.URL+"/api/runs", "application/json", bytes.NewReader(sharetest.Report(1)))
		require.NoError(t, err)
		defer res.Body.Close()
		var kept sharetest.Kept
		require.NoError(t, json.NewDecoder(res.Body).Decode(&kept))
		require.Equal(t, http.StatusCreated, res.StatusCode)
		back, body := get(t, local.URL+"/api/runs/"+kept.ID)
		assert.Equal(t, 200, back.StatusCode)
		assert.JSONEq(t, string(sharetest.Report(1)), body)
	})

	t.Run("a client that writes too much is told to wait", func(t *testing.T) {
		// The platform counts by the minute, and on a busy machine one may begin meanwhile, or many.
		limited := false
		for seed := uint32(2); seed < 100 && !limited; seed++ {
			res, err := client.Post(local.URL+"/api/runs", "application/json", bytes.NewReader(sharetest.Report(seed)))
			require.NoError(t, err)
			if limited = res.StatusCode == http.StatusTooManyRequests; limited {
				var p struct{ Field, Limit string }
				require.NoError(t, json.NewDecoder(res.Body).Decode(&p))
				assert.Equal(t, "60", res.Header.Get("Retry-After"))
				assert.NotEmpty(t, p.Limit)
			} else {
				assert.Equal(t, http.StatusCreated, res.StatusCode)
			}
			res.Body.Close()
		}
		assert.True(t, limited)
		res, _ := get(t, local.URL+"/api/runs/00000000000000000000")
		assert.Equal(t, 404, res.StatusCode, "reading is not limited")
	})
}
