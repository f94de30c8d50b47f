package share

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"velocidade/kernels"
	"velocidade/wasm/picture"
)

// oembedForms are the two in which oEmbed is given.
var oembedForms = []struct{ name, mediaType string }{{"json", "application/json+oembed"}, {"xml", "text/xml+oembed"}}

// The size of an embed, where there is room for it.
const (
	embedWidth, embedHeight = 720, 560
	chapterHeight           = 900
)

// embedding is an oEmbed response of type rich.
type embedding struct {
	Type            string `json:"type"`
	Version         string `json:"version"`
	Title           string `json:"title"`
	ProviderName    string `json:"provider_name"`
	ProviderURL     string `json:"provider_url"`
	CacheAge        int    `json:"cache_age"` // seconds
	ThumbnailURL    string `json:"thumbnail_url,omitempty"`
	ThumbnailWidth  int    `json:"thumbnail_width,omitempty"`
	ThumbnailHeight int    `json:"thumbnail_height,omitempty"`
	HTML            string `json:"html"`
	Width           int    `json:"width"`
	Height          int    `json:"height"`
}

// oembedAddress is where the embed of a page of ours is described.
func oembedAddress(base, page, format string) string {
	return base + "/oembed?" + url.Values{"format": {format}, "url": {page}}.Encode()
}

// discover tells oEmbed readers of a page of ours in its header.
func discover(w http.ResponseWriter, base, page string) {
	for _, form := range oembedForms {
		w.Header().Add("Link", fmt.Sprintf(`<%s>; rel="alternate"; type="%s"`, oembedAddress(base, page, form.name), form.mediaType))
	}
}

// Discover sets the header by which oEmbed readers find the embed of a page that is a file: the playground and the chapter.
func (s *Service) Discover(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/" || strings.HasPrefix(r.URL.Path, "/chapter/") && strings.HasSuffix(r.URL.Path, "/") {
		s.vary(w)
		page := s.base(r) + r.URL.Path
		if r.URL.RawQuery != "" {
			page += "?" + r.URL.RawQuery
		}
		discover(w, s.base(r), page)
	}
}

// oembed describes the embed of one of our pages.
func (s *Service) oembed(w http.ResponseWriter, r *http.Request) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		wrong(w, http.StatusBadRequest, badParameter("query", r.URL.RawQuery, "name=value, percent-encoded"))
		return
	}
	format := query.Get("format")
	if format == "" {
		format = "json"
	}
	if format != "json" && format != "xml" {
		fault := badParameter("format", format, "json or xml")
		fault.Code = CodeBadFormat
		wrong(w, http.StatusNotImplemented, fault)
		return
	}
	room := [2]int{}
	for i, name := range []string{"maxwidth", "maxheight"} {
		text := query.Get(name)
		if text == "" {
			room[i] = 1 << 20
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			wrong(w, http.StatusBadRequest, badParameter(name, text, "a whole number from 1"))
			return
		}
		room[i] = n
	}
	s.vary(w)
	page, err := url.Parse(strings.TrimSpace(query.Get("url")))
	if err != nil || !s.own(r, page) {
		refuse(w, http.StatusNotFound, &kernels.Error{Code: CodeNotFound, Field: "url", Value: clip(query.Get("url")), Limit: "a page of " + s.base(r),
			Message: "only pages of this site have an embed here"})
		return
	}
	e := s.embedding(w, r, page, room)
	if e == nil {
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=60")
	if format == "json" {
		send(w, http.StatusOK, e)
		return
	}
	body := e.xml()
	h.Set("Content-Type", "text/xml; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write([]byte(body))
}

// own tells whether an address is one of this site: by http or https, since people copy either and proxies change one to the other, in
// letters of either case, and with the port that goes without saying or not.
func (s *Service) own(r *http.Request, page *url.URL) bool {
	site, err := url.Parse(s.base(r))
	return err == nil && (page.Scheme == "http" || page.Scheme == "https") && hostOf(page) == hostOf(site)
}

func hostOf(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if u.Port() == "80" || u.Port() == "443" {
		host = strings.TrimSuffix(host, ":"+u.Port())
	}
	return strings.TrimSuffix(host, ".")
}

// embedding finds out what a page's embed is, or answers that it has none.
func (s *Service) embedding(w http.ResponseWriter, r *http.Request, page *url.URL, room [2]int) *embedding {
	base := s.base(r)
	e := &embedding{Type: "rich", Version: "1.0", ProviderName: "Velocidade", ProviderURL: base + "/", CacheAge: 3600,
		Width: min(embedWidth, room[0]), Height: min(embedHeight, room[1])}
	source := ""
	page.Path = strings.TrimRight(page.Path, "/") // people write one behind it, or leave it out
	if strings.HasPrefix(page.Path, "/chapter/") || page.Path == "/chapter" {
		page.Path += "/"
	}
	id, isRun := strings.CutPrefix(page.Path, "/r/")
	if !isRun {
		id, isRun = strings.CutPrefix(page.Path, "/embed/")
	}
	switch {
	case isRun && id != "":
		f := s.known(w, r, id, "")
		if f == nil {
			return nil
		}
		e.Title, source = f.Title, base+"/embed/"+id
		if room[0] >= picture.Width && room[1] >= picture.Height {
			e.ThumbnailURL, e.ThumbnailWidth, e.ThumbnailHeight = base+"/r/"+id+".png", picture.Width, picture.Height
		}
	case page.Path == "/" || page.Path == "" || page.Path == "/embed" || page.Path == "/embed/":
		query, err := url.ParseQuery(page.RawQuery)
		if err != nil {
			wrong(w, http.StatusNotFound, badParameter("url", page.RawQuery, "a preset of the playground"))
			return nil
		}
		e.Title = "Velocidade"
		if name := query.Get("program"); name != "" {
			program, err := kernels.Lookup(name)
			if err != nil {
				wrong(w, http.StatusNotFound, err)
				return nil
			}
			e.Title = program.Title
		}
		source = base + "/embed/"
		if len(query) > 0 {
			source += "?" + query.Encode()
		}
	case strings.HasPrefix(page.Path, "/chapter/") && isPath(page.Path) && s.exists(r, page.Path):
		e.Title, e.Height, source = "Velocidade: "+words(page.Path), min(chapterHeight, room[1]), base+page.Path
	default:
		notFound(w, "url", page.String())
		return nil
	}
	var m markup
	m.add(`<iframe src="`).text(source).add(fmt.Sprintf(`" width="%d" height="%d" title="`, e.Width, e.Height)).text(e.Title).
		add(`" loading="lazy" frameborder="0" allow="cross-origin-isolated; fullscreen"></iframe>`)
	e.HTML = m.String()
	return e
}

// exists asks whether the site has that page.
func (s *Service) exists(r *http.Request, path string) bool {
	name := strings.TrimPrefix(path, "/")
	if !strings.HasSuffix(name, "/") {
		return false
	}
	_, err := s.Page(r.Context(), name+"index.html")
	return err == nil
}

// isPath tells whether a path is of plain names alone, none of which leads elsewhere.
func isPath(path string) bool {
	for _, c := range []byte(path) {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '/') {
			return false
		}
	}
	return !strings.Contains(path, "//")
}

// words makes a title of the last name in a path.
func words(path string) string {
	names := strings.Split(strings.Trim(path, "/"), "/")
	return strings.ReplaceAll(names[len(names)-1], "-", " ")
}

func badParameter(name, value, limit string) *kernels.Error {
	return &kernels.Error{Code: kernels.CodeBadArgument, Field: name, Value: clip(value), Limit: limit,
		Message: fmt.Sprintf("%s must be %s; %q is not", name, limit, clip(value))}
}

// xml is the other form, with the same names.
func (e *embedding) xml() string {
	var m markup
	m.add(`<?xml version="1.0" encoding="utf-8" standalone="yes"?>` + "\n<oembed>\n")
	element := func(name, value string) {
		if value != "" && value != "0" {
			m.add("<" + name + ">").text(value).add("</" + name + ">\n")
		}
	}
	element("type", e.Type)
	element("version", e.Version)
	element("title", e.Title)
	element("provider_name", e.ProviderName)
	element("provider_url", e.ProviderURL)
	element("cache_age", strconv.Itoa(e.CacheAge))
	element("thumbnail_url", e.ThumbnailURL)
	element("thumbnail_width", strconv.Itoa(e.ThumbnailWidth))
	element("thumbnail_height", strconv.Itoa(e.ThumbnailHeight))
	element("html", e.HTML)
	element("width", strconv.Itoa(e.Width))
	element("height", strconv.Itoa(e.Height))
	return m.add("</oembed>\n").String()
}
