// Package sharetest is the specification of package share as a client sees it, over HTTP: the same tests are run against the
// native server over SQLite and against the edge's runtime over D1.
package sharetest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

//go:embed testdata/report.json
var report []byte

// Page and EmbedPage are what a site needs for the tests: the pages that the service fills in.
const (
	Page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Velocidade</title>\n" +
		"<meta name=\"description\" content=\"A playground.\">\n<link rel=\"stylesheet\" href=\"assets/playground-1.css\">\n" +
		"<script type=\"module\" src=\"assets/playground-1.js\"></script>\n</head>\n<body>\n<a href=\"chapter/\">The chapter</a>\n" +
		"<main>\n<velocidade-playground></velocidade-playground>\n</main>\n</body>\n</html>\n"
	EmbedPage = "<!doctype html>\n<html lang=\"en\">\n<head>\n<title>An embed</title>\n" +
		"<script type=\"module\" src=\"../assets/embed-1.js\"></script>\n</head>\n<body>\n<main></main>\n</body>\n</html>\n"
)

// Report gives a run as a browser sends it. Those of different seeds are different runs.
func Report(seed uint32) []byte {
	return bytes.Replace(report, []byte(`"seed": 3958227966`), fmt.Appendf(nil, `"seed": %d`, seed), 1)
}

// Target is a running service, with the pages above as its site.
type Target struct {
	URL string // without a slash at its end
	// Slow tells that bodies which never end are the platform's business here and not tested.
	Slow bool
}

var serial atomic.Uint32

// fresh gives a run that no other test has sent, nor an earlier run of the tests to the same database.
func fresh() []byte { return Report(uint32(time.Now().UnixMicro()) + serial.Add(1)<<20) }

// patient gives up on what hangs.
var patient = http.Client{Timeout: 2 * time.Minute}

// Client asks one service.
type Client struct {
	t      testing.TB
	target Target
}

// answer is a response with its body.
type answer struct {
	*http.Response
	body string
}

func (c *Client) do(method, path, body string, headers ...string) answer {
	c.t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = c.target.URL + path
	}
	req, err := http.NewRequest(method, address, strings.NewReader(body))
	require.NoError(c.t, err)
	if body == "" {
		req.Body = nil
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := patient.Do(req)
	require.NoError(c.t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	require.NoError(c.t, err)
	return answer{res, string(text)}
}

func (c *Client) get(path string, headers ...string) answer {
	c.t.Helper()
	return c.do(http.MethodGet, path, "", headers...)
}

func (c *Client) post(body []byte) answer {
	c.t.Helper()
	return c.do(http.MethodPost, "/api/runs", string(body), "Content-Type", "application/json")
}

// Kept is the answer to a run that was sent.
type Kept struct{ ID, URL, DeleteToken string }

// keep sends a run that must be taken.
func (c *Client) keep(body []byte) Kept {
	c.t.Helper()
	res := c.post(body)
	require.Equal(c.t, http.StatusCreated, res.StatusCode, res.body)
	var k Kept
	require.NoError(c.t, json.Unmarshal([]byte(res.body), &k))
	return k
}

// problem is an error as it has to be.
type problem struct {
	Type, Title, Detail, Code, Field, Limit string
	Status                                  int
}

// refused checks that an answer is a problem with a field and a limit, and gives it.
func refused(t testing.TB, res answer, status int) problem {
	t.Helper()
	require.Equal(t, status, res.StatusCode, res.body)
	require.Equal(t, "application/problem+json", res.Header.Get("Content-Type"))
	require.Equal(t, "no-store", res.Header.Get("Cache-Control"))
	var p problem
	require.NoError(t, json.Unmarshal([]byte(res.body), &p))
	require.Equal(t, status, p.Status)
	for name, text := range map[string]string{"type": p.Type, "title": p.Title, "detail": p.Detail, "code": p.Code, "field": p.Field, "limit": p.Limit} {
		require.NotEmpty(t, text, "the problem's %s: %s", name, res.body)
	}
	require.Less(t, len(res.body), 1500, "hostile input does not fill a message")
	return p
}

func query(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v.Encode()
}
