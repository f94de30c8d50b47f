// Chroma highlights programs in three languages.
package main

import (
	"bytes"
	"fmt"

	"github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"

	"others/work"
)

func main() {
	r := work.NewRandom(13)
	sources := map[string]string{
		"go": "package main\n" + work.Lines(120, func(i int) string {
			return fmt.Sprintf("// %s\nfunc f%d(x int, s string) (int, error) {\n\tif x > %d && s != %q {\n\t\treturn x*0x%x, nil\n\t}\n\treturn 0, fmt.Errorf(\"%%d\", x)\n}\n", r.Sentence(), i, i, r.Word(), i)
		}),
		"python": work.Lines(120, func(i int) string {
			return fmt.Sprintf("def f%d(x, s=%q):\n    \"\"\"%s\"\"\"\n    return [y ** 2 for y in range(x) if y %% %d == 1] or {s: None}\n", i, r.Word(), r.Sentence(), i+2)
		}),
		"css": work.Lines(150, func(i int) string {
			return fmt.Sprintf("#%s > .%s:hover { margin: %dpx auto; color: #%06x; /* %s */ }", r.Word(), r.Word(), i, i*4097, r.Sentence())
		}),
	}
	formatter := html.New(html.WithClasses(true), html.WithLineNumbers(true))
	work.Do(func() ([]byte, error) {
		var out bytes.Buffer
		for _, language := range []string{"go", "python", "css"} {
			tokens, err := lexers.Get(language).Tokenise(nil, sources[language])
			if err != nil {
				return nil, err
			}
			if err := formatter.Format(&out, styles.Get("github"), tokens); err != nil {
				return nil, err
			}
		}
		return out.Bytes(), nil
	})
}
