// Goldmark turns a document of Markdown, with tables and lists, into HTML.
package main

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"others/work"
)

func main() {
	r := work.NewRandom(1)
	source := []byte(work.Lines(900, func(i int) string {
		return fmt.Sprintf("## %s\n\n%s *%s* and **%s**, `%s`, [%s](https://example.org/%d).\n\n- %s\n- [x] %s\n  1. %s\n\n| %s | %s |\n|---|--:|\n| %s | %d |\n\n> %s\n\n```go\nx := %d\n```\n",
			r.Word(), r.Sentence(), r.Word(), r.Word(), r.Word(), r.Word(), i, r.Sentence(), r.Sentence(), r.Word(), r.Word(), r.Word(), r.Word(), i, r.Sentence(), i)
	}))
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	work.Do(func() ([]byte, error) {
		var out bytes.Buffer
		err := markdown.Convert(source, &out)
		return out.Bytes(), err
	})
}
