package site

import (
	"bytes"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

// exampleForm is a line of the guide that stands for a file of web/guide/examples, which the tests run as it is.
var exampleForm = regexp.MustCompile(`(?m)^\{\{example ([a-zA-Z]+/[a-zA-Z.]+)\}\}$`)

// prose turns web/guide/NAME.md into HTML, with its examples in place; a page without one has none.
func (b *builder) prose(name string) (template.HTML, error) {
	dir := filepath.Join(b.Root, "web", "guide")
	source, err := os.ReadFile(filepath.Join(dir, name+".md"))
	if os.IsNotExist(err) {
		return "", nil
	} else if err != nil {
		return "", err
	}
	var missing error
	text := exampleForm.ReplaceAllFunc(source, func(line []byte) []byte {
		file := string(exampleForm.FindSubmatch(line)[1])
		example, err := os.ReadFile(filepath.Join(dir, "examples", filepath.FromSlash(file)))
		if err != nil {
			missing = err
		}
		return fmt.Appendf(nil, "````%s\n%s\n````", strings.TrimPrefix(filepath.Ext(file), "."), bytes.TrimSpace(example))
	})
	if missing != nil {
		return "", missing
	}
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID())).Convert(text, &out); err != nil {
		return "", err
	}
	html := out.String()
	// What is wider than a phone scrolls by itself, and by keyboard.
	for n := 1; strings.Contains(html, "\n<table>"); n++ {
		html = strings.Replace(html, "\n<table>", fmt.Sprintf("\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table %d\"><table>", n), 1)
	}
	html = strings.ReplaceAll(html, "</table>", "</table></div>")
	html = strings.ReplaceAll(html, "<pre>", `<pre tabindex="0">`)
	return template.HTML(html), nil
}
