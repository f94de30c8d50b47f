//go:build early

package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"velocidade/tools/server"
	"velocidade/tools/site"
)

// With the tag early this program has no database (tools/server/sqlite_early.go), and is compiled in two thirds of the time. A first
// "make run" starts it: it builds and serves the site, compiles the whole program beside that, and then becomes it, without giving up
// the address.

// goOn serves a site that was built until the whole program is there, and becomes that. Where it cannot be compiled, all but short
// links goes on.
func (l *listening) goOn(ctx context.Context, listener net.Listener, options site.Options, args []string) error {
	tcp, ok := listener.(*net.TCPListener)
	if !ok {
		return fmt.Errorf("%s is no TCP address", listener.Addr())
	}
	next, err := tcp.File() // a second handle of the listener: the first is closed by whoever serves on it
	if err != nil {
		return err
	}
	defer next.Close()
	serving, handOver := context.WithCancel(ctx)
	defer handOver()
	whole := filepath.Join(options.Root, ".cache", "velocidade-serve")
	var compiling sync.WaitGroup
	var failed error
	compiling.Go(func() {
		if failed = compileWhole(ctx, options.Root, whole); failed == nil {
			handOver()
		} else if ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, "velocidade serve: there are no short links and no /edit/:", failed)
		}
	})
	err = l.answer(serving, listener, options.Out, server.Site(options.Out))
	compiling.Wait()
	if err != nil || failed != nil || ctx.Err() != nil {
		return err
	}
	fd, err := syscall.Dup(int(next.Fd())) // which, unlike the first, stays open in the program that takes this one's place
	if err != nil {
		return err
	}
	return syscall.Exec(whole, append([]string{whole, "serve"}, args...), append(os.Environ(), listenerVar+"="+strconv.Itoa(fd)))
}

// compileWhole compiles the program without the tag.
func compileWhole(ctx context.Context, root, file string) error {
	made := file + "." + strconv.Itoa(os.Getpid())
	defer os.Remove(made)
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", made, "./tools/velocidade")
	cmd.Dir = root
	// Killed, the go command would leave its compilers running.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return os.Rename(made, file)
}
