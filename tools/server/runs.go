package server

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"velocidade/wasm/share"
)

// Runs is the service behind short links, over one SQLite file.
type Runs struct {
	service  share.Service
	commits  *committer
	handler  http.Handler
	file     string
	log      *slog.Logger
	identity *identity
	probe    prober
	tasks    background

	mu    sync.Mutex
	ready bool
}

// RunsOptions say where runs are kept, and how.
type RunsOptions struct {
	File  string // of the database; its folder is made
	Site  string // folder of the built site
	Base  string // public address of the site; empty: as each request has it
	Limit func(r *http.Request) (time.Duration, bool)
	// ReadLimit is the same for reading.
	ReadLimit func(r *http.Request) (time.Duration, bool)
	Quota     int64 // bytes of runs that the database may hold; 0: any
	Log       *slog.Logger
	// OnWrite is handed what carries out a statement on the connection that writes; a soak fills the disk by it.
	OnWrite func(exec func(statement string) error)
}

const (
	bodyTimeout = 15 * time.Second
	cacheBytes  = 32 << 20
	readers     = 8 // connections: as many as can be busy on any machine that this runs on
)

// OpenRuns prepares the service. A database that cannot be used now is no error: the page works without it, requests that need it
// are told so, and each of them tries anew.
func OpenRuns(opts RunsOptions) (*Runs, error) {
	write, err := OpenSQLite(opts.File, 1)
	if err != nil {
		return nil, err
	}
	read, err := OpenSQLite(opts.File, readers)
	if err != nil {
		return nil, err
	}
	runs := &Runs{file: opts.File, log: opts.Log, identity: &identity{path: opts.File}}
	runs.commits = &committer{db: write, check: runs.identity.check}
	runs.service = share.Service{
		Read: read, Write: write, Keep: runs.commits.keep, Base: opts.Base, Now: time.Now, Random: rand.Reader,
		Page:        func(_ context.Context, name string) ([]byte, error) { return page(opts.Site, name) },
		Limit:       opts.Limit,
		ReadLimit:   opts.ReadLimit,
		Quota:       opts.Quota,
		Background:  runs.tasks.run,
		BodyTimeout: bodyTimeout,
		CacheBytes:  cacheBytes,
		Fault:       func(err error) { opts.Log.Error("the runs", "error", err.Error()) },
	}
	runs.handler = runs.service.Handler()
	if opts.OnWrite != nil {
		opts.OnWrite(func(statement string) error {
			_, err := write.Exec(statement)
			return err
		})
	}
	return runs, nil
}

// OpenSQLite opens a database that has to survive whatever ends this process: changes are written ahead, and each is on the
// disk before it is acknowledged.
func OpenSQLite(file string, connections int) (*sql.DB, error) {
	settings := url.Values{"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?"+settings.Encode())
	if err != nil {
		return nil, fmt.Errorf("the database of runs: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// page reads a page of the built site.
func page(dir, name string) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.ReadFile(name)
}

// prepare brings the database to its present form, once. A file that was deleted since is not made anew, and one that took its place is
// not opened: beside it may lie what had not yet been written to the first one, and SQLite would write that to the second.
func (s *Runs) prepare(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ready {
		return s.identity.check()
	}
	if err := os.MkdirAll(filepath.Dir(s.file), 0o700); err != nil {
		return err
	}
	if err := share.Migrate(ctx, s.service.Write); err != nil {
		return fmt.Errorf("%s: %w", s.file, err)
	}
	const probe = `CREATE TABLE IF NOT EXISTS probe (body TEXT NOT NULL) STRICT`
	if _, err := s.service.Write.ExecContext(ctx, probe); err != nil {
		return fmt.Errorf("%s: %w", s.file, err)
	}
	if err := s.identity.note(); err != nil {
		return err
	}
	s.ready = true
	return nil
}

func (s *Runs) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Descriptions of presets need no database, but what is rarely so is not worth a case of its own.
	if err := s.prepare(r.Context()); err != nil {
		if !errors.Is(err, context.Canceled) {
			s.service.Fault(err)
		}
		w.Header().Set("Retry-After", "5")
		share.Refuse(w, http.StatusServiceUnavailable, share.CodeUnavailable, "database", "again in 5 s",
			"runs cannot be kept or shown now; links that carry their run in the address work all the same")
		return
	}
	s.handler.ServeHTTP(w, r)
}

// Over answers what is the service's, and leaves the rest to the files of the site.
func (s *Runs) Over(files http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.Path
		switch id, isEmbed := strings.CutPrefix(path, "/embed/"); {
		case path == delayPath:
			files.ServeHTTP(w, r)
		case isEmbed && id != "" && id != "index.html", strings.HasPrefix(path, "/api/"), strings.HasPrefix(path, "/r/"), path == "/oembed":
			s.ServeHTTP(w, r)
		default:
			s.service.Discover(w, r)
			files.ServeHTTP(w, r)
		}
	})
}

// Close waits for what is being written, and folds the write-ahead log into the file.
func (s *Runs) Close() error {
	s.commits.work.Wait()
	s.tasks.wait()
	return errors.Join(s.service.Read.Close(), s.service.Write.Close())
}
