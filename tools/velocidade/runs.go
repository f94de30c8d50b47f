package main

import (
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"velocidade/tools/server"
)

// keeping are the flags about the runs that people ask the server to keep.
type keeping struct {
	file, base, proxy, log string
	writes, reads          int
	quota                  int64
}

func (k *keeping) flags(set *flag.FlagSet) {
	set.StringVar(&k.file, "db", env("VELOCIDADE_DB", ""), "file of the database for short links (default velocidade/runs.sqlite in your data folder)")
	set.StringVar(&k.base, "base", env("VELOCIDADE_BASE", ""), "public address of the site, such as https://example.org (default: as each request has it)")
	set.StringVar(&k.proxy, "client-header", env("VELOCIDADE_CLIENT_HEADER", ""), "header in which a proxy in front gives the client's address, for the limits on clients: the last one, where it is a list")
	set.IntVar(&k.writes, "writes", 20, "runs that one client may send at once; one more every six seconds")
	set.IntVar(&k.reads, "reads", 2000, "requests for runs that one client may send at once; fifty more every second")
	set.Int64Var(&k.quota, "quota", 4096, "MiB that stored runs may take; then new ones are refused, and none is removed")
	set.StringVar(&k.log, "log", env("VELOCIDADE_LOG", "errors"), "what is logged to standard error, as JSON: requests, errors")
}

// over puts the service of short links, the health check and the counts before the files of a site. Close it at the end.
func (k *keeping) over(site string, files http.Handler) (http.Handler, func() error, error) {
	level := slog.LevelError
	switch k.log {
	case "requests":
		level = slog.LevelInfo
	case "errors":
	default:
		return nil, nil, fmt.Errorf("-log is requests or errors, not %q", k.log)
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	file, err := k.place()
	if err != nil {
		return nil, nil, err
	}
	limiter := &server.Limiter{Burst: k.writes, Every: 6 * time.Second, Now: time.Now, Header: k.proxy}
	readers := &server.Limiter{Burst: k.reads, Every: 20 * time.Millisecond, Now: time.Now, Header: k.proxy}
	base := strings.TrimRight(k.base, "/")
	if u, err := url.Parse(base); base != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		return nil, nil, fmt.Errorf("-base is an address such as https://example.org, not %q", k.base)
	}
	runs, err := server.OpenRuns(server.RunsOptions{File: file, Site: site, Base: base, Limit: limiter.Allow, ReadLimit: readers.Allow, Quota: k.quota << 20, Log: log})
	if err != nil {
		return nil, nil, err
	}
	watch := &server.Watch{Log: log, Now: time.Now, Healthy: runs.Healthy}
	return server.Headers(watch.Over(runs.Over(files))), runs.Close, nil
}

// place is where the database is: kept apart from what make clean removes.
func (k *keeping) place() (string, error) {
	if k.file != "" {
		return filepath.Abs(k.file)
	}
	data := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(data) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("no place for the database of runs (-db FILE chooses one): %w", err)
		}
		data = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(data, "velocidade", "runs.sqlite"), nil
}
