// Package share is the service behind short links: it keeps the Reports that people ask it to keep, and shows each as a page
// with a picture, as an embed, and as oEmbed.
//
//	POST   /api/runs       a Report → 201 {id, url, deleteToken, policy}; 200 where the same run was here already
//	GET    /api/runs/{id}  the Report
//	DELETE /api/runs/{id}  with Authorization: Bearer and a token → 204; 200 where others have stored the same run, for whom it stays
//	GET    /r/{id}         the playground with that run, and what a link preview asks for
//	GET    /r/{id}.png     the run as a picture of 1200 × 630
//	GET    /embed/{id}     the page for an iframe
//	GET    /oembed         see https://oembed.com
//
// It is one http.Handler over database/sql and knows no platform: tools/server mounts it over an embedded SQLite file,
// wasm/edge over Cloudflare's D1, and one suite, package sharetest, is run against both. So its SQL is what the two have in
// common: single statements, whole numbers below 2^53, text, no transactions. Neither has it html/template or
// encoding/json, each of which would cost the edge's module more than all of this package.
//
// A run's id is the hash of its content: the same run has the same id, however often it is posted, and what an id shows
// can not be changed. Errors are JSON problems (RFC 9457) with the field, the value and the limit of a [kernels.Error].
package share

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"time"
)

// MaxReport is the most bytes that a kept Report may have, as it is sent and as it is kept.
const MaxReport = 64 << 10

// Service is the service with all that it depends on.
type Service struct {
	// Read and Write are the database. They are two, since SQLite takes one writer at a time, and waiting for a connection is
	// better than waiting for a lock; they may be the same.
	Read, Write *sql.DB
	// Keep stores a run and tells whether it was new; nil means by a statement of its own, which is all that every database has.
	Keep func(ctx context.Context, run Kept) (bool, error)
	// Base is the address of the site, without a slash at its end; empty means that each request's own is taken.
	Base string
	// Now is the clock, Random where tokens come from.
	Now    func() time.Time
	Random io.Reader
	// Page gives a page of the built site: "index.html", "embed/index.html".
	Page func(ctx context.Context, name string) ([]byte, error)
	// Limit asks whether the client may write now; nil means that everybody may. Where not, it says after how long.
	Limit func(r *http.Request) (wait time.Duration, ok bool)
	// ReadLimit asks the same of reading.
	ReadLimit func(r *http.Request) (wait time.Duration, ok bool)
	// Quota is how many bytes the database may hold, of which new runs are refused the rest; 0 means any.
	Quota int64
	// Background does what nobody has to wait for; nil means that it is done at once.
	Background func(task func(ctx context.Context))
	// BodyTimeout is how long a client may take to send a Report; 0 means for ever.
	BodyTimeout time.Duration
	// CacheBytes is how much of what is asked for often is kept in memory; 0 means nothing.
	CacheBytes int
	// Fault is told of what went wrong inside, which is answered with 500 or 503 and without details.
	Fault func(err error)

	cache cache
	once  once
}

// Handler answers the addresses above. It sets no header that is the same for all responses: [Headers] does.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/runs", methods{http.MethodPost: s.post})
	mux.Handle("/api/runs/{id}", methods{http.MethodGet: s.get, http.MethodDelete: s.delete})
	mux.Handle("/r/{name}", methods{http.MethodGet: s.shown})
	mux.Handle("/embed/{id}", methods{http.MethodGet: s.embed})
	for _, beginning := range []string{"/r/", "/embed/", "/api/runs/"} {
		mux.Handle(beginning+"{id}/{$}", methods{http.MethodGet: slashed})
	}
	mux.Handle("/oembed", methods{http.MethodGet: s.oembed})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { notFound(w, "address", "") })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost || r.Method == http.MethodDelete || allowed(w, r, s.ReadLimit, "requests came") {
			mux.ServeHTTP(w, r)
		}
	})
}

// methods answers by a request's method; HEAD is answered as GET, whose body the server leaves out.
type methods map[string]http.HandlerFunc

func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if answer := m[method]; answer != nil {
		answer(w, r)
		return
	}
	m.refuse(w, r)
}
