package server

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"velocidade/wasm/share"
	"velocidade/wasm/share/sharetest"
)

// unavailable checks the answer of a service whose database cannot be used: a problem, without details of the machine.
func unavailable(t *testing.T, res *http.Response, err error) {
	t.Helper()
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	assert.Equal(t, http.StatusServiceUnavailable, res.StatusCode, string(body))
	assert.Equal(t, "application/problem+json", res.Header.Get("Content-Type"))
	assert.NotEmpty(t, res.Header.Get("Retry-After"))
	var p struct{ Code, Field, Limit string }
	require.NoError(t, json.Unmarshal(body, &p))
	assert.Equal(t, "unavailable", p.Code)
	assert.Equal(t, "database", p.Field)
	assert.NotEmpty(t, p.Limit)
	assert.NotContains(t, string(body), "sqlite")
}

func post(url string, seed uint32) (*http.Response, error) {
	return http.Post(url+"/api/runs", "application/json", bytes.NewReader(sharetest.Report(seed)))
}

func kept(t *testing.T, url string, seed uint32) string {
	t.Helper()
	res, err := post(url, seed)
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, http.StatusCreated, res.StatusCode)
	var k sharetest.Kept
	require.NoError(t, json.NewDecoder(res.Body).Decode(&k))
	return k.ID
}

func status(t *testing.T, url string) int {
	t.Helper()
	res, err := http.Get(url)
	require.NoError(t, err)
	res.Body.Close()
	return res.StatusCode
}

func TestAFullDisk(t *testing.T) {
	runs, server := startRuns(t, filepath.Join(t.TempDir(), "runs.sqlite"), nil)
	id := kept(t, server.URL, 1)
	// SQLite's own limit on pages gives the error that a full disk gives, at the same place.
	_, err := runs.service.Write.Exec(`PRAGMA max_page_count = 1`)
	require.NoError(t, err)
	var res *http.Response
	for seed := uint32(2); seed < 100; seed++ {
		if res, err = post(server.URL, seed); err != nil || res.StatusCode != http.StatusCreated {
			break
		}
		res.Body.Close()
	}
	unavailable(t, res, err)
	assert.Equal(t, http.StatusOK, status(t, server.URL+"/api/runs/"+id), "what is there can still be read")
	_, err = runs.service.Write.Exec(`PRAGMA max_page_count = 1000000`)
	require.NoError(t, err)
	kept(t, server.URL, 1000)
}

// A process goes on writing to a file that has been deleted, and hears of no error.
func TestAFileThatWasDeletedOrReplacedTakesNothing(t *testing.T) {
	for says, replace := range map[string]func(t *testing.T, file string){
		"deleted": func(t *testing.T, file string) { require.NoError(t, os.Rename(file, file+".away")) },
		"replaced": func(t *testing.T, file string) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			require.NoError(t, os.Rename(file, file+".away"))
			require.NoError(t, os.WriteFile(file, data, 0o600))
		},
	} {
		t.Run(says, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "runs.sqlite")
			runs, server := startRuns(t, file, nil)
			id := kept(t, server.URL, 1)
			require.Equal(t, http.StatusOK, status(t, server.URL+"/healthz"))
			replace(t, file)
			res, err := post(server.URL, 2)
			unavailable(t, res, err)
			assert.Equal(t, http.StatusServiceUnavailable, status(t, server.URL+"/healthz"))
			made, err := runs.commits.keep(context.Background(), share.Kept{ID: "as if it had gone while it was being written", Report: "{}"})
			assert.False(t, made)
			assert.Error(t, err, "what is committed is looked for before it is acknowledged")
			require.NoError(t, os.Rename(file+".away", file))
			assert.Equal(t, http.StatusOK, status(t, server.URL+"/api/runs/"+id), "it was put back")
			kept(t, server.URL, 3)
			assert.Equal(t, http.StatusOK, status(t, server.URL+"/healthz"))
		})
	}
}

func TestHealthIsWhetherARunCanBeKept(t *testing.T) {
	for says, c := range map[string]struct{ spoil, mend string }{
		"a full disk":      {`PRAGMA max_page_count = 1`, `PRAGMA max_page_count = 1000000`},
		"a read-only disk": {`PRAGMA query_only = 1`, `PRAGMA query_only = 0`},
	} {
		t.Run(says, func(t *testing.T) {
			runs, server := startRuns(t, filepath.Join(t.TempDir(), "runs.sqlite"), nil)
			now := time.Now()
			runs.service.Now = func() time.Time { return now }
			id := kept(t, server.URL, 1)
			require.Equal(t, http.StatusOK, status(t, server.URL+"/healthz"))
			_, err := runs.service.Write.Exec(c.spoil)
			require.NoError(t, err)
			assert.Equal(t, http.StatusOK, status(t, server.URL+"/healthz"), "it is asked anew once a second")
			// On a full disk it may take some runs until there is no room in what SQLite has already.
			assert.Eventually(t, func() bool {
				now = now.Add(probeEvery)
				if res, err := post(server.URL, uint32(now.UnixNano())); err == nil {
					res.Body.Close()
				}
				return status(t, server.URL+"/healthz") == http.StatusServiceUnavailable
			}, time.Minute, time.Millisecond)
			assert.Equal(t, http.StatusOK, status(t, server.URL+"/api/runs/"+id), "what is there can still be read")
			_, err = runs.service.Write.Exec(c.mend)
			require.NoError(t, err)
			now = now.Add(probeEvery)
			assert.Equal(t, http.StatusOK, status(t, server.URL+"/healthz"))
		})
	}
}

func TestALockedDatabase(t *testing.T) {
	file := filepath.Join(t.TempDir(), "runs.sqlite")
	runs, server := startRuns(t, file, nil)
	id := kept(t, server.URL, 1)
	_, err := runs.service.Write.Exec(`PRAGMA busy_timeout = 10`) // instead of seconds
	require.NoError(t, err)
	other, err := sql.Open("sqlite", file)
	require.NoError(t, err)
	defer other.Close()
	conn, err := other.Conn(context.Background())
	require.NoError(t, err)
	_, err = conn.ExecContext(context.Background(), `BEGIN IMMEDIATE`)
	require.NoError(t, err)
	res, err := post(server.URL, 2)
	unavailable(t, res, err)
	assert.Equal(t, http.StatusOK, status(t, server.URL+"/api/runs/"+id), "reading goes on")
	_, err = conn.ExecContext(context.Background(), `ROLLBACK`)
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	kept(t, server.URL, 2)
}

func TestAFileThatIsNoDatabase(t *testing.T) {
	file := filepath.Join(t.TempDir(), "runs.sqlite")
	require.NoError(t, os.WriteFile(file, bytes.Repeat([]byte("this is somebody's letter\n"), 400), 0o644))
	_, server := startRuns(t, file, nil)
	res, err := post(server.URL, 1)
	unavailable(t, res, err)
	assert.Equal(t, http.StatusServiceUnavailable, status(t, server.URL+"/healthz"))
	assert.Equal(t, http.StatusOK, status(t, server.URL+"/"), "the page does without")
	left, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(left), "somebody's letter", "nothing is done to it")
	require.NoError(t, os.Remove(file))
	kept(t, server.URL, 1) // and nothing has to be started again
}

func TestARowThatWasTamperedWith(t *testing.T) {
	runs, server := startRuns(t, filepath.Join(t.TempDir(), "runs.sqlite"), nil)
	id := kept(t, server.URL, 1)
	_, err := runs.service.Write.Exec(`UPDATE runs SET report = replace(report, 'isprime', 'primes')`)
	require.NoError(t, err)
	for _, path := range []string{"/api/runs/" + id, "/r/" + id, "/r/" + id + ".png"} {
		res, err := http.Get(server.URL + path)
		unavailable(t, res, err)
	}
}

func TestPagesOfTheDatabaseThatAreDamaged(t *testing.T) {
	file := filepath.Join(t.TempDir(), "runs.sqlite")
	runs, err := OpenRuns(RunsOptions{File: file, Site: writeSite(t), Log: slog.New(slog.NewJSONHandler(io.Discard, nil))})
	require.NoError(t, err)
	server := httptest.NewServer(runs)
	var ids []string
	for seed := range uint32(40) {
		ids = append(ids, kept(t, server.URL, seed+1))
	}
	server.Close()
	require.NoError(t, runs.Close())
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	for i := 3 * 4096; i < len(data); i++ { // all but the first pages
		data[i] = 0xa5
	}
	require.NoError(t, os.WriteFile(file, data, 0o644))
	_, again := startRuns(t, file, nil)
	for _, id := range ids {
		res, err := http.Get(again.URL + "/api/runs/" + id)
		unavailable(t, res, err)
	}
}

// slowly sends the beginning of a request and then nothing, and gives the answer.
func slowly(t *testing.T, server, head string) string {
	t.Helper()
	address, err := url.Parse(server)
	require.NoError(t, err)
	conn, err := net.Dial("tcp", address.Host)
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, head)
	require.NoError(t, err)
	answer, _ := io.ReadAll(conn) // the server closes it
	return string(answer)
}

func TestBodiesThatNeverEnd(t *testing.T) {
	runs, server := startRuns(t, filepath.Join(t.TempDir(), "runs.sqlite"), nil)
	runs.service.BodyTimeout = 50 * time.Millisecond
	for _, c := range []struct{ says, head, status, field string }{
		{"one that stops", "Content-Length: 5000\r\n\r\n{\"schema\":", "408", "body"},
		{"one that stops, of unknown length", "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n", "408", "body"},
		{"one that says it is too long", "Content-Length: 70000\r\n\r\n", "413", "body"},
		{"one that says it is endless", "Content-Length: 9000000000000000000\r\n\r\n", "413", "body"},
		{"one that goes on past the limit", "Transfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x\r\n%s\r\n", 70_000, strings.Repeat("x", 70_000)), "413", "body"},
		{"one of a wrong chunk", "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400", "body"},
	} {
		t.Run(c.says, func(t *testing.T) {
			answer := slowly(t, server.URL, "POST /api/runs HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"+c.head)
			require.NotEmpty(t, answer)
			assert.Contains(t, strings.SplitN(answer, "\r\n", 2)[0], " "+c.status+" ")
			assert.Contains(t, answer, "application/problem+json")
			assert.Contains(t, answer, `"field":"`+c.field+`"`)
			assert.Contains(t, answer, `"limit":"`)
		})
	}
}

func TestLogsSayNothingOfWhoAsked(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	now := time.Unix(0, 0)
	watch := &Watch{Log: logger, Now: func() time.Time { now = now.Add(3 * time.Millisecond); return now }, Healthy: func(context.Context) error { return nil }}
	handler := watch.Over(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/panic" {
			panic("boom")
		}
		w.WriteHeader(http.StatusTeapot)
		io.WriteString(w, "tea")
	}))
	ask := func(path string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path+"?secret=query", nil)
		r.RemoteAddr = "192.0.2.77:4242"
		for name, value := range map[string]string{"X-Forwarded-For": "192.0.2.78", "User-Agent": "Agent/1", "Referer": "https://referrer.example/", "Authorization": "Bearer token"} {
			r.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	ask("/api/runs/x")
	assert.Equal(t, http.StatusInternalServerError, ask("/panic").Code)
	text := log.String()
	for _, private := range []string{"192.0.2", "4242", "Agent/1", "referrer", "Bearer", "secret"} {
		assert.NotContains(t, text, private)
	}
	var line struct {
		Method, Path string
		Status       int
		Bytes        int
		Ms           float64
	}
	require.NoError(t, json.Unmarshal([]byte(strings.SplitN(text, "\n", 2)[0]), &line))
	assert.Equal(t, "GET /api/runs/x 418 3 3", fmt.Sprint(line.Method, " ", line.Path, " ", line.Status, " ", line.Bytes, " ", line.Ms))
	metrics := ask("/metrics").Body.String()
	assert.Contains(t, metrics, `velocidade_request_seconds_count{kind="api/runs",method="GET",status="418"} 1`)
	assert.Contains(t, metrics, `velocidade_request_seconds_bucket{kind="api/runs",method="GET",status="418",le="0.005"} 1`)
	assert.Contains(t, metrics, `kind="file",method="GET",status="500"`)
	assert.Equal(t, http.StatusOK, ask("/healthz").Code)
}

func TestWhoMayWrite(t *testing.T) {
	now := time.Unix(1000, 0)
	for _, c := range []struct {
		says, header string
		clients      []string // who asks, one after the other
		allowed      string   // one letter for each
	}{
		{"a burst, and no more", "", []string{"192.0.2.1:1", "192.0.2.1:2", "192.0.2.1:3", "192.0.2.1:4"}, "yyyn"},
		{"each client for itself", "", []string{"192.0.2.1:1", "192.0.2.1:1", "192.0.2.1:1", "192.0.2.2:1", "192.0.2.1:1"}, "yyyyn"},
		{"a network of version 6 is one", "", []string{"[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8::3]:1", "[2001:db8::4]:1", "[2001:db8:0:1::1]:1"}, "yyyny"},
		{"one address, however it is written", "", []string{"192.0.2.1:1", "[::ffff:192.0.2.1]:1", "192.0.2.1:1", "[::ffff:192.0.2.1]:1"}, "yyyn"},
		{"no address at all", "", []string{"", "@", "?", "!"}, "yyyn"},
		{"the address that a proxy gives", "Client", []string{"192.0.2.1:1", "192.0.2.1:2", "192.0.2.1:3", "192.0.2.1:4"}, "yyyy"},
	} {
		t.Run(c.says, func(t *testing.T) {
			l := &Limiter{Burst: 3, Every: time.Minute, Now: func() time.Time { return now }, Header: c.header}
			got := ""
			for i, client := range c.clients {
				r := httptest.NewRequest(http.MethodPost, "/api/runs", nil)
				r.RemoteAddr = client
				r.Header.Set("Client", fmt.Sprintf("198.51.100.%d", i))
				if wait, ok := l.Allow(r); ok {
					got += "y"
				} else {
					got += "n"
					assert.Equal(t, time.Minute, wait)
				}
			}
			assert.Equal(t, c.allowed, got)
		})
	}
	t.Run("and again after a while", func(t *testing.T) {
		at := now
		l := &Limiter{Burst: 1, Every: time.Minute, Now: func() time.Time { return at }}
		_, server := startRuns(t, filepath.Join(t.TempDir(), "runs.sqlite"), l.Allow)
		kept(t, server.URL, 1)
		res, err := post(server.URL, 2)
		require.NoError(t, err)
		res.Body.Close()
		assert.Equal(t, http.StatusTooManyRequests, res.StatusCode)
		assert.Equal(t, "60", res.Header.Get("Retry-After"))
		at = at.Add(time.Minute)
		kept(t, server.URL, 2)
	})
}
