package share

import (
	"net/http"
	"path"
	"strings"
)

// shown answers /r/{id}, a run as a page, and /r/{id}.png, the same as a picture.
func (s *Service) shown(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if id, isPicture := strings.CutSuffix(name, ".png"); isPicture {
		s.picture(w, r, id)
		return
	}
	f := s.known(w, r, name, pagePlayground)
	if f == nil {
		return
	}
	page, err := s.Page(r.Context(), pagePlayground)
	if err != nil {
		s.failed(w, err)
		return
	}
	html, err := filled(page, runHead(s.base(r), name, f), runSummary(f))
	if err != nil {
		s.failed(w, err)
		return
	}
	s.vary(w)
	discover(w, s.base(r), s.base(r)+"/r/"+name)
	content(w, r, "text/html; charset=utf-8", ID(html), "no-cache", html)
}

// picture answers /r/{id}.png.
func (s *Service) picture(w http.ResponseWriter, r *http.Request, id string) {
	data, err := s.drawn(r.Context(), id)
	if err != nil {
		s.unknown(w, r, id, "", err)
		return
	}
	content(w, r, "image/png", ID(data), "public, max-age=60", data)
}

// embed answers /embed/{id}: the page for an iframe, which takes the run from its own address.
func (s *Service) embed(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	f := s.known(w, r, id, pageEmbed)
	if f == nil {
		return
	}
	page, err := s.Page(r.Context(), pageEmbed)
	if err != nil {
		s.failed(w, err)
		return
	}
	var m markup
	m.add(`<title>`).text(f.Title+" · Velocidade").add("</title>\n").
		tag("link", "rel", "canonical", "href", s.base(r)+"/r/"+id).
		tag("meta", "name", "robots", "content", "noindex")
	html, err := filled(page, m.String(), "")
	if err != nil {
		s.failed(w, err)
		return
	}
	s.vary(w)
	content(w, r, "text/html; charset=utf-8", ID(html), "no-cache", html)
}

// slashed answers the address of a run with a slash behind it, as people and programs write it: it points to the one without.
func slashed(w http.ResponseWriter, r *http.Request) {
	name := path.Base(strings.TrimSuffix(r.URL.Path, "/"))
	if !isID(strings.TrimSuffix(name, ".png")) {
		notFound(w, "run", name)
		return
	}
	to := "../" + name
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusPermanentRedirect)
}

// The pages of the site that runs are shown in.
const (
	pagePlayground = "index.html"
	pageEmbed      = "embed/index.html"
)

// noRun is what each of them says without scripts where there is no such run; those of the embed say it all themselves.
var noRun = map[string]string{
	pagePlayground: `<section id="shared" class="readout">` + "\n<h2>There is no such run here</h2>\n" +
		"<p>Its address was mistyped, or whoever stored it has deleted it.</p>\n</section>\n",
	pageEmbed: "",
}

// missing answers a browser that asked for a run in a page of the site, and there is no such run: with that page, whose scripts
// say the same. It reports false for whoever wants no page.
func (s *Service) missing(w http.ResponseWriter, r *http.Request, name string) bool {
	main, isPage := noRun[name]
	if !isPage || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return false
	}
	page, err := s.Page(r.Context(), name)
	if err != nil {
		return false
	}
	var m markup
	m.add("<title>No such run · Velocidade</title>\n").tag("meta", "name", "robots", "content", "noindex")
	html, err := filled(page, m.String(), main)
	if err != nil {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNotFound)
	w.Write(html)
	return true
}

// known gives what is said of a run, or answers why not.
func (s *Service) known(w http.ResponseWriter, r *http.Request, id, page string) *facts {
	f, err := s.facts(r.Context(), id)
	if err != nil {
		s.unknown(w, r, id, page, err)
		return nil
	}
	return f
}

// runHead is what a link preview reads.
func runHead(base, id string, f *facts) string {
	address, title := base+"/r/"+id, f.Title
	picture := address + ".png"
	var m markup
	m.add("<title>").text(title+" · Velocidade").add("</title>\n").
		tag("meta", "name", "description", "content", f.Verdict).
		tag("link", "rel", "canonical", "href", address).
		// A stranger's words are no reason to be found by them.
		tag("meta", "name", "robots", "content", "noindex")
	for _, p := range [][2]string{
		{"og:type", "website"}, {"og:site_name", "Velocidade"}, {"og:title", title}, {"og:description", f.Verdict}, {"og:url", address},
		{"og:image", picture}, {"og:image:type", "image/png"}, {"og:image:width", "1200"}, {"og:image:height", "630"}, {"og:image:alt", f.Verdict},
	} {
		m.tag("meta", "property", p[0], "content", p[1])
	}
	for _, p := range [][2]string{
		{"twitter:card", "summary_large_image"}, {"twitter:title", title}, {"twitter:description", f.Verdict},
		{"twitter:image", picture}, {"twitter:image:alt", f.Verdict},
	} {
		m.tag("meta", "name", p[0], "content", p[1])
	}
	for _, form := range oembedForms {
		m.tag("link", "rel", "alternate", "type", form.mediaType, "href", oembedAddress(base, address, form.name), "title", title)
	}
	return m.String()
}

// runSummary is the run for whoever has no scripts, and for everybody until they have loaded: the page then shows the run
// itself, and removes this.
func runSummary(f *facts) string {
	var m markup
	m.add(`<section id="shared" class="readout">` + "\n<h2>").text(f.Title).add("</h2>\n").
		add(`<p class="verdict">`).text(f.Verdict).add("</p>\n").
		add("<table>\n<thead><tr><th>Lane</th><th>Workers</th><th>Median</th><th>95 % interval</th><th>Speed-up</th></tr></thead>\n<tbody>\n")
	for row := range strings.SplitSeq(f.Rows, "\n") {
		m.add("<tr>")
		for cell := range strings.SplitSeq(row, "\t") {
			m.add("<td>").text(cell).add("</td>")
		}
		m.add("</tr>\n")
	}
	return m.add("</tbody>\n</table>\n<p class=\"facts\">").text(f.Where).add("</p>\n</section>\n").String()
}

// filled puts a head and a beginning of its main part into a page of the site, which is shown a folder further down.
func filled(page []byte, head, main string) ([]byte, error) {
	text := relocated(string(page))
	text, err := without(text, "<title>", "</title>")
	if err != nil {
		return nil, err
	}
	if before, rest, found := strings.Cut(text, `<meta name="description"`); found {
		_, after, _ := strings.Cut(rest, ">")
		text = before + strings.TrimPrefix(after, "\n")
	}
	before, after, found := strings.Cut(text, "</head>")
	if !found {
		return nil, errPage
	}
	text = before + head + "</head>" + after
	if main == "" {
		return []byte(text), nil
	}
	before, after, found = strings.Cut(text, "<main>")
	if !found {
		return nil, errPage
	}
	return []byte(before + "<main>\n" + main + strings.TrimPrefix(after, "\n")), nil
}

// relocated makes the relative addresses of a page at the root right for one in a folder.
func relocated(text string) string {
	for _, name := range []string{` href="`, ` src="`} {
		pieces := strings.Split(text, name)
		for i, piece := range pieces[1:] {
			address, _, _ := strings.Cut(piece, `"`)
			if !strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "#") && !strings.HasPrefix(address, "../") && !strings.Contains(address, ":") {
				pieces[i+1] = "../" + strings.TrimPrefix(piece, "./")
			}
		}
		text = strings.Join(pieces, name)
	}
	return text
}

func without(text, opening, closing string) (string, error) {
	before, rest, found := strings.Cut(text, opening)
	_, after, found2 := strings.Cut(rest, closing)
	if !found || !found2 {
		return "", errPage
	}
	return before + strings.TrimPrefix(after, "\n"), nil
}
