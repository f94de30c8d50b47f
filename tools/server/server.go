// Package server serves a built site: the files that package site wrote, with the headers that isolate the page.
package server

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"velocidade/wasm/share"
)

// Headers sets what every response carries, by the rules of package share.
func Headers(next http.Handler) http.Handler { return share.Headers(next) }

// types are the media types of what a site holds, given here since a machine's own table can lack or bend them.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".json": "application/json", ".wasm": "application/wasm", ".woff2": "font/woff2", ".svg": "image/svg+xml",
	".png": "image/png", ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".py": "text/x-python; charset=utf-8",
	".zip": "application/zip", ".zmem": "application/octet-stream", ".pack": "application/octet-stream",
}

// Files serves the folder of a built site, compressed where the client can take it. Files under assets/ never change
// under their name and may be kept for ever; the rest is asked for again with its ETag. A folder that is asked for without its
// slash is pointed to.
func Files(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "this address can only be read", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if strings.HasSuffix(r.URL.Path, "/") || name == "embed" { // an address that stands in other people's pages
			name = path.Join(name, "index.html")
		}
		// A root keeps every path inside the folder, links included.
		root, err := os.OpenRoot(dir)
		if err != nil {
			http.Error(w, "the site is not built", http.StatusServiceUnavailable)
			return
		}
		defer root.Close()
		ext := filepath.Ext(name)
		file, encoding := open(root, name, r.Header.Get("Accept-Encoding"))
		if file != nil {
			defer file.Close()
		}
		if file == nil || types[ext] == "" {
			if info, err := root.Stat(path.Join(name, "index.html")); err == nil && !info.IsDir() {
				to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery} // of a folder that is there, and in no other host
				http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
				return
			}
			http.NotFound(w, r)
			return
		}
		info, err := file.Stat()
		if err != nil || info.IsDir() {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", types[ext])
		h.Add("Vary", "Accept-Encoding")
		if encoding != "" {
			h.Set("Content-Encoding", encoding)
		}
		if strings.HasPrefix(name, "assets/") {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			h.Set("Cache-Control", "no-cache")
		}
		h.Set("ETag", fmt.Sprintf(`"%x-%x%s"`, info.ModTime().UnixNano(), info.Size(), encoding))
		http.ServeContent(w, r, "", info.ModTime(), file)
	})
}

// open opens the best form of a file that the client accepts, and names its encoding.
func open(root *os.Root, name, accept string) (*os.File, string) {
	for _, form := range []struct{ encoding, ext string }{{"br", ".br"}, {"gzip", ".gz"}, {"", ""}} {
		if form.encoding != "" && !accepts(accept, form.encoding) {
			continue
		}
		if file, err := root.Open(name + form.ext); err == nil {
			return file, form.encoding
		}
	}
	return nil, ""
}

// accepts reads an Accept-Encoding header: the encoding is named and not refused by q=0.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err == nil && name == encoding {
			q := params["q"]
			return q != "0" && q != "0.0" && q != "0.00" && q != "0.000"
		}
	}
	return false
}
