package sharetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Run holds a service to the specification.
func Run(t *testing.T, target Target) {
	for _, part := range []struct {
		says string
		test func(t *testing.T, c *Client)
	}{
		{"a run that was sent is kept and given back", keptAndGivenBack},
		{"the same run has the same id, and each who stores it a token", sameRun},
		{"who stored a run first cannot take it from those who did so later", keepers},
		{"an address with a slash behind it points to the one without", slashes},
		{"what is said of a run is worked out once, and kept", workedOutOnce},
		{"what a stranger wrote is quoted", quoted},
		{"a run is deleted with its token alone", deleted},
		{"what is no run is refused, with a field and a limit", refusals},
		{"what does not exist is said not to", absent},
		{"methods that an address does not take are refused", wrongMethods},
		{"who has a run already is not sent it again", notModified},
		{"a run is a page, with all that a link preview asks for", runPage},
		{"a run is a picture of 1200 × 630", runPicture},
		{"an embed is the site's page for it", embedPage},
		{"markup in any text stays text", markup},
		{"oEmbed describes runs, presets and nothing else", oembed},
		{"oEmbed readers are told by pages that have an embed where to ask", discovery},
		{"every response carries the site's headers", headers},
		{"many at once are answered, each with what it asked for", manyAtOnce},
	} {
		t.Run(part.says, func(t *testing.T) { part.test(t, &Client{t, target}) })
	}
}

// compact gives JSON without the white space between values.
func compact(t *testing.T, data []byte) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, json.Compact(&out, data))
	return out.String()
}

func keptAndGivenBack(t *testing.T, c *Client) {
	sent := fresh()
	res := c.post(sent)
	require.Equal(t, http.StatusCreated, res.StatusCode, res.body)
	var k Kept
	require.NoError(t, json.Unmarshal([]byte(res.body), &k))
	assert.Regexp(t, `^[0-9a-z]{20}$`, k.ID)
	assert.Equal(t, c.target.URL+"/r/"+k.ID, k.URL)
	assert.Len(t, k.DeleteToken, 32)
	assert.Equal(t, "/api/runs/"+k.ID, res.Header.Get("Location"))
	assert.Equal(t, "no-store", res.Header.Get("Cache-Control"), "a token is nothing to keep")

	back := c.get("/api/runs/" + k.ID)
	assert.Equal(t, http.StatusOK, back.StatusCode)
	assert.Equal(t, "application/json", back.Header.Get("Content-Type"))
	assert.JSONEq(t, string(sent), back.body)
	assert.NotContains(t, back.body, k.DeleteToken)
	head := c.do(http.MethodHead, "/api/runs/"+k.ID, "")
	assert.Equal(t, http.StatusOK, head.StatusCode)
	assert.Empty(t, head.body)
	assert.Equal(t, back.Header.Get("ETag"), head.Header.Get("ETag"))
}

func sameRun(t *testing.T, c *Client) {
	sent := fresh()
	first := c.keep(sent)
	again := c.post([]byte(" \n" + compact(t, sent))) // however it is written
	assert.Equal(t, http.StatusOK, again.StatusCode)
	var k Kept
	require.NoError(t, json.Unmarshal([]byte(again.body), &k))
	assert.Equal(t, []string{first.ID, first.URL}, []string{k.ID, k.URL})
	assert.Len(t, k.DeleteToken, 32)
	assert.NotEqual(t, first.DeleteToken, k.DeleteToken)
	assert.NotEqual(t, first.ID, c.keep(fresh()).ID)
}

func deleted(t *testing.T, c *Client) {
	sent := fresh()
	mine, other := c.keep(sent), c.keep(fresh())
	address := "/api/runs/" + mine.ID
	remove := func(headers ...string) answer { return c.do(http.MethodDelete, address, "", headers...) }
	res := remove()
	assert.Equal(t, "Authorization", refused(t, res, http.StatusUnauthorized).Field)
	assert.Equal(t, "Bearer", res.Header.Get("WWW-Authenticate"))
	refused(t, remove("Authorization", "Basic "+mine.DeleteToken), http.StatusUnauthorized)
	refused(t, remove("Authorization", "Bearer "+other.DeleteToken), http.StatusForbidden)
	refused(t, remove("Authorization", "Bearer "+strings.Repeat("x", 4000)), http.StatusForbidden)
	require.Equal(t, http.StatusOK, c.get(address).StatusCode, "it is still there")
	assert.Equal(t, http.StatusNoContent, remove("Authorization", "Bearer "+mine.DeleteToken).StatusCode)
	for _, path := range []string{address, "/r/" + mine.ID, "/r/" + mine.ID + ".png", "/embed/" + mine.ID} {
		refused(t, c.get(path), http.StatusNotFound)
	}
	for path, page := range map[string]bool{address: false, "/r/" + mine.ID: true, "/r/" + mine.ID + ".png": false, "/embed/" + mine.ID: true} {
		res := c.do(http.MethodGet, path, "", "Accept", "text/html,*/*;q=0.8")
		assert.Equal(t, http.StatusNotFound, res.StatusCode, path)
		assert.Equal(t, page, strings.HasPrefix(res.Header.Get("Content-Type"), "text/html"), "a browser is answered with a page: %s", path)
		assert.Equal(t, "no-store", res.Header.Get("Cache-Control"))
	}
	refused(t, remove("Authorization", "Bearer "+mine.DeleteToken), http.StatusNotFound)
	again := c.keep(sent)
	assert.Equal(t, mine.ID, again.ID)
	assert.NotEqual(t, mine.DeleteToken, again.DeleteToken)
	assert.Equal(t, http.StatusOK, c.get("/api/runs/"+other.ID).StatusCode, "no other run was touched")
}

func keepers(t *testing.T, c *Client) {
	sent := fresh()
	thief := c.keep(sent)
	var owner Kept
	require.NoError(t, json.Unmarshal([]byte(c.post(sent).body), &owner))
	address := "/api/runs/" + owner.ID
	remove := func(token string) answer {
		return c.do(http.MethodDelete, address, "", "Authorization", "Bearer "+token)
	}
	res := remove(thief.DeleteToken)
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Contains(t, res.body, "others have stored the same run")
	assert.Equal(t, http.StatusOK, c.get(address).StatusCode, "it is there for the other")
	refused(t, remove(thief.DeleteToken), http.StatusForbidden)
	assert.Equal(t, http.StatusNoContent, remove(owner.DeleteToken).StatusCode)
	refused(t, c.get(address), http.StatusNotFound)
	assert.Equal(t, owner.ID, c.keep(sent).ID, "and may be stored again")
}

func slashes(t *testing.T, c *Client) {
	k := c.keep(fresh())
	for _, path := range []string{"/r/" + k.ID, "/r/" + k.ID + ".png", "/embed/" + k.ID, "/api/runs/" + k.ID} {
		res := c.get(path + "/")
		assert.Equal(t, http.StatusOK, res.StatusCode, path)
		assert.Equal(t, path, res.Request.URL.Path, "the client was pointed there")
	}
	refused(t, c.get("/r/none/"), http.StatusNotFound)
}

func quoted(t *testing.T, c *Client) {
	sent := string(fresh())
	for from, to := range map[string]string{`"program": "isprime"`: `"program": "yoursessionhasexpired"`, `"go": "go`: `"go": "Sign in at evil.example go`} {
		require.Contains(t, sent, from)
		sent = strings.Replace(sent, from, to, 1)
	}
	k := c.keep([]byte(sent))
	for _, path := range []string{"/r/" + k.ID, "/embed/" + k.ID, "/oembed?" + query("url", k.URL)} {
		body := c.get(path).body
		assert.Contains(t, body, "“yoursessionhasexpired”", path)
		assert.NotContains(t, strings.ReplaceAll(strings.ReplaceAll(body, "“yoursession", ""), "“Sign in", ""), "Sign in", path)
	}
}

func workedOutOnce(t *testing.T, c *Client) {
	k := c.keep(fresh())
	for _, path := range []string{"/r/" + k.ID, "/r/" + k.ID + ".png", "/embed/" + k.ID} {
		var bodies [8]string
		var wg sync.WaitGroup
		for i := range bodies {
			wg.Go(func() {
				res, err := patient.Get(c.target.URL + path)
				if !assert.NoError(t, err) {
					return
				}
				defer res.Body.Close()
				body, _ := io.ReadAll(res.Body)
				bodies[i] = fmt.Sprint(res.StatusCode, string(body))
			})
		}
		wg.Wait()
		for _, body := range bodies {
			assert.Equal(t, bodies[0], body)
		}
		assert.True(t, strings.HasPrefix(bodies[0], "200"), bodies[0])
	}
}

func refusals(t *testing.T, c *Client) {
	text := compact(t, fresh())
	change := func(old, new string) string {
		changed := strings.Replace(text, old, new, 1)
		require.NotEqual(t, text, changed, old)
		return changed
	}
	for _, r := range []struct {
		says, body string
		status     int
		field      string
	}{
		{"nothing", "", 400, "report"},
		{"no JSON", "velocidade", 400, "report"},
		{"cut off", text[:len(text)/2], 400, "report"},
		{"two at once", text + text, 400, "report"},
		{"no object", `[1,2,3]`, 400, "report"},
		{"null", `null`, 400, "report"},
		{"nested without end", strings.Repeat("[", 60_000), 400, "report"},
		{"nested in a field", change(`"args":{`, `"args":{"x":`+strings.Repeat(`{"a":`, 600)+"1"+strings.Repeat("}", 600)+","), 400, "report"},
		{"bytes that are no text", "\xff\xfe\x00", 400, "report"},
		{"too large", `{"schema":"` + strings.Repeat("x", 70_000) + `"}`, 413, "body"},
		{"far too large", strings.Repeat("x", 5_000_000), 413, "body"},
		{"a name twice", change(`"program":`, `"program":"primes","program":`), 422, "program"},
		{"a name twice inside", change(`"cores":`, `"cores":1,"cores":`), 422, "host.cores"},
		{"a huge number", change(`"timerResolutionMs":0.005`, `"timerResolutionMs":1e999`), 422, "host.timerResolutionMs"},
		{"a number of a thousand digits", change(`"startedAt":`, `"startedAt":1`+strings.Repeat("0", 1000)), 422, "startedAt"},
		{"another version", change(`report/v1`, `report/v2`), 422, "schema"},
		{"a field that there is not", change(`"plan":{`, `"plan":{"__proto__":{},`), 422, "plan.__proto__"},
		{"a program's unknown parameter", change(`"args":{`, `"args":{"zz":1,`), 422, "args.zz"},
		{"a program's parameter out of range", change(`112272535095293,`, `-5,`), 422, "args.numbers"},
		{"a sample that is text", change(`"samplesMs":[`, `"samplesMs":["<script>",`), 422, "lanes[0].samplesMs[0]"},
		{"no lane at all", change(text[strings.Index(text, `"lanes":[`):strings.Index(text, `"verdict"`)], `"lanes":[],`), 422, "lanes"},
	} {
		t.Run(r.says, func(t *testing.T) {
			c := &Client{t, c.target}
			p := refused(t, c.do(http.MethodPost, "/api/runs", r.body, "Content-Type", "application/json"), r.status)
			assert.Equal(t, r.field, p.Field, p.Detail)
		})
	}
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		p := refused(t, c.do(http.MethodPost, "/api/runs", text, "Content-Type", kind), http.StatusUnsupportedMediaType)
		assert.Equal(t, "Content-Type", p.Field)
	}
}

func absent(t *testing.T, c *Client) {
	for _, id := range []string{"00000000000000000000", "x", strings.Repeat("a", 3000), "' OR 1=1 --", "../../etc/passwd", "%00", "%ff"} {
		escaped := strings.NewReplacer(" ", "%20", "/", "%2F", "'", "%27").Replace(id)
		for _, path := range []string{"/api/runs/" + escaped, "/r/" + escaped, "/r/" + escaped + ".png", "/embed/" + escaped} {
			refused(t, c.get(path), http.StatusNotFound)
		}
	}
	for _, path := range []string{"/api", "/api/", "/api/runs/", "/api/nothing", "/api/runs/a/b", "/r/", "/r/a/b"} {
		if path != "/api" { // which is a file's address, and no file
			refused(t, c.get(path), http.StatusNotFound)
		}
	}
}

func wrongMethods(t *testing.T, c *Client) {
	id := c.keep(fresh()).ID
	for path, allowed := range map[string]string{"/api/runs": "POST", "/api/runs/" + id: "DELETE, GET, HEAD", "/r/" + id: "GET, HEAD",
		"/embed/" + id: "GET, HEAD", "/oembed": "GET, HEAD"} {
		for _, method := range []string{"PUT", "PATCH", "OPTIONS"} {
			res := c.do(method, path, "x")
			refused(t, res, http.StatusMethodNotAllowed)
			assert.Equal(t, allowed, res.Header.Get("Allow"))
		}
	}
	refused(t, c.get("/api/runs"), http.StatusMethodNotAllowed)
}

func notModified(t *testing.T, c *Client) {
	id := c.keep(fresh()).ID
	for _, path := range []string{"/api/runs/" + id, "/r/" + id, "/r/" + id + ".png", "/embed/" + id} {
		first := c.get(path)
		require.Equal(t, http.StatusOK, first.StatusCode)
		tag := first.Header.Get("ETag")
		require.NotEmpty(t, tag, path)
		assert.Regexp(t, "^(public, max-age=60|no-cache)$", first.Header.Get("Cache-Control"), "a deleted run is gone for everybody soon")
		again := c.get(path, "If-None-Match", tag)
		assert.Equal(t, http.StatusNotModified, again.StatusCode, path)
		assert.Empty(t, again.body)
		other := c.get(path, "If-None-Match", `"another"`)
		assert.Equal(t, first.body, other.body)
	}
}

func runPage(t *testing.T, c *Client) {
	k := c.keep(fresh())
	page := c.get("/r/" + k.ID)
	require.Equal(t, http.StatusOK, page.StatusCode)
	assert.Equal(t, "text/html; charset=utf-8", page.Header.Get("Content-Type"))
	for _, part := range []string{
		"<title>Six large numbers: prime or not · Velocidade</title>",
		`<section id="shared"`, "<h2>Six large numbers: prime or not</h2>", `<p class="verdict">Two workers could not be told from one`,
		"<td>go/workers</td><td>2</td>", "Chromium 156",
		`<meta property="og:title" content="Six large numbers: prime or not">`,
		`<meta property="og:url" content="` + k.URL + `">`,
		`<meta property="og:image" content="` + k.URL + `.png">`,
		`<meta property="og:image:width" content="1200">`,
		`<meta name="twitter:card" content="summary_large_image">`,
		`<link rel="canonical" href="` + k.URL + `">`,
		`<meta name="robots" content="noindex">`,
		`type="application/json+oembed"`, `type="text/xml+oembed"`,
		`href="../assets/playground-1.css"`, `src="../assets/playground-1.js"`, `href="../chapter/"`,
		"<velocidade-playground>",
	} {
		assert.True(t, strings.Contains(page.body, part), part)
	}
	assert.NotContains(t, page.body, "A playground.", "one description is enough")
	assert.Equal(t, 1, strings.Count(page.body, "<title>"))
	assert.Contains(t, strings.Join(page.Header.Values("Link"), " "), "application/json+oembed")
}

func runPicture(t *testing.T, c *Client) {
	k := c.keep(fresh())
	res := c.get("/r/" + k.ID + ".png")
	require.Equal(t, http.StatusOK, res.StatusCode)
	assert.Equal(t, "image/png", res.Header.Get("Content-Type"))
	assert.Equal(t, "cross-origin", res.Header.Get("Cross-Origin-Resource-Policy"), "other pages show it")
	picture, err := png.Decode(strings.NewReader(res.body))
	require.NoError(t, err)
	assert.Equal(t, "(1200,630)", picture.Bounds().Size().String())
	assert.Less(t, len(res.body), 100_000)
}

func embedPage(t *testing.T, c *Client) {
	k := c.keep(fresh())
	res := c.get("/embed/" + k.ID)
	require.Equal(t, http.StatusOK, res.StatusCode)
	assert.Contains(t, res.body, "<title>Six large numbers: prime or not · Velocidade</title>")
	assert.Contains(t, res.body, `src="../assets/embed-1.js"`)
	assert.Contains(t, res.Header.Get("Content-Security-Policy"), "frame-ancestors *", "any page may show it")
	assert.Contains(t, c.get("/r/"+k.ID).Header.Get("Content-Security-Policy"), "frame-ancestors 'self'", "and none this one")
}

func markup(t *testing.T, c *Client) {
	const hostile = `\"><script>alert(1)</script><svg/onload=alert(2)>'&amp;`
	text := compact(t, fresh())
	taken, tried := 0, map[string]bool{}
	for _, at := range regexp.MustCompile(`"(\w+)":"[^"]*"`).FindAllStringSubmatchIndex(text, -1) {
		name := text[at[2]:at[3]]
		if tried[name] {
			continue // every field that is text, once
		}
		tried[name] = true
		body := text[:at[3]] + `":"` + hostile + text[at[1]-1:]
		res := c.post([]byte(body))
		if res.StatusCode == http.StatusOK || res.StatusCode == http.StatusCreated {
			taken++
			var k Kept
			require.NoError(t, json.Unmarshal([]byte(res.body), &k))
			for _, path := range []string{"/r/" + k.ID, "/embed/" + k.ID, "/oembed?" + query("format", "xml", "url", k.URL), "/api/runs/" + k.ID} {
				shown := c.get(path)
				require.Equal(t, http.StatusOK, shown.StatusCode, path)
				assert.NotContains(t, shown.body, "<script>alert", path)
				assert.NotContains(t, shown.body, "<svg/onload", path)
			}
			picture := c.get("/r/" + k.ID + ".png")
			assert.Equal(t, http.StatusOK, picture.StatusCode)
		} else {
			refused(t, res, http.StatusUnprocessableEntity)
		}
	}
	assert.GreaterOrEqual(t, taken, 3, "the verdict, the browser and an answer are any text")
}

func headers(t *testing.T, c *Client) {
	id := c.keep(fresh()).ID
	for _, path := range []string{"/", "/api/runs/" + id, "/api/runs/none", "/api/runs", "/r/" + id, "/r/" + id + ".png", "/embed/" + id, "/embed/", "/oembed", "/nothing"} {
		h := c.get(path).Header
		for name, part := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Embedder-Policy": "require-corp", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Permissions-Policy": "camera=()", "Cross-Origin-Resource-Policy": "origin",
		} {
			assert.Contains(t, h.Get(name), part, "%s of %s", name, path)
			assert.Len(t, h.Values(name), 1, "%s of %s", name, path)
		}
		assert.NotContains(t, h.Get("Content-Security-Policy"), "unsafe-inline")
	}
}

func manyAtOnce(t *testing.T, c *Client) {
	const clients, each = 16, 6
	var wg sync.WaitGroup
	errs := make(chan error, clients)
	for range clients {
		wg.Go(func() {
			for range each {
				sent := fresh()
				res, err := patient.Post(c.target.URL+"/api/runs", "application/json", bytes.NewReader(sent))
				if err != nil {
					errs <- err
					return
				}
				var k Kept
				err = json.NewDecoder(res.Body).Decode(&k)
				res.Body.Close()
				if err != nil || res.StatusCode != http.StatusCreated {
					errs <- fmt.Errorf("sent: %d %w", res.StatusCode, err)
					return
				}
				res, err = patient.Get(c.target.URL + "/api/runs/" + k.ID)
				if err != nil {
					errs <- err
					return
				}
				back, err := io.ReadAll(res.Body)
				res.Body.Close()
				var a, b any
				json.Unmarshal(sent, &a)
				json.Unmarshal(back, &b)
				if err != nil || !assert.ObjectsAreEqual(a, b) {
					errs <- fmt.Errorf("got something else back: %d %.80s %w", res.StatusCode, back, err)
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		assert.NoError(t, err)
	}
}
