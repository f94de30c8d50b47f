package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// page runs module.wasm with the rounds that its address names, in a worker as sites do, and sends what the program wrote.
const page = `<!doctype html><title>Programs of others</title><script>
const worker = new Worker("worker.js" + location.search);
worker.onmessage = ({ data }) => fetch("done", { method: "POST", body: data });
worker.onerror = (event) => fetch("done", { method: "POST", body: "failed " + event.message });
</script>`

const worker = `importScripts("wasm_exec.js");
const lines = [];
console.log = (...words) => lines.push(words.join(" "));
const go = new Go();
go.argv = ["program", new URLSearchParams(location.search).get("rounds")];
go.exit = (code) => { if (code !== 0) lines.push("failed with code " + code); };
WebAssembly.instantiateStreaming(fetch("module.wasm"), go.importObject)
  .then(({ instance }) => go.run(instance))
  .catch((error) => lines.push("failed " + error))
  .then(() => postMessage(lines.join("\n")));
`

// browser gives what runs a module in a browser that tools/setup.sh finds: each turn in a new process with a new profile.
func (b *builder) browser(ctx context.Context, name string) (func(ctx context.Context, file, rounds string) (string, error), error) {
	out, err := exec.CommandContext(ctx, "sh", "tools/setup.sh", "browsers").Output()
	if err != nil {
		return nil, fmt.Errorf("looking for %s: %w", name, err)
	}
	path := ""
	for line := range strings.Lines(string(out)) {
		if found, ok := strings.CutPrefix(strings.TrimSpace(line), strings.ToUpper(name)+"="); ok {
			path = found
		}
	}
	if path == "" {
		return nil, fmt.Errorf("tools/setup.sh finds no %s", name)
	}
	support := filepath.Join(filepath.Dir(b.support), "wasm_exec.js")
	return func(ctx context.Context, file, rounds string) (string, error) {
		return inBrowser(ctx, name, path, support, file, rounds)
	}, nil
}

func inBrowser(ctx context.Context, name, path, support, file, rounds string) (string, error) {
	said := make(chan string, 1)
	mux := http.NewServeMux()
	text := func(address, kind, body string) {
		mux.HandleFunc(address, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			io.WriteString(w, body)
		})
	}
	text("GET /", "text/html", page)
	text("GET /worker.js", "text/javascript", worker)
	mux.HandleFunc("GET /wasm_exec.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, support) })
	mux.HandleFunc("GET /module.wasm", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/wasm")
		http.ServeFile(w, r, file)
	})
	mux.HandleFunc("POST /done", func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(http.MaxBytesReader(nil, r.Body, 1<<20))
		select {
		case said <- string(body):
		default:
		}
	})
	// For a clock of 5 µs.
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		mux.ServeHTTP(w, r)
	}))
	defer server.Close()
	profile, err := os.MkdirTemp("", "velocidade-others-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(profile)
	address := server.URL + "/?rounds=" + rounds
	args := []string{"--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu", "--user-data-dir=" + profile, address}
	if name == "Firefox" {
		args = []string{"--headless", "--no-remote", "--profile", profile, address}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Start(); err != nil {
		return "", err
	}
	gone := make(chan error, 1)
	go func() { gone <- cmd.Wait() }()
	defer func() {
		cancel()
		<-gone
	}()
	select {
	case text := <-said:
		return text, nil
	case err := <-gone:
		gone <- err
		return "", fmt.Errorf("%s ended: %w", name, err)
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
