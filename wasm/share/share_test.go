//go:build !js

package share_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"encoding/xml"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"velocidade/wasm/share"
	"velocidade/wasm/share/sharetest"
)

const base = "https://velocidade.test"

// service is one in memory, with the pages that the tests need.
func service(t testing.TB) http.Handler { return serviceWith(t, func(*share.Service) {}) }

// serviceWith is one that something is changed of.
func serviceWith(t testing.TB, change func(*share.Service)) http.Handler {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	require.NoError(t, share.Migrate(context.Background(), db))
	require.NoError(t, share.Migrate(context.Background(), db), "what is done is not done again")
	s := &share.Service{Read: db, Write: db, Base: base, Now: time.Now, Random: rand.Reader,
		Page: func(_ context.Context, name string) ([]byte, error) {
			switch name {
			case "index.html":
				return []byte(sharetest.Page), nil
			case "embed/index.html", "chapter/gil/index.html":
				return []byte(sharetest.EmbedPage), nil
			}
			return nil, fs.ErrNotExist
		}}
	change(s)
	return share.Headers(s.Handler())
}

func ask(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", strings.NewReader(body))
	r.URL = &url.URL{Path: target}
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func FuzzRuns(f *testing.F) {
	report := string(sharetest.Report(1))
	f.Add(report)
	f.Add(strings.Replace(report, `"program": "isprime"`, `"program": "unheardof"`, 1))
	f.Add(strings.ReplaceAll(report, `"result": "`, `"result": "<script>alert(1)</script>`))
	f.Add(`{"schema":"velocidade.report/v1"}`)
	h := service(f)
	f.Fuzz(func(t *testing.T, body string) {
		res := ask(h, http.MethodPost, "/api/runs", body)
		switch res.Code {
		case http.StatusCreated, http.StatusOK:
		case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
			var p struct{ Field, Limit string }
			require.NoError(t, json.Unmarshal(res.Body.Bytes(), &p))
			require.NotEmpty(t, p.Field)
			require.NotEmpty(t, p.Limit)
			return
		default:
			t.Fatalf("%d %s", res.Code, res.Body)
		}
		var kept sharetest.Kept
		require.NoError(t, json.Unmarshal(res.Body.Bytes(), &kept))
		for path, scripts := range map[string]int{"/api/runs/" + kept.ID: 0, "/r/" + kept.ID: 1, "/r/" + kept.ID + ".png": 0, "/embed/" + kept.ID: 1} {
			shown := ask(h, http.MethodGet, path, "")
			require.Equal(t, http.StatusOK, shown.Code, path)
			if shown.Header().Get("Content-Type") != "image/png" {
				require.Equal(t, scripts, strings.Count(shown.Body.String(), "<script"), path)
			}
		}
		again := ask(h, http.MethodPost, "/api/runs", ask(h, http.MethodGet, "/api/runs/"+kept.ID, "").Body.String())
		require.Equal(t, http.StatusOK, again.Code, "what is given back is the same run")
	})
}

func FuzzOEmbed(f *testing.F) {
	h := service(f)
	var kept sharetest.Kept
	require.NoError(f, json.Unmarshal(ask(h, http.MethodPost, "/api/runs", string(sharetest.Report(1))).Body.Bytes(), &kept))
	for _, query := range []string{"url=" + url.QueryEscape(base+"/r/"+kept.ID), "format=xml&url=" + url.QueryEscape(base+"/r/"+kept.ID),
		"url=" + url.QueryEscape(base+"/?program=primes&kmax=5"), "url=" + url.QueryEscape(base+"/chapter/gil/"), "maxwidth=3&maxheight=99&url=" + url.QueryEscape(base+"/"),
		"format=yaml", "maxwidth=-1", "%", "url=javascript:alert(1)", `format=xml&url=` + url.QueryEscape(base+`/?x="><script>]]>`+"\x00")} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		res := ask(h, http.MethodGet, "/oembed?"+query, "")
		if res.Code != http.StatusOK {
			require.Contains(t, []int{http.StatusBadRequest, http.StatusNotFound, http.StatusNotImplemented}, res.Code)
			return
		}
		var e struct {
			HTML          string `json:"html" xml:"html"`
			Width, Height int
		}
		if res.Header().Get("Content-Type") == "application/json" {
			require.NoError(t, json.Unmarshal(res.Body.Bytes(), &e))
		} else {
			require.NoError(t, xml.Unmarshal(res.Body.Bytes(), &e), res.Body.String())
		}
		require.True(t, strings.HasPrefix(e.HTML, `<iframe src="`+base+`/`), e.HTML)
		require.Equal(t, 2, strings.Count(e.HTML, "<"), e.HTML)
	})
}

func TestAChapterPageHasAnEmbed(t *testing.T) {
	res := ask(service(t), http.MethodGet, "/oembed?url="+url.QueryEscape(base+"/chapter/gil/"), "")
	assert.Equal(t, http.StatusOK, res.Code)
	assert.Contains(t, res.Body.String(), base+"/chapter/gil/")
}

func TestTheHeadersFileSaysWhatTheHandlerSets(t *testing.T) {
	// As Cloudflare reads it: every rule that matches adds its headers, and a line with ! takes one away again.
	rules, file := share.Rules(), string(share.HeadersFile())
	empty := share.Headers(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, path := range []string{"/", "/assets/a.js", "/embed.js", "/embed@1.js", "/embed", "/embed/", "/chapter/gil/", "/assets/sandbox-1.html", "/licenses.txt"} {
		got := http.Header{}
		applies := false
		for line := range strings.Lines(file) {
			line = strings.TrimRight(line, "\n")
			name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch {
			case !strings.HasPrefix(line, " "):
				beginning, open := strings.CutSuffix(line, "*")
				applies = path == line || open && strings.HasPrefix(path, beginning)
			case !applies:
			case strings.HasPrefix(name, "! "):
				got.Del(name[2:])
			default:
				got.Add(name, value)
			}
		}
		want := ask(empty, http.MethodGet, path, "").Header()
		got.Del("Cache-Control") // files have their own natively
		assert.Equal(t, want, got, path)
	}
	assert.NotEmpty(t, rules)
}
