package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"velocidade/tools/server"
	"velocidade/tools/site"
)

// listenerVar in the environment is the number of the open file by which an early start hands its listener over.
const listenerVar = "VELOCIDADE_LISTENER"

// listening are the flags that serve and dev share; PORT and HOST in the environment set their defaults.
type listening struct {
	host, port string
	out        string
	inherited  bool // the listener is that of an early start, which has told its address
	keeping
}

func (l *listening) flags(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.StringVar(&l.host, "host", env("HOST", "127.0.0.1"), "address to listen on")
	set.StringVar(&l.port, "port", env("PORT", "8080"), "port to listen on; 0 chooses a free one")
	set.StringVar(&l.out, "o", "web/dist", "folder for the built site, inside the checkout")
	l.keeping.flags(set)
	return set
}

func env(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

// serve builds the site, serves it, and prints the address once it answers.
func serve(ctx context.Context, args []string) error {
	var l listening
	if err := l.flags("serve").Parse(args); err != nil {
		return err
	}
	root, out, err := l.place()
	if err != nil {
		return err
	}
	// Before anything is built: where the address is taken, that would be for nothing.
	listener, err := l.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	options := site.Options{Root: root, Out: out, ToolchainLater: true}
	if err := site.Refresh(options); err != nil {
		return err
	}
	return l.goOn(ctx, listener, options, args)
}

func (l *listening) place() (root, out string, err error) {
	if root, err = checkout(); err != nil {
		return "", "", err
	}
	if out = l.out; !filepath.IsAbs(out) {
		out = filepath.Join(root, out)
	}
	return root, out, nil
}

// listen takes the address. Who asks there already waits until the site is built.
func (l *listening) listen() (net.Listener, error) {
	if fd, err := strconv.Atoi(os.Getenv(listenerVar)); err == nil {
		os.Unsetenv(listenerVar) // it is of no concern to the commands that this one starts
		l.inherited = true
		file := os.NewFile(uintptr(fd), "listener")
		defer file.Close()
		return net.FileListener(file)
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(l.host, l.port))
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("port %s of %s is in use, perhaps by another start of this; PORT=… chooses another", l.port, l.host)
	case err != nil:
		return nil, fmt.Errorf("%w (PORT=… and HOST=… choose another address)", err)
	}
	return listener, nil
}

// answer serves the files of the site out, and the service of short links before them.
func (l *listening) answer(ctx context.Context, listener net.Listener, out string, files http.Handler) error {
	handler, closeRuns, err := l.over(out, files)
	if err != nil {
		return err
	}
	defer closeRuns()
	if !l.inherited {
		fmt.Printf("Velocidade is at http://%s\n", listener.Addr())
	}
	if l.base == "" && !l.inherited {
		fmt.Println("Addresses of stored runs are those that each request came by; behind a name or a proxy, -base https://example.org (or VELOCIDADE_BASE) sets them.")
	}
	phases := server.DefaultPhases
	if l.proxy != "" {
		phases.Each = 0 // all come from the proxy
	}
	return phases.Serve(ctx, listener, handler, time.Second)
}

// checkout finds the project's folder: this one, or the nearest above that holds its go.mod.
func checkout() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "kernels", "kernel.go")); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("%s is not inside a checkout of Velocidade", dir)
		}
	}
}
