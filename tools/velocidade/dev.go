package main

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"velocidade/tools/server"
	"velocidade/tools/site"
)

// dev serves the site and builds it again whenever a source changes; open pages reload themselves.
func dev(ctx context.Context, args []string) error {
	l := listening{}
	set := l.flags("dev")
	if err := set.Parse(args); err != nil {
		return err
	}
	root, out, err := l.place()
	if err != nil {
		return err
	}
	listener, err := l.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	options := site.Options{Root: root, Out: out, Dev: true, ToolchainLater: true}
	if err := site.Build(options); err != nil {
		return err
	}
	defer toolchainBeside(ctx, options)()
	rebuilt := &broadcast{}
	go func() {
		if err := watch(ctx, root, func() { rebuild(ctx, root, out, rebuilt) }); err != nil {
			fmt.Fprintln(os.Stderr, "velocidade dev: changes are not seen:", err)
		}
	}()
	mux := http.NewServeMux()
	mux.Handle("/dev/rebuilt", rebuilt)
	mux.Handle("/", server.Site(out))
	return l.answer(ctx, listener, out, mux)
}

// rebuild runs the build in a process of its own: the manifest comes from the registry that is compiled into the
// executable, so a changed program needs a new one.
func rebuild(ctx context.Context, root, out string, rebuilt *broadcast) {
	began := time.Now()
	cmd := exec.CommandContext(ctx, "go", "run", "./tools/velocidade", "build", "-dev", "-o", out)
	cmd.Dir = root
	cmd.Stderr = os.Stderr
	if cmd.Run() != nil {
		return // it has said why
	}
	fmt.Printf("built again in %.1f s\n", time.Since(began).Seconds())
	rebuilt.send()
}

// watch calls changed after sources change, once for a burst of changes.
func watch(ctx context.Context, root string, changed func()) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer watcher.Close()
	for _, top := range []string{"kernels", "wasm", "web/src", "web/chapter"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.IsDir() {
				return err
			}
			return watcher.Add(path)
		})
		if err != nil {
			return err
		}
	}
	var settle <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-watcher.Events:
			if strings.HasPrefix(filepath.Base(event.Name), ".") {
				continue
			}
			if info, err := os.Stat(event.Name); err == nil && info.IsDir() {
				watcher.Add(event.Name)
			}
			settle = time.After(50 * time.Millisecond)
		case err := <-watcher.Errors:
			return err
		case <-settle:
			settle = nil
			changed()
		}
	}
}

// broadcast tells every page that listens (as server-sent events) that the site was built again.
type broadcast struct {
	mu        sync.Mutex
	listeners map[chan struct{}]bool
}

func (b *broadcast) send() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.listeners {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (b *broadcast) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := make(chan struct{}, 1)
	b.mu.Lock()
	if b.listeners == nil {
		b.listeners = map[chan struct{}]bool{}
	}
	b.listeners[c] = true
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		delete(b.listeners, c)
		b.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	flusher := http.NewResponseController(w)
	// It is open for as long as the page is.
	_ = flusher.SetReadDeadline(time.Time{})
	_ = flusher.SetWriteDeadline(time.Time{})
	flusher.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-c:
			fmt.Fprint(w, "data: rebuilt\n\n")
			flusher.Flush()
		}
	}
}
