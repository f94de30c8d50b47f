package sharetest

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// described is an oEmbed response.
type described struct {
	Type         string `json:"type" xml:"type"`
	Version      string `json:"version" xml:"version"`
	Title        string `json:"title" xml:"title"`
	Width        int    `json:"width" xml:"width"`
	Height       int    `json:"height" xml:"height"`
	HTML         string `json:"html" xml:"html"`
	ThumbnailURL string `json:"thumbnail_url" xml:"thumbnail_url"`
}

func oembed(t *testing.T, c *Client) {
	k := c.keep(fresh())
	base := c.target.URL
	for _, o := range []struct {
		says, page, limits string
		title, source      string
		width, height      int
	}{
		{"a run", k.URL, "", "Six large numbers: prime or not", base + "/embed/" + k.ID, 720, 560},
		{"a run's embed", base + "/embed/" + k.ID, "", "Six large numbers: prime or not", base + "/embed/" + k.ID, 720, 560},
		{"a run with a slash behind it", k.URL + "/", "", "Six large numbers: prime or not", base + "/embed/" + k.ID, 720, 560},
		{"a run by https where the site has http", strings.Replace(k.URL, "http:", "https:", 1), "", "Six large numbers: prime or not", base + "/embed/" + k.ID, 720, 560},
		{"a run in capitals", strings.Replace(k.URL, "http://", "HTTP://", 1), "", "Six large numbers: prime or not", base + "/embed/" + k.ID, 720, 560},
		{"a run with what a tracker hung on", k.URL + "?utm_source=x#top", "", "Six large numbers: prime or not", base + "/embed/" + k.ID, 720, 560},
		{"an embed with a slash behind it", base + "/embed/" + k.ID + "/", "", "Six large numbers: prime or not", base + "/embed/" + k.ID, 720, 560},
		{"in less room", k.URL, "&maxwidth=400&maxheight=300", "Six large numbers: prime or not", base + "/embed/" + k.ID, 400, 300},
		{"in more", k.URL, "&maxwidth=4000&maxheight=3000", "Six large numbers: prime or not", base + "/embed/" + k.ID, 720, 560},
		{"the playground", base + "/", "", "Velocidade", base + "/embed/", 720, 560},
		{"the playground without its slash", base, "", "Velocidade", base + "/embed/", 720, 560},
		{"a preset", base + "/?program=primes&kmax=5000", "", "The first primes, by trial division", base + "/embed/?kmax=5000&amp;program=primes", 720, 560},
		{"a preset with markup in it", base + `/?program=primes&x="><script>`, "", "The first primes, by trial division", base + "/embed/?program=primes&amp;x=%22%3E%3Cscript%3E", 720, 560},
	} {
		t.Run(o.says, func(t *testing.T) {
			c := &Client{t, c.target}
			asked := "/oembed?" + query("url", o.page) + o.limits
			var byJSON, byXML described
			res := c.get(asked)
			require.Equal(t, http.StatusOK, res.StatusCode, res.body)
			assert.Equal(t, "application/json", res.Header.Get("Content-Type"))
			assert.Equal(t, "*", res.Header.Get("Access-Control-Allow-Origin"))
			require.NoError(t, json.Unmarshal([]byte(res.body), &byJSON))
			res = c.get(asked + "&format=xml")
			assert.Equal(t, "text/xml; charset=utf-8", res.Header.Get("Content-Type"))
			require.NoError(t, xml.Unmarshal([]byte(res.body), &byXML), res.body)
			assert.Equal(t, byJSON, byXML, "both forms say the same")
			assert.Equal(t, "rich", byJSON.Type)
			assert.Equal(t, "1.0", byJSON.Version)
			assert.Equal(t, o.title, byJSON.Title)
			assert.Equal(t, []int{o.width, o.height}, []int{byJSON.Width, byJSON.Height})
			assert.True(t, strings.HasPrefix(byJSON.HTML, `<iframe src="`+o.source+`" `), byJSON.HTML)
			// A picture that there is no room for is none.
			assert.Equal(t, strings.Contains(o.source, k.ID) && o.width == 720, byJSON.ThumbnailURL != "", byJSON.ThumbnailURL)
		})
	}
	for _, o := range []struct {
		says, query string
		status      int
		field       string
	}{
		{"no address", "", 404, "url"},
		{"somebody else's page", query("url", "https://example.org/r/"+k.ID), 404, "url"},
		{"a page that begins like ours", query("url", base+".example.org/r/"+k.ID), 404, "url"},
		{"ours as somebody's name at another site", query("url", base+"@example.org/r/"+k.ID), 404, "url"},
		{"a run by another scheme", query("url", strings.Replace(k.URL, "http:", "ftp:", 1)), 404, "url"},
		{"a page of ours that has no embed", query("url", base+"/licenses.txt"), 404, "url"},
		{"a chapter page that there is not", query("url", base+"/chapter/nothing/"), 404, "url"},
		{"a way out of the site", query("url", base+"/chapter/../../etc/"), 404, "url"},
		{"a run that there is not", query("url", base+"/r/00000000000000000000"), 404, "run"},
		{"a program that there is not", query("url", base+"/?program=nothing"), 404, "program"},
		{"what is no address", "url=%25%25%25", 404, "url"},
		{"what is no query", "url=%zz", 400, "query"},
		{"another form", query("url", k.URL, "format", "yaml"), 501, "format"},
		{"a width that is no number", query("url", k.URL, "maxwidth", "wide"), 400, "maxwidth"},
		{"a width below one", query("url", k.URL, "maxwidth", "0"), 400, "maxwidth"},
		{"a height beyond all numbers", query("url", k.URL, "maxheight", "99999999999999999999"), 400, "maxheight"},
	} {
		t.Run(o.says, func(t *testing.T) {
			c := &Client{t, c.target}
			assert.Equal(t, o.field, refused(t, c.get("/oembed?"+o.query), o.status).Field)
		})
	}
}

// discovery: pages that have an embed say where it is described, others do not.
func discovery(t *testing.T, c *Client) {
	for _, path := range []string{"/", "/?program=primes&kmax=5000", "/chapter/gil/"} {
		links := c.get(path).Header.Values("Link")
		told := strings.Join(links, ", ") // as one header or as two
		for format, mediaType := range map[string]string{"json": "application/json+oembed", "xml": "text/xml+oembed"} {
			assert.Contains(t, told, "<"+c.target.URL+"/oembed?format="+format+"&"+query("url", c.target.URL+path)+`>; rel="alternate"; type="`+mediaType+`"`, path)
		}
	}
	for _, path := range []string{"/embed/", "/licenses.txt"} {
		assert.Empty(t, c.get(path).Header.Values("Link"), path)
	}
	head := c.do(http.MethodHead, "/", "")
	assert.NotEmpty(t, head.Header.Values("Link"), "HEAD tells it too")
}
