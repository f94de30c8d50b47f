package edge

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Runtime is Cloudflare's tool, and a Node that is new enough for it.
type Runtime struct{ node, wrangler string }

// FindRuntime asks the set-up script for them, which installs what is missing.
func FindRuntime(ctx context.Context, root string) (Runtime, error) {
	cmd := exec.CommandContext(ctx, "sh", "tools/setup.sh", "edge")
	cmd.Dir = root
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return Runtime{}, fmt.Errorf("%w: %s", ErrNoRuntime, strings.TrimSpace(said.String()))
	}
	var r Runtime
	for line := range strings.Lines(string(out)) {
		if path, found := strings.CutPrefix(strings.TrimSpace(line), "EDGE_NODE="); found {
			r.node = path
		}
	}
	r.wrangler = filepath.Join(root, "wasm", "edge", "node_modules", "wrangler", "bin", "wrangler.js")
	if r.node == "" {
		return Runtime{}, fmt.Errorf("%w: tools/setup.sh names no Node for it", ErrNoRuntime)
	}
	return r, nil
}

// command is Cloudflare's tool in the folder of a Worker. It asks nothing, and tells nobody.
func (r Runtime) command(ctx context.Context, worker string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, r.node, append([]string{r.wrangler}, args...)...)
	cmd.Dir = worker
	cmd.Env = append(os.Environ(), "CI=1", "NO_COLOR=1", "FORCE_COLOR=0", "WRANGLER_SEND_METRICS=false", "CLOUDFLARE_CF_FETCH_ENABLED=false",
		"NO_UPDATE_NOTIFIER=1", "WRANGLER_LOG_PATH="+filepath.Join(worker, "logs"))
	cmd.WaitDelay = 5 * time.Second
	ownGroup(cmd)
	return cmd
}

// Local is a Worker that runs here.
type Local struct {
	URL   string
	stop  context.CancelFunc
	done  chan struct{}
	err   error
	group int    // of its processes
	port  string // ":" and the proxy's port
}

// Start runs a built Worker in the local runtime, with its database in the folder state, and waits until it answers. What the runtime
// says goes to log.
func (r Runtime) Start(ctx context.Context, worker, state, host string, port int, log io.Writer) (*Local, error) {
	migrate := r.command(ctx, worker, "d1", "migrations", "apply", Database, "--local", "--persist-to", state)
	if out, err := migrate.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("preparing the local database: %w\n%s", err, out)
	}
	if port == 0 {
		var err error
		if port, err = freePort(); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	said := &tail{w: log}
	cmd := r.command(ctx, worker, "dev", "--local", "--ip", host, "--port", strconv.Itoa(port), "--inspector-port", "0",
		"--persist-to", state, "--show-interactive-dev-session=false", "--live-reload=false", "--log-level", "warn")
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		cancel()
		return nil, err
	}
	l := &Local{URL: "http://" + net.JoinHostPort(host, strconv.Itoa(port)), stop: cancel, done: make(chan struct{}),
		group: cmd.Process.Pid, port: ":" + strconv.Itoa(port)}
	go func() {
		l.err = cmd.Wait()
		close(l.done)
	}()
	for {
		// A run that is not there is answered by the program and the database: all of it is up.
		if res, err := probe.Get(l.URL + "/api/runs/00000000000000000000"); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusNotFound && res.Header.Get("Content-Type") == "application/problem+json" {
				return l, nil
			}
		}
		select {
		case <-l.done:
			cancel()
			return nil, fmt.Errorf("the edge runtime ended: %w\n%s", l.err, said)
		case <-ctx.Done():
			l.Stop()
			return nil, fmt.Errorf("%w\n%s", ctx.Err(), said)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// probe asks whether the runtime is up, and does not wait for one that is not.
var probe = http.Client{Timeout: 10 * time.Second}

// Stop ends the runtime with all of its processes.
func (l *Local) Stop() {
	l.stop()
	<-l.done
}

// Wait waits until the runtime ends, and says why it did.
func (l *Local) Wait() error {
	<-l.done
	return l.err
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// tail passes on what is written to it and keeps the end, for errors.
type tail struct {
	w  io.Writer
	mu sync.Mutex
	b  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	t.b = t.b[max(0, len(t.b)-8<<10):]
	return t.w.Write(p)
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.b)
}
