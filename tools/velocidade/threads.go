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

	"velocidade/wasm/threads"
)

const threadsUsage = `usage: velocidade threads build [-o DIR] [-memory MiB] [PACKAGE]
       velocidade threads serve [-addr HOST:PORT] [DIR]

build builds a Go program whose goroutines run in parallel, in a page and in Node;
serve serves what was built, with the headers that a page needs for threads`

// runThreads builds programs of others with threads, and serves them.
func runThreads(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New(threadsUsage)
	}
	switch args[0] {
	case "build":
		return buildThreads(ctx, args[1:])
	case "serve":
		return serveThreads(ctx, args[1:])
	}
	return errors.New(threadsUsage)
}

const pagesPerMiB = 16

func buildThreads(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("threads build", flag.ContinueOnError)
	out := set.String("o", "threads", "folder for the module, the scripts and the page")
	memory := set.Uint("memory", 1024, "most memory that the program may have, in MiB")
	if err := set.Parse(args); err != nil {
		return err
	}
	pkg := "."
	switch set.NArg() {
	case 0:
	case 1:
		pkg = set.Arg(0)
	default:
		return errors.New(threadsUsage)
	}
	if *memory < 1 || *memory > threads.MostPages/pagesPerMiB {
		return fmt.Errorf("-memory is from 1 to %d MiB, not %d", threads.MostPages/pagesPerMiB, *memory)
	}
	p, err := threads.Build(ctx, ".", pkg, threads.Memory{Maximum: uint32(*memory) * pagesPerMiB})
	if err != nil {
		return err
	}
	if err := p.Write(*out); err != nil {
		return err
	}
	fmt.Printf(`%[1]s holds the program, built by %[2]s: %.1[3]f MB.

  node %[1]s        runs it in Node
  velocidade threads serve %[4]s       serves the page that runs it

A page has threads only if it is served over HTTPS or from localhost with these headers:

`, filepath.Join(*out, "run.cjs"), p.Go, float64(len(p.Module))/1e6, *out)
	for _, name := range []string{"Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy"} {
		fmt.Printf("  %s: %s\n", name, threads.Headers[name])
	}
	fmt.Printf("\nSome hosts of files read them from %s.\n", filepath.Join(*out, "_headers"))
	return nil
}

func serveThreads(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("threads serve", flag.ContinueOnError)
	addr := set.String("addr", "127.0.0.1:8090", "address to listen on; port 0 chooses a free one")
	if err := set.Parse(args); err != nil {
		return err
	}
	dir := "threads"
	if set.NArg() > 0 {
		dir = set.Arg(0)
	}
	if _, err := os.Stat(filepath.Join(dir, "program.wasm")); err != nil {
		return fmt.Errorf("%s holds no program: %w", dir, err)
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s/\n", listener.Addr())
	server := &http.Server{Handler: threads.Handler(dir)}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
