package chapter

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// body is a section's text as HTML, and what else was found in it.
type body struct {
	HTML     template.HTML
	Headings []string // their ids, in order
	Links    []link
}

// link is a link to another section, checked once all sections are known.
type link struct {
	section, heading string
	line             int
}

// render turns the section's Markdown into HTML.
func (c *Chapter) render(s *Section) (body, error) {
	ids := &headingIDs{}
	r := &pageRenderer{chapter: c, section: s}
	md := goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), // no style attributes
		),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(r, 1))),
	)
	root := md.Parser().Parse(text.NewReader(s.text), parser.WithContext(parser.NewContext(parser.WithIDs(ids))))
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, s.text, root); err != nil {
		return body{}, err
	}
	for _, id := range ids.twice {
		r.faults = append(r.faults, fmt.Errorf("%s: two headings have the address #%s", s.file, id))
	}
	for i := range s.Presets {
		if name := s.Presets[i].Name; !s.used[name] {
			r.faults = append(r.faults, fmt.Errorf("%s: presets.%s: no block shows it", s.file, name))
		}
	}
	for i := range s.Labs {
		if name := s.Labs[i].Name; !s.used["lab "+name] {
			r.faults = append(r.faults, fmt.Errorf("%s: labs.%s: no block shows it", s.file, name))
		}
	}
	return body{HTML: template.HTML(out.String()), Headings: ids.all, Links: r.links}, errors.Join(r.faults...)
}

// headingIDs makes a heading's address of its words.
type headingIDs struct {
	all, twice []string
	seen       map[string]bool
}

func (h *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	id := slug(string(value))
	if h.seen == nil {
		h.seen = map[string]bool{}
	}
	if h.seen[id] {
		h.twice = append(h.twice, id)
	}
	h.seen[id] = true
	h.all = append(h.all, id)
	return []byte(id)
}

func (h *headingIDs) Put([]byte) {}

// slug keeps letters and digits and parts words by dashes: "Wait, and for what?" is wait-and-for-what.
func slug(words string) string {
	var out strings.Builder
	for _, r := range strings.ToLower(words) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out.WriteRune(r)
		case r == '’' || r == '\'' || r == '`':
		case out.Len() > 0 && !strings.HasSuffix(out.String(), "-"):
			out.WriteByte('-')
		}
	}
	return strings.TrimSuffix(out.String(), "-")
}

// pageRenderer writes what goldmark would write otherwise: headings that link to themselves, highlighted code, our
// blocks, tables that scroll, links between sections; and it refuses HTML.
type pageRenderer struct {
	chapter     *Chapter
	section     *Section
	links       []link
	faults      []error
	predictions int
}

func (r *pageRenderer) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(ast.KindHeading, r.heading)
	register.Register(ast.KindFencedCodeBlock, r.fenced)
	register.Register(ast.KindCodeSpan, r.codeSpan)
	register.Register(ast.KindLink, r.link)
	register.Register(ast.KindHTMLBlock, r.refuseHTML)
	register.Register(ast.KindRawHTML, r.refuseHTML)
	register.Register(east.KindTable, r.table)
}

// fault notes what is wrong at an offset of the Markdown.
func (r *pageRenderer) fault(source []byte, offset int, message string) {
	line := r.section.line + bytes.Count(source[:offset], []byte("\n"))
	r.faults = append(r.faults, fmt.Errorf("%s:%d: %s", r.section.file, line, message))
}

func (r *pageRenderer) heading(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	h := n.(*ast.Heading)
	if h.Level == 1 {
		r.fault(source, offsetOf(n), "the title is the page’s only heading of the first level")
	}
	id, _ := h.AttributeString("id")
	if entering {
		fmt.Fprintf(w, `<h%d id="%s"><a href="#%[2]s">`, h.Level, id)
	} else {
		fmt.Fprintf(w, "</a></h%d>\n", h.Level)
	}
	return ast.WalkContinue, nil
}

// offsetOf is where a block stands in the Markdown; an inline node's is its block's.
func offsetOf(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

// codeSpan writes code in a line of text; in a table’s narrow cell it may be parted after a point, a low line or a bracket.
func (r *pageRenderer) codeSpan(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		var words strings.Builder
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			words.Write(bytes.ReplaceAll(c.(*ast.Text).Segment.Value(source), []byte("\n"), []byte(" ")))
		}
		code := template.HTMLEscapeString(words.String())
		if _, inCell := n.Parent().(*east.TableCell); inCell {
			code = partings.ReplaceAllString(code, "$1<wbr>$2")
		}
		w.WriteString("<code>" + code + "</code>")
	}
	return ast.WalkSkipChildren, nil
}

// partings are where a long name may go on in the next line: between its words.
var partings = regexp.MustCompile(`([a-z][._(])([a-z])`)

// link writes a link: name.md#heading to another section, https: to elsewhere, #heading within the page.
func (r *pageRenderer) link(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	to := string(n.(*ast.Link).Destination)
	target, err := url.Parse(to)
	switch {
	case err != nil || to == "":
		r.fault(source, offsetOf(n), fmt.Sprintf("%q is no address", to))
	case target.Scheme == "https" && target.Host != "":
	case target.Scheme == "" && target.Host == "" && strings.HasSuffix(target.Path, ".md"):
		name := strings.TrimSuffix(target.Path, ".md")
		r.note(source, n, name, target.Fragment)
		to = "../" + name + "/"
		if target.Fragment != "" {
			to += "#" + target.Fragment
		}
	case target.Scheme == "" && target.Host == "" && target.Path == "" && target.Fragment != "":
		r.note(source, n, r.section.Name, target.Fragment)
	default:
		r.fault(source, offsetOf(n), fmt.Sprintf("%q is neither https://…, nor section.md, nor #heading", to))
	}
	fmt.Fprintf(w, `<a href="%s">`, template.HTMLEscapeString(to))
	return ast.WalkContinue, nil
}

func (r *pageRenderer) note(source []byte, n ast.Node, section, heading string) {
	line := r.section.line + bytes.Count(source[:offsetOf(n)], []byte("\n"))
	r.links = append(r.links, link{section, heading, line})
}

func (r *pageRenderer) refuseHTML(_ util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		r.fault(source, offsetOf(n), "HTML has no place in a section; the package’s documentation lists the blocks there are")
	}
	return ast.WalkSkipChildren, nil
}

// table puts a table into a region that scrolls where the page is narrow.
func (r *pageRenderer) table(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" +
			template.HTMLEscapeString(tableName(n)) + "\"><table>\n")
	} else {
		w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// tableName is the heading that a table stands under.
func tableName(n ast.Node) string {
	for at := n; at != nil; at = at.PreviousSibling() {
		if h, ok := at.(*ast.Heading); ok {
			id, _ := h.AttributeString("id")
			return "Table: " + strings.ReplaceAll(string(id.([]byte)), "-", " ")
		}
	}
	return "Table"
}
