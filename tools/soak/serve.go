package soak

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"velocidade/tools/server"
	"velocidade/wasm/share/sharetest"
)

// childEnv has, in the environment, what this executable serves instead of doing what it otherwise does.
const childEnv = "VELOCIDADE_SOAK_SERVES"

// serving is what a child serves.
type serving struct {
	Dir     string // of the database and the site
	Address string
	Phases  server.Phases
}

// largePath is a file that no system's buffers take whole.
const (
	largePath  = "/assets/large-1.wasm"
	largeBytes = 64 << 20
)

// Init turns this process into the server that a soak kills, if it was started as one: call it first thing in main.
func Init() {
	text := os.Getenv(childEnv)
	if text == "" {
		return
	}
	var s serving
	err := json.Unmarshal([]byte(text), &s)
	if err == nil {
		err = s.serve()
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// serve is the service as velocidade serve has it. Lines on standard input fill the disk and make room again: SQLite's own limit on
// pages gives the error that a full disk gives, at the same place.
func (s serving) serve() error {
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	file := filepath.Join(s.Dir, "runs.sqlite")
	write := make(chan func(string) error, 1)
	runs, err := server.OpenRuns(server.RunsOptions{File: file, Site: s.site(), Log: log, OnWrite: func(exec func(string) error) { write <- exec }})
	if err != nil {
		return err
	}
	exec := <-write
	go func() {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			var err error
			switch lines.Text() {
			case "full":
				err = exec(`PRAGMA max_page_count = 1`)
			case "room":
				err = exec(`PRAGMA max_page_count = 4294967294`)
			}
			fmt.Println(err)
		}
		os.Exit(0) // whoever started it is gone
	}()
	listener, err := net.Listen("tcp", s.Address)
	if err != nil {
		return err
	}
	watch := &server.Watch{Log: log, Now: time.Now, Healthy: runs.Healthy}
	handler := server.Headers(watch.Over(runs.Over(server.Site(s.site()))))
	fmt.Println("serving")
	return s.Phases.Serve(context.Background(), listener, handler, time.Second)
}

func (s serving) site() string { return filepath.Join(s.Dir, "site") }

// writeSite writes the pages that the service fills in, and a large file.
func (s serving) writeSite() error {
	for name, text := range map[string]string{"index.html": sharetest.Page, "embed/index.html": sharetest.EmbedPage} {
		path := filepath.Join(s.site(), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	large := filepath.Join(s.site(), filepath.FromSlash(largePath[1:]))
	if err := os.MkdirAll(filepath.Dir(large), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(large, nil, 0o644); err != nil {
		return err
	}
	return os.Truncate(large, largeBytes) // a hole, which takes no room
}
