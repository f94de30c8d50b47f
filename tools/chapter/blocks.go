package chapter

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

//go:embed templates/*.tmpl
var templateFiles embed.FS

var templates = template.Must(template.New("").Option("missingkey=error").ParseFS(templateFiles, "templates/*.tmpl"))

// fenced writes a fenced block: one of ours, or code.
func (r *pageRenderer) fenced(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := n.(*ast.FencedCodeBlock)
	var content bytes.Buffer
	for i := range block.Lines().Len() {
		line := block.Lines().At(i)
		content.Write(line.Value(source))
	}
	info, offset := "", 0
	if block.Info != nil {
		info, offset = string(block.Info.Segment.Value(source)), block.Info.Segment.Start
	}
	kind, rest, _ := strings.Cut(strings.TrimSpace(info), " ")
	var err error
	switch kind {
	case "bench":
		err = r.bench(w, strings.TrimSpace(rest))
	case "lab":
		err = r.lab(w, strings.TrimSpace(rest))
	case "source":
		err = r.source(w, strings.TrimSpace(rest))
	case "predict":
		line := r.section.line + bytes.Count(source[:offset], []byte("\n"))
		err = r.predict(w, line, content.Bytes())
	case "program":
		err = r.program(w, strings.TrimSpace(rest))
	case "output":
		fmt.Fprintf(w, "<pre class=\"output\"><code>%s</code></pre>\n", template.HTMLEscapeString(content.String()))
	case "":
		err = fmt.Errorf("a fenced block names its language, or one of bench, lab, predict, program, source, output")
	default:
		err = code(w, kind, content.String())
	}
	if err != nil {
		r.fault(source, offset, err.Error())
	}
	return ast.WalkSkipChildren, nil
}

// benchView is what the template of a bench is given.
type benchView struct {
	ID, Title string
	Live      bool
	Preset    *Preset
	Lanes     string
	Workers   string
	Arguments string
	Address   string // of the playground with the same state, from the page's
	Figure    *figure
}

// bench writes a preset: the public element, and the recorded run.
func (r *pageRenderer) bench(w util.BufWriter, name string) error {
	p := r.section.Preset(name)
	if p == nil {
		return fmt.Errorf("bench: there is no preset %q on this page", name)
	}
	if r.section.used[name] {
		return fmt.Errorf("bench: the preset %q is shown already", name)
	}
	r.section.used[name] = true
	view := benchView{
		ID: "bench-" + name, Live: p.Where == InBrowser, Preset: p,
		Lanes: strings.Join(p.Spec.Lanes, ","), Workers: numbers(p.Spec.Workers), Arguments: p.Args.String(),
		Address: "../../" + p.Address(),
	}
	if p.Recorded != nil {
		view.Figure = newFigure(p)
	}
	return templates.ExecuteTemplate(w, "bench.tmpl", view)
}

// lab writes a laboratory: the public element, and the recorded result.
func (r *pageRenderer) lab(w util.BufWriter, name string) error {
	l := r.section.Lab(name)
	if l == nil {
		return fmt.Errorf("lab: there is no laboratory %q in this page's front matter", name)
	}
	if r.section.used["lab "+name] {
		return fmt.Errorf("lab: the laboratory %q is shown already", name)
	}
	r.section.used["lab "+name] = true
	view := struct {
		ID, Address string
		Lab         *Lab
		Figure      *labFigure
	}{ID: "lab-" + name, Lab: l, Address: "../../lab/#" + name}
	if l.Args != "" {
		view.Address = "../../lab/?" + url.Values{name: {l.Args}}.Encode() + "#" + name
	}
	if l.Recorded != nil {
		view.Figure = newLabFigure(l.Recorded)
	}
	return templates.ExecuteTemplate(w, "lab.tmpl", view)
}

// source writes a function of a file of the project: "kernels/primes.pyx find_primes".
func (r *pageRenderer) source(w util.BufWriter, words string) error {
	name, function, _ := strings.Cut(words, " ")
	if !filepath.IsLocal(name) {
		return fmt.Errorf("source: %q is no file of the project", name)
	}
	// The chapter lies two folders below the checkout.
	text, err := os.ReadFile(filepath.Join(r.chapter.dir, "..", "..", filepath.FromSlash(name)))
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	part := definition(string(text), function)
	if part == "" {
		return fmt.Errorf("source: %s defines no %q", name, function)
	}
	language := map[string]string{".py": "python", ".pyx": "cython"}[filepath.Ext(name)]
	var listing bytes.Buffer
	if err := code(&listing, language, part); err != nil {
		return err
	}
	return templates.ExecuteTemplate(w, "program.tmpl", programView{Name: name, Listing: template.HTML(listing.String())})
}

// definition cuts a function out of a Python text: from the line that defines it to the next that is not indented.
func definition(text, function string) string {
	var part strings.Builder
	for line := range strings.Lines(text) {
		begins := strings.Contains(line, "def ") && strings.Contains(line, " "+function+"(") && line[0] != ' '
		switch {
		case begins || part.Len() > 0 && (line[0] == ' ' || line == "\n"):
			part.WriteString(line)
		case part.Len() > 0:
			return strings.TrimRight(part.String(), "\n") + "\n"
		}
	}
	return part.String()
}

// program writes a file of programs/ and, below it, what it prints: the file of the same name that ends in .out.
func (r *pageRenderer) program(w util.BufWriter, name string) error {
	if name != filepath.Base(name) || !strings.HasSuffix(name, ".py") {
		return fmt.Errorf("program: %q is no name of a file in programs/", name)
	}
	file := filepath.Join(r.chapter.dir, "programs", name)
	source, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("program: %w", err)
	}
	output, err := os.ReadFile(strings.TrimSuffix(file, ".py") + ".out")
	if err != nil {
		return fmt.Errorf("program: %w", err)
	}
	var listing bytes.Buffer
	if err := code(&listing, "python", string(source)); err != nil {
		return err
	}
	view := programView{Name: name, Output: string(output), Listing: template.HTML(listing.String())}
	if printed := r.chapter.printed[strings.TrimSuffix(name, ".py")]; printed != nil && times.Match(output) {
		view.Source = printed.source()
	}
	return templates.ExecuteTemplate(w, "program.tmpl", view)
}

// programView is a program as a page shows it.
type programView struct {
	Name, Output string
	Source       string // where the output is from, "" where it is the same on every machine
	Listing      template.HTML
}

type writer interface{ WriteString(string) (int, error) }

// code writes highlighted code: spans with the short names that Pygments gave its classes, and no style but the page's.
func code(w writer, language, source string) error {
	lexer := lexers.Get(language)
	if lexer == nil {
		return fmt.Errorf("there is no language %q", language)
	}
	iterator, err := chroma.Coalesce(lexer).Tokenise(nil, source)
	if err != nil {
		return err
	}
	w.WriteString(`<pre class="code" tabindex="0"><code>`)
	for token := range iterator.Stdlib() {
		class := chroma.StandardTypes[token.Type]
		text := template.HTMLEscapeString(token.Value)
		switch class {
		case "", "w", "p", "n", "nx":
			w.WriteString(text)
		default:
			w.WriteString(`<span class="` + class + `">` + text + `</span>`)
		}
	}
	w.WriteString("</code></pre>\n")
	return nil
}
